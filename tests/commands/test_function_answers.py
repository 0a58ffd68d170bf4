"""Answers for a function with ``--data``: invalid ones are refused, valid ones are used."""

from __future__ import annotations

from pathlib import Path

import pytest
from answers import ANSWERS
from command_environment import template
from repositories import TEMPLATE, Repository, refusal, shop, succeeded

RESOURCES = """\
  OrdersQueue: {Type: AWS::SQS::Queue}
  FifoQueue: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
  ReplayQueue: {Type: AWS::SQS::Queue, Condition: IsProduction}
  LedgerTable: {Type: AWS::DynamoDB::Table}
  ApiSecret: {Type: AWS::SecretsManager::Secret}
  Notifications: {Type: AWS::SNS::Topic}

Conditions:
  IsProduction: !Equals [!Ref AWS::StackName, production]

"""
POWERTOOLS = {
    "layers/powertools/requirements.txt": "aws-lambda-powertools[parser,tracer]\n",
    "template.yaml": TEMPLATE.replace(
        "\nOutputs:",
        "  PowertoolsLayer: {Type: AWS::Serverless::LayerVersion, "
        "Properties: {ContentUri: layers/powertools/}}\n\nOutputs:",
    ),
}


def wired_shop(root: Path) -> Repository:
    """Return the small SAM repository, with resources to connect a function to."""
    return shop(root, **{"template.yaml": TEMPLATE.replace("Outputs:", RESOURCES + "Outputs:")})


def added(*data: str) -> tuple[str, ...]:
    """Return the arguments that add a function with these answers."""
    return (
        "add",
        "function",
        "orders",
        "--defaults",
        *[w for answer in data for w in ("-d", answer)],
    )


UNASKED = ("does not apply with the other answers", "Remove it")

REFUSED = {
    # Its trigger
    "source-unknown": (["trigger=sqs", "source=OrdrsQueue"], "'OrdrsQueue'", "OrdersQueue?"),
    "source-of-another-type": (
        ["trigger=sqs", "source=LedgerTable"],
        "'LedgerTable'", "queue", "but an AWS::DynamoDB::Table", "It has OrdersQueue",
    ),
    "source-of-another-kind": (["trigger=sqs", "source=FifoQueue"], "'FifoQueue'", "standard"),
    "source-under-a-condition": (
        ["trigger=sqs", "source=ReplayQueue"], "'ReplayQueue'", "IsProduction", "Choose another",
    ),
    "source-without-a-trigger": (["source=OrdersQueue"], "source", *UNASKED),
    "question-of-another-trigger": (
        ["schedule=rate(1 day)", "trigger=sqs"], "schedule", *UNASKED,
    ),
    "enabled-without-a-trigger": (["enabled=false", "trigger=none"], "enabled", *UNASKED),
    "time-zone": (["trigger=schedule", "time_zone=Berlin Time"], "'Berlin Time'", "Europe/Berlin"),
    # What it is connected to
    "publishes-to-what-wakes-it": (
        ["trigger=sqs", "source=OrdersQueue", "publishes_to=OrdersQueue"],
        "'OrdersQueue'", "infinite loop",
    ),
    "publishes-to-unknown": (
        ["publishes_to=OrdersBus"], "'OrdersBus'", "not a queue, topic or bus",
    ),
    "publishes-to-another-type": (
        ["publishes_to=LedgerTable"], "'LedgerTable'", "but an AWS::DynamoDB::Table",
    ),
    "publishes-to-under-a-condition": (
        ["publishes_to=ReplayQueue"], "'ReplayQueue'", "IsProduction",
    ),
    "uses-unknown": (["uses=LedgrTable:read"], "'LedgrTable'", "Did you mean LedgerTable?"),
    "uses-of-another-type": (["uses=Notifications:read"], "but an AWS::SNS::Topic"),
    "uses-without-access": (["uses=LedgerTable"], "'LedgerTable:read'"),
    "uses-with-another-access": (["uses=LedgerTable:delete"], "'delete'", "LedgerTable:crud"),
    "uses-twice": (["uses=LedgerTable:read,LedgerTable:write"], "the same resource", "once"),
    "uses-of-itself": (["uses=OrdersFunction:write"], "'OrdersFunction' is no"),
    # Its variables
    "environment-no-mapping": (["environment=MAX_ITEMS"], "'MAX_ITEMS'", "{NAME: value}"),
    "environment-name": (["environment={A: 1}"], "'A'", "MAX_ITEMS"),
    "environment-value": (["environment={A1: [1]}"], "A1: [1]", "not a literal"),
    "environment-reserved": (["environment={AWS_REGION: x}"], "AWS_REGION", "another name"),
    "environment-secret-by-name": (
        ["environment={DB_PASSWORD: x}"], "DB_PASSWORD", "AWS::SecretsManager::Secret", "-d uses=",
    ),
    "environment-secret-by-value": (
        ["environment={SETTING: " + "AK" + "IA" + "A2B3C4D5E6F7G2H3}"], "SETTING", "secret",
    ),
    "environment-of-a-connection": (
        ["publishes_to=OrdersQueue", "environment={ORDERS_QUEUE_URL: x}"],
        "ORDERS_QUEUE_URL", "another name",
    ),
    # How it is watched
    "alarm-topic-unknown": (["alarm_topic=Notification"], "'Notification'", "Notifications?"),
    "alarm-topic-of-another-type": (["alarm_topic=OrdersQueue"], "but an AWS::SQS::Queue"),
    "alarm-topic-without-alarms": (
        ["alarms=none", "alarm_topic=Notifications"], "alarm_topic", *UNASKED,
    ),
    "log-retention": (["log_retention=31"], "log_retention", "31", "Use 30"),
    # How it runs
    "network-that-the-house-has-not": (["vpc=true"], "vpc", *UNASKED),
    "ephemeral-storage-too-small": (["ephemeral_storage=100"], "100 is not between 512 and 10240"),
    "reserved-concurrency": (["reserved_concurrency=-2"], "-2 is not between -1 and 1000"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "named"), [(data, named) for data, *named in REFUSED.values()], ids=REFUSED.keys()
)
def test_bad_answer_is_refused_in_one_line(
    data: list[str], named: list[str], tmp_path: Path
) -> None:
    repository = wired_shop(tmp_path)
    before = repository.snapshot()
    done = repository.here(*added(*data))
    line = refusal(done)
    for name in named:
        assert name in line
    assert done.code == 1
    assert repository.snapshot() == before


