"""The learned retention of logs and topic of alarms."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, globals_, resource, template

from sam_scaffold.sam.style.learning.observability_style import observability_style


def group(logical_id: str, name: Any = None, days: Any = None) -> Any:
    stated = {"LogGroupName": name, "RetentionInDays": days}
    properties = {key: value for key, value in stated.items() if value is not None}
    return resource(logical_id, "AWS::Logs::LogGroup", **properties)


def lambdas(function_id: str, days: Any = None) -> Any:
    return group(f"{function_id}Logs", {"Fn::Sub": f"/aws/lambda/${{{function_id}}}"}, days)


def functions(count: int, **properties: Any) -> list[Any]:
    return [function(f"F{i}", **properties) for i in range(count)]


@pytest.mark.parametrize(
    ("resources", "days"),
    [
        pytest.param([], None, id="no-functions"),
        pytest.param([lambdas("F0", 7)], None, id="no-functions-and-a-group"),
        pytest.param(functions(2), 0, id="no-groups"),
        pytest.param([*functions(2), lambdas("F0", 7)], 7, id="half"),
        pytest.param([*functions(3), lambdas("F0", 7)], 0, id="fewer-than-half"),
        pytest.param(
            [*functions(3), lambdas("F0", 7), lambdas("F1", 14), lambdas("F2", 14)],
            14,
            id="commonest",
        ),
        pytest.param([*functions(2), lambdas("F0", 7), lambdas("F1", 14)], 7, id="first-of-a-tie"),
        pytest.param([*functions(1), lambdas("F0")], 0, id="no-retention"),
        pytest.param([*functions(1), lambdas("F0", "14")], 14, id="number-in-quotes"),
        pytest.param([*functions(1), lambdas("F0", {"Ref": "Days"})], 21, id="parameter"),
        pytest.param(
            [*functions(1), lambdas("F0", {"Fn::If": ["A", 1, 7]})], None, id="not-known-here"
        ),
        pytest.param(
            [*functions(1), group("Logs", {"Fn::Join": ["/", ["/aws/lambda", "x"]]}, 7)],
            7,
            id="join",
        ),
        pytest.param([*functions(1), group("Api", "/aws/apigateway/x", 90)], 0, id="an-api-s"),
        pytest.param(
            [*functions(1), group("Insights", "/aws/lambda-insights", 90)], 0, id="insights"
        ),
        pytest.param([*functions(1), group("Unnamed", None, 90)], 0, id="of-no-function"),
    ],
)
def test_days_that_logs_are_kept(resources: list[Any], days: int | None) -> None:
    parameters = {"Days": {"Type": "Number", "Default": 21}}
    found = observability_style(template(*resources, Parameters=parameters))
    assert found.get("log_retention") == days


@pytest.mark.parametrize(
    ("reference", "days"),
    [
        pytest.param({"Ref": "Logs"}, 5, id="ref"),
        pytest.param({"Fn::Sub": "/desk/${Stage}"}, 5, id="same-name"),
        pytest.param({"Ref": "Elsewhere"}, 0, id="elsewhere"),
        pytest.param(None, 0, id="none"),
    ],
)
@pytest.mark.parametrize("inherited", [False, True])
def test_log_groups_that_functions_refer_to(reference: Any, days: int, *, inherited: bool) -> None:
    properties = {"LoggingConfig": {"LogGroup": reference, "LogFormat": "JSON"}}
    found = template(
        *functions(3, **({} if inherited else properties)),
        group("Logs", {"Fn::Sub": "/desk/${Stage}"}, 5),
        Globals=globals_(**(properties if inherited else {})),
    )
    assert observability_style(found)["log_retention"] == days


def test_a_log_group_counts_once() -> None:
    referring = function("F0", LoggingConfig={"LogGroup": {"Ref": "F0Logs"}})
    others = [function(f"F{i}") for i in (1, 2, 3)]
    found = observability_style(template(referring, *others, lambdas("F0", 7)))
    assert found["log_retention"] == 0


def topic(logical_id: str, condition: str = "") -> Any:
    return resource(logical_id, "AWS::SNS::Topic", condition)


def alarm(logical_id: str, *actions: Any) -> Any:
    return resource(logical_id, "AWS::CloudWatch::Alarm", AlarmActions=list(actions))


A, B = {"Ref": "A"}, {"Ref": "B"}
TOPICS = [topic("A"), topic("B")]


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        pytest.param([*TOPICS, alarm("X", B), alarm("Y", A), alarm("Z", B)], "B", id="most"),
        pytest.param([*TOPICS, alarm("X", B), alarm("Y", A)], "A", id="first-topic-of-a-tie"),
        pytest.param(
            [*TOPICS, alarm("X", B, B, B), alarm("Y", A), alarm("Z", A)],
            "A",
            id="one-vote-an-alarm",
        ),
        pytest.param(
            [*TOPICS, alarm("X", {"Fn::If": ["C", B, {"Ref": "AWS::NoValue"}]})], "B", id="if"
        ),
        pytest.param([alarm("X", {"Ref": "TopicArn"})], "", id="parameter"),
        pytest.param([*TOPICS, alarm("X", "arn:aws:sns:x")], "", id="elsewhere"),
        pytest.param(
            [topic("AlarmsTopic"), alarm("X", {"Ref": "TopicArn"})], "", id="alarms-go-elsewhere"
        ),
        pytest.param([topic("A", "IsMain"), topic("B"), alarm("X", A, B)], "B", id="condition"),
        pytest.param([resource("A", "AWS::SQS::Queue"), alarm("X", A)], "", id="no-topic"),
        pytest.param([resource("X", "AWS::CloudWatch::Alarm"), *TOPICS], "", id="no-actions"),
        pytest.param([], "", id="nothing"),
    ],
)
def test_the_topic_that_alarms_notify(resources: list[Any], expected: str) -> None:
    assert observability_style(template(*resources))["alarm_topic"] == expected


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        (["Results", "AlarmsTopic", "AlertTopic"], "AlarmsTopic"),
        (["AlertTopic"], "AlertTopic"),
        (["OpsAlarm"], "OpsAlarm"),
        (["Results", "SmalarmTopic"], ""),
    ],
)
def test_without_alarms_the_topic_s_name_decides(topics: list[str], expected: str) -> None:
    named = [topic(name) for name in topics]
    assert observability_style(template(*named))["alarm_topic"] == expected


def test_a_topic_with_a_condition_may_not_exist() -> None:
    assert observability_style(template(topic("AlarmsTopic", "IsMain")))["alarm_topic"] == ""
