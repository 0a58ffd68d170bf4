"""Three functions, three commands: market data, a strategy on it, and trading on that.

Each uses the queue of the one before. The test checks them as a whole: by the
judges of the gate, the permissions as CloudFormation gets them, and one order that goes through all
three as they were built, under AWS's own runtime client.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from iam import Deployed

from generated.projects import commit, committed_checkout, scaffold
from sam_scaffold.invocation import InvocationResult

from . import judges, runs
from .apps import Made
from .matrix import App

pytestmark = pytest.mark.slow

COMMANDS = (
    ("market_data_provider", "trigger=schedule", "publishes_to=new_queue"),
    (
        "strategy_engine", "trigger=sqs", "source=MarketDataProviderOutputQueue",
        "publishes_to=new_queue",
    ),
    ("trading", "trigger=sqs", "source=StrategyEngineOutputQueue"),
)  # fmt: skip

RUN = "run-2026-01-31"


@pytest.fixture(scope="module", params=["false", "true"], ids=["plain", "powertools"])
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    checkout = committed_checkout(tmp_path_factory.mktemp("template"))
    root = tmp_path_factory.mktemp("pipeline") / "my_shop"
    root.mkdir()
    scaffold(checkout, root, "init", "-d", "name=my_shop", "--defaults")
    commit(root)
    for name, *answers in COMMANDS:
        given = [*answers, "iam=role", f"powertools={request.param}"]
        data = [word for answer in given for word in ("-d", answer)]
        scaffold(checkout, root, "add", "function", name, *data, "--defaults")
    rows = {name: {"trigger": answers[0].partition("=")[2]} for name, *answers in COMMANDS}
    return Made(App("colocated", request.param, "role"), root, rows)


OF_CODE = (judges.cfn_lint, judges.translator, judges.ruff, judges.mypy, judges.pytest)
"""Judges of the pipeline on Powertools only: `make gate` asks them about all triggers on both."""

OF_ALL = (judges.cfn_lint_on_the_output, judges.sam_build)


def test_no_judge_has_anything_to_say(pipeline: Made) -> None:
    chosen = OF_ALL if pipeline.app.powertools == "false" else (*OF_CODE, *OF_ALL)
    assert [line for judge in chosen for line in judge(pipeline)] == []


def test_what_fails_is_kept_and_reported(pipeline: Made) -> None:
    resources = judges.translated(pipeline)["Resources"]
    for queue in ("MarketDataProviderOutputQueue", "StrategyEngineOutputQueue"):
        redrive = resources[queue]["Properties"]["RedrivePolicy"]
        assert resources[redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]]["Type"] == QUEUE
    config = resources["MarketDataProviderFunctionEventInvokeConfig"]["Properties"]
    kept = config["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
    assert resources[kept]["Type"] == QUEUE
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for body in resources.values()
        if body["Type"] == "AWS::CloudWatch::Alarm"
        for dimension in body["Properties"]["Dimensions"]
        if "Fn::GetAtt" in dimension["Value"]
    }
    assert {name for name in resources if name.endswith("DeadLetterQueue")} <= watched


QUEUE = "AWS::SQS::Queue"


def test_the_strategy_engine_may_consume_and_publish_and_nothing_else(pipeline: Made) -> None:
    deployed = Deployed(judges.translated(pipeline))
    role = deployed.template["Resources"]["StrategyEngineExecutionRole"]["Properties"]
    managed = {str(deployed.value(arn)).rpartition("/")[2] for arn in role["ManagedPolicyArns"]}
    assert managed <= {"AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess"}
    source = deployed.arn("MarketDataProviderOutputQueue")
    expected = {
        ("sqs:receivemessage", source),
        ("sqs:deletemessage", source),
        ("sqs:getqueueattributes", source),
        ("sqs:sendmessage*", deployed.arn("StrategyEngineOutputQueue")),
    }
    if pipeline.app.powertools == "true":
        table = deployed.arn("StrategyEngineIdempotencyTable")
        verbs = ("getitem", "putitem", "updateitem", "deleteitem")
        expected |= {(f"dynamodb:{verb}", table) for verb in verbs}
    assert deployed.allowed("StrategyEngineExecutionRole") == expected


def test_one_piece_of_work_goes_through_all_three(pipeline: Made) -> None:
    if not (pipeline.root / ".aws-sam" / "build").exists():
        assert judges.sam_build(pipeline) == []
    event: dict[str, Any] = {"correlation_id": RUN, "scheduled_time": "2026-01-31T03:00:00Z"}
    with runs.moto_server() as endpoint:
        for name, *_ in COMMANDS:
            artifact = runs.artifact_of(pipeline, name)
            variables = runs.resources_for(artifact, endpoint)
            outcome = runs.run(artifact, event, endpoint, variables)
            assert outcome.error is None, outcome.error
            assert_every_line_carries(RUN, outcome)
            if name != COMMANDS[-1][0]:
                event = delivered(endpoint, variables["OUTPUT_QUEUE_URL"])


def delivered(endpoint: str, url: str) -> dict[str, Any]:
    """Return the event that Lambda's poller generates from a queue."""
    answer = runs.client("sqs", endpoint).receive_message(
        QueueUrl=url, MessageAttributeNames=["All"], MaxNumberOfMessages=10
    )
    (message,) = answer["Messages"]
    attributes = {
        name: {"stringValue": attribute["StringValue"], "dataType": attribute["DataType"]}
        for name, attribute in message["MessageAttributes"].items()
    }
    record = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": attributes,
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:queue",
        "awsRegion": "eu-west-1",
    }
    return {"Records": [record]}


def assert_every_line_carries(run: str, outcome: InvocationResult) -> None:
    """Metrics are not log lines: Powertools writes them to the same place, as EMF."""
    lines = [json.loads(line) for line in outcome.logs.splitlines()]
    logged = [line for line in lines if "_aws" not in line]
    assert logged
    assert {line["correlation_id"] for line in logged} == {run}


def test_the_template_reads_well(pipeline: Made) -> None:
    """Every resource says in a line above why it is there."""
    lines = pipeline.template.read_text(encoding="utf-8").splitlines()
    resources = lines.index("Resources:")
    for number, line in enumerate(lines[resources:], resources):
        if line.startswith("  ") and line[2] not in " #":
            assert lines[number - 1].startswith("  # "), line