MISTYPED = {
    "number": ("log_retention=month", "'month'", "whole number"),
    "number-with-a-point": ("ephemeral_storage=1024.5", "'1024.5'", "whole number"),
    "number-empty": ("reserved_concurrency=", "''", "whole number"),
    "switch": ("enabled=flase", "'flase'", "neither true nor false"),
    "alarms": ("alarms=all", "'all' is not a valid choice", "none, standard, full"),
    "switch-as-a-number": ("tracing=2", "'2'", "neither true nor false"),
    "yaml": ("environment={A1: x", "'{A1: x'", "not valid YAML", "{NAME: value}"),
    "switch-empty": ("advanced=", "''", "neither true nor false"),
    "choice": ("iam=roles", "'roles'", "Did you mean role?"),
}


@pytest.mark.parametrize(
    ("data", "named"), [(data, named) for data, *named in MISTYPED.values()], ids=MISTYPED.keys()
)
def test_answer_of_the_wrong_type_is_refused_in_one_line(
    data: str, named: list[str], tmp_path: Path
) -> None:
    repository = wired_shop(tmp_path)
    before = repository.snapshot()
    done = repository.here(*added(data))
    line = refusal(done)
    for name in (data.partition("=")[0], *named):
        assert name in line
    assert done.code == 2
    assert repository.snapshot() == before


def test_sixth_layer_is_refused_though_it_comes_by_itself(tmp_path: Path) -> None:
    layers = "".join(f"  L{n}: {{Type: AWS::Lambda::LayerVersion}}\n" for n in range(4))
    text = POWERTOOLS["template.yaml"].replace("\nOutputs:", f"{layers}\nOutputs:")
    repository = shop(tmp_path, **{**POWERTOOLS, "template.yaml": text})
    before = repository.snapshot()
    line = refusal(repository.here(*added("layers=L0,L1,L2,L3")))
    assert "6 layers with the shared code and Powertools" in line
    assert "Lambda allows 5" in line
    assert repository.snapshot() == before
    succeeded(repository.here(*added("layers=L0,L1,L2,L3", "powertools=false")))


def test_powertools_without_a_layer_are_refused_by_copier_and_brought_by_the_command(
    tmp_path: Path,
) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    words = ("-d", "kind=function", "-d", "name=orders", "-d", "powertools=true")
    done = repository.copier(
        "copy", "--trust", "--defaults", "--quiet", *words, str(template()), "."
    )
    assert done.code != 0
    assert "no layer of template.yaml provides aws-lambda-powertools" in done.err
    assert "sam-scaffold add layer powertools" in done.err
    assert repository.snapshot() == before
    succeeded(repository.here(*added("powertools=true")))
    assert repository.properties("OrdersFunction")["Layers"] == [
        {"Ref": "PowertoolsLayer"}, {"Ref": "SharedCodeLayer"},
    ]  # fmt: skip


