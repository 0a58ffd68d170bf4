"""The learned alarms, on-failure destinations, retry limits and log level of functions."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, globals_, house, layer, resource

from sam_scaffold.sam.style.house_style import HouseStyle

PYTHON = {"Runtime": "python3.12"}


def functions(count: int, **properties: Any) -> list[Any]:
    return [function(f"F{n}", f"functions/f{n}/", **PYTHON, **properties) for n in range(count)]


def with_event(logical_id: str, kind: Any, event: Any = None, **properties: Any) -> Any:
    events = {"Event": {"Type": kind, "Properties": event or {}}}
    return function(logical_id, None, **PYTHON, Events=events, **properties)


def alarm(number: str, dimension: Any, **properties: Any) -> Any:
    dimensions = [{"Name": "Watched", "Value": dimension}]
    return resource(f"A{number}", "AWS::CloudWatch::Alarm", Dimensions=dimensions, **properties)


def on(*functions: int, each: int = 1) -> list[Any]:
    """Return so many alarms on each of some functions."""
    return [alarm(f"{n}x{m}", {"Ref": f"F{n}"}) for n in functions for m in range(each)]


DEAD_LETTERS: dict[str, Any] = {
    "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": "D.Arn"}}}
}
REDRIVEN: dict[str, Any] = {"RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["D", "Arn"]}}}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        pytest.param([], "standard", id="no-functions"),
        pytest.param(on(0), "standard", id="no-functions-but-alarms"),
        pytest.param(functions(2), "none", id="none"),
        pytest.param([*functions(2), *on(0)], "none", id="half"),
        pytest.param([*functions(3), *on(0, 1)], "standard", id="one-each"),
        pytest.param([*functions(3), *on(0, 1, each=2)], "standard", id="two-each"),
        pytest.param([*functions(3), *on(0, 1, each=3)], "full", id="three-each"),
        pytest.param(
            [*functions(3), *on(0, 1, each=1), *on(2, each=5)], "standard", id="mostly-one"
        ),
        pytest.param(
            [*functions(1), function("Node", None, Runtime="nodejs22.x"), *on(0)],
            "standard",
            id="those-in-python-count",
        ),
        pytest.param(
            [
                function("F0", None, **PYTHON, FunctionName="orders"),
                alarm("0", "orders"),
            ],
            "standard",
            id="by-name",
        ),
        pytest.param(
            [
                with_event("F0", "SQS", {"Queue": {"Fn::GetAtt": ["Q", "Arn"]}}),
                resource("Q", "AWS::SQS::Queue", **REDRIVEN),
                resource("D", "AWS::SQS::Queue"),
                alarm("0", {"Fn::GetAtt": ["D", "QueueName"]}),
            ],
            "standard",
            id="on-the-dead-letter-queue-of-its-queue",
        ),
        pytest.param(
            [
                function("F0", None, **PYTHON, EventInvokeConfig=DEAD_LETTERS),
                resource("D", "AWS::SQS::Queue"),
                alarm("0", {"Fn::GetAtt": ["D", "QueueName"]}),
            ],
            "standard",
            id="on-its-dead-letter-queue",
        ),
        pytest.param(
            [
                with_event("F0", "Api", {"RestApiId": {"Ref": "Api"}}),
                resource("Api", "AWS::Serverless::Api", Name={"Fn::Sub": "${Stage}-api"}),
                alarm("0", {"Fn::Sub": "${Stage}-api"}),
            ],
            "standard",
            id="on-its-api-by-name",
        ),
        pytest.param(
            [
                function("F0", None, **PYTHON, DeploymentPreference={"Alarms": [{"Ref": "A0"}]}),
                alarm("0", {"Ref": "Other"}),
            ],
            "standard",
            id="of-its-deployment",
        ),
    ],
)
def test_alarms(resources: list[Any], expected: str) -> None:
    assert house(*resources).alarms == expected


KEPT = [
    function("F0", None, **PYTHON, EventInvokeConfig=DEAD_LETTERS),
    function("F0", None, **PYTHON, DeadLetterQueue={"Type": "SQS"}),
    with_event("F0", "Schedule", {"DeadLetterConfig": {"Type": "SQS"}}),
    with_event("F0", "EventBridgeRule", {"RetryPolicy": {"MaximumRetryAttempts": 2}}),
    with_event("F0", "SNS", {"RedrivePolicy": {"deadLetterTargetArn": "x"}}),
    with_event("F0", "Kinesis", DEAD_LETTERS),
]


@pytest.mark.parametrize("kept", KEPT)
def test_dead_letter_queue_is_usual(kept: Any) -> None:
    lost = with_event("F1", "Schedule")
    assert house(kept).on_failure == "queue"
    assert house(kept, lost).on_failure == "none"
    # Callers of an API receive the error, and a queue keeps the message.
    assert house(kept, with_event("F1", "HttpApi"), with_event("F2", "SQS")).on_failure == "queue"


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        pytest.param([], "queue", id="no-functions"),
        pytest.param(functions(2), "none", id="no-events"),
        pytest.param([with_event("F0", "Schedule")], "none", id="lost"),
        pytest.param([with_event("F0", "SNS"), with_event("F1", "Kinesis")], "none", id="all-lost"),
        pytest.param([with_event("F0", "HttpApi")], "none", id="only-requests"),
        pytest.param([with_event("F0", "HttpApi"), *on(0)], "queue", id="requests-and-alarms"),
        pytest.param([with_event("F0", {"Ref": "Kind"})], "none", id="intrinsic-type"),
        pytest.param(
            [function("F0", None, **PYTHON, EventInvokeConfig={"MaximumRetryAttempts": 0})],
            "none",
            id="configured-without-destination",
        ),
        pytest.param(
            [
                with_event("F0", "SQS", {"Queue": {"Fn::GetAtt": ["Q", "Arn"]}}),
                resource("Q", "AWS::SQS::Queue", **REDRIVEN),
            ],
            "queue",
            id="queues-that-keep",
        ),
        pytest.param(
            [
                with_event("F0", "SQS", {"Queue": {"Fn::GetAtt": ["Q", "Arn"]}}),
                resource("Q", "AWS::SQS::Queue"),
            ],
            "none",
            id="queues-that-do-not",
        ),
    ],
)
def test_on_failure(resources: list[Any], expected: str) -> None:
    assert house(*resources).on_failure == expected


def test_dead_letter_queue_of_globals() -> None:
    everywhere = globals_(EventInvokeConfig=DEAD_LETTERS)
    assert house(with_event("F0", "Schedule"), Globals=everywhere).on_failure == "queue"


def test_queues_have_a_dead_letter_queue_unless_none_has() -> None:
    """A dead-letter queue does not need another one."""
    queue, other = resource("Q", "AWS::SQS::Queue"), resource("R", "AWS::SQS::Queue", **REDRIVEN)
    assert house().redrive
    assert not house(queue).redrive
    assert house(queue, other).redrive
    lost = {"DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["Q", "Arn"]}}}}
    assert house(queue, function("F0", None, **PYTHON, EventInvokeConfig=lost)).redrive


@pytest.mark.parametrize(("limit", "value"), [("MaximumRetryAttempts", 0), ("BatchSize", 1)])
def test_retry_limits_of_streams(limit: str, value: int) -> None:
    stream = with_event("F0", "DynamoDB", {limit: value})
    assert house(stream).retry_limits is (limit != "BatchSize")
    assert not house(stream, with_event("F1", "Kinesis")).retry_limits


def test_log_level() -> None:
    usual = {"Environment": {"Variables": {"LOG_LEVEL": "DEBUG"}}}
    assert house().log_level
    assert not house(*functions(2)).log_level
    assert house(*functions(2, **usual)).log_level
    assert not house(*functions(2), function("F0", None, **PYTHON, **usual)).log_level
    assert house(*functions(2), Globals=globals_(**usual)).log_level


def test_shared_code_is_usual_if_most_functions_have_it() -> None:
    shared = layer("SharedCodeLayer", "layers/shared/")
    has = {"Layers": [{"Ref": "SharedCodeLayer"}]}
    assert house().shared_code
    assert house(shared).shared_code
    assert not house(*functions(2)).shared_code
    assert not house(shared, *functions(2)).shared_code
    assert not house(shared, *functions(2), function("F0", None, **PYTHON, **has)).shared_code
    assert house(shared, *functions(3, **has), function("F0", None, **PYTHON)).shared_code
    assert house(shared, *functions(2), Globals=globals_(**has)).shared_code


def test_recorded_style_of_an_earlier_version_has_everything() -> None:
    style = HouseStyle.from_dict({})
    assert (style.on_failure, style.redrive, style.log_level, style.shared_code) == (
        "queue", True, True, True,
    )  # fmt: skip