def test_answers_that_nobody_gave_are_those_of_everyone(tmp_path: Path) -> None:
    """The answers that unit tests start from are what copier records."""
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "order_router", "--defaults"))
    recorded = repository.answers(".scaffold/functions/order_router/answers.yml")
    own = {key: value for key, value in recorded.items() if not key.startswith("_")}
    assert own.pop("house")
    assert own == {**ANSWERS, "alarm_topic": "AlarmsTopic"}  # what was made for it


def test_answers_arrive_as_what_they_say(tmp_path: Path) -> None:
    """``-d`` is text, which each question converts to its type."""
    repository = wired_shop(tmp_path)
    data = (
        "trigger=sqs", "source=OrdersQueue", "publishes_to=new_topic", "enabled=false",
        "uses=LedgerTable:read,ApiSecret:read", "environment={MAX_ITEMS: 5, DRY_RUN: true}",
        "alarms=yes", "alarm_topic=Notifications", "log_retention=7", "tracing=true", "iam=role",
        "ephemeral_storage=1024", "reserved_concurrency=2",
    )  # fmt: skip
    succeeded(repository.here(*added(*data)))
    recorded = repository.answers(".scaffold/functions/orders/answers.yml")
    expected = {
        "trigger": "sqs", "source": "OrdersQueue", "publishes_to": "new_topic", "enabled": False,
        "uses": ["LedgerTable:read", "ApiSecret:read"], "alarms": "full", "iam": "role",
        "environment": {"MAX_ITEMS": 5, "DRY_RUN": True}, "alarm_topic": "Notifications",
        "log_retention": 7, "tracing": True, "ephemeral_storage": 1024, "reserved_concurrency": 2,
    }  # fmt: skip
    expected["publishes_to"] = "OrdersOutputTopic"  # what was made for it
    assert {key: recorded[key] for key in expected} == expected
    resources = repository.data()["Resources"]
    properties = repository.properties("OrdersFunction")
    assert properties["Tracing"] == "Active"
    assert properties["EphemeralStorage"] == {"Size": 1024}
    assert properties["ReservedConcurrentExecutions"] == 2
    assert properties["Role"] == {"Fn::GetAtt": ["OrdersExecutionRole", "Arn"]}
    assert properties["Environment"] == {
        "Variables": {
            "LOG_LEVEL": "INFO",
            "LEDGER_TABLE": {"Ref": "LedgerTable"},
            "API_SECRET_ARN": {"Ref": "ApiSecret"},
            "OUTPUT_TOPIC_ARN": {"Ref": "OrdersOutputTopic"},
            "MAX_ITEMS": "5",
            "DRY_RUN": "true",
        }
    }
    assert resources["OrdersLogGroup"]["Properties"] == {"RetentionInDays": 7}
    assert repository.properties("OrdersErrorsAlarm")["AlarmActions"] == [{"Ref": "Notifications"}]
    assert "AlarmsTopic" not in resources
    made = repository.data("functions/orders/resource.yaml")["Resources"]
    assert "OrdersOutputTopic" not in made  # several may use it: it is a component of its own
    assert "OrdersOutputTopic" in resources
    assert "OrdersQueue" not in made


def test_second_function_tells_the_topic_that_the_first_made(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "orders"))
    succeeded(repository.here("add", "function", "billing"))
    resources = repository.data()["Resources"]
    topics = [
        logical_id for logical_id, body in resources.items() if body["Type"] == "AWS::SNS::Topic"
    ]
    assert topics == ["AlarmsTopic"]
    for name in ("Orders", "Billing"):
        actions = repository.properties(f"{name}ErrorsAlarm")["AlarmActions"]
        assert actions == [{"Ref": "AlarmsTopic"}]
    assert "AlarmsTopic:" not in repository.text("functions/billing/resource.yaml")


@pytest.mark.parametrize("word", ["false", "no", "off", "n", "0", "FALSE"])
def test_alarms_and_logs_are_left_out_where_nobody_wants_them(word: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here(*added(f"alarms={word}", "log_retention=0")))
    assert list(repository.data()["Resources"]) == [
        "SharedCodeLayer", "HttpLayer", "OrdersFunction",
    ]  # fmt: skip
    assert "LoggingConfig" not in repository.properties("OrdersFunction")
