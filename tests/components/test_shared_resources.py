"""Shared resources: those that a component needs, and the answers that record them."""

from __future__ import annotations

from typing import Any

import pytest
from answers import facts
from command_environment import ROOT

from sam_scaffold.components.shared_resources import SORTS, SourceFacts, source_facts
from sam_scaffold.components.trigger import FOLDER, Trigger
from sam_scaffold.sam.model.template import Resource

TRIGGERS = sorted(path.name for path in (ROOT / FOLDER).iterdir())

WITHOUT_ALARMS = {"alarms": "none"}


def needed(facts_: dict[str, Any]) -> dict[str, str]:
    return {need["answers"]["name"]: need["answers"]["provides"] for need in facts_["needs"]}


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_new_source_is_shared_or_the_functions_own(name: str) -> None:
    trigger = Trigger.load(ROOT, name)
    answers = {**WITHOUT_ALARMS, "trigger": name, "source": "new"}
    found = facts(answers, trigger)
    shared = {
        "sns": {"order_router_topic": "topic"},
        "eventbridge": {"order_router_bus": "event_bus"},
        "http_api": {"order_router_http_api": "http_api"},
        "rest_api": {"order_router_rest_api": "rest_api"},
    }
    assert needed(found) == shared.get(name, {})
    assert found["new_source"] is (name not in shared)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("new_topic", {"order_router_output_topic": "topic"}),
        ("new_bus", {"order_router_output_bus": "event_bus"}),
        ("new_queue", {}),
        ("none", {}),
    ],
)
def test_new_destination(answer: str, expected: dict[str, str]) -> None:
    assert needed(facts({**WITHOUT_ALARMS, "publishes_to": answer})) == expected


def test_topic_for_alarms_comes_before_what_has_alarms() -> None:
    trigger = Trigger.load(ROOT, "http_api")
    found = facts({"trigger": "http_api", "source": "new", "auth": "aws_iam"}, trigger)
    assert list(needed(found)) == ["alarms_topic", "order_router_http_api"]
    api = found["needs"][1]["answers"]
    assert api["alarm_topic"] == "AlarmsTopic"
    assert (api["auth"], api["log_retention"], api["came_along"]) == ("aws_iam", 30, True)


def test_recorded_answers_name_the_added_resources() -> None:
    trigger = Trigger.load(ROOT, "http_api")
    answers = {"trigger": "http_api", "source": "new", "auth": "aws_iam"}
    first = facts(answers, trigger)
    recorded = first["recorded"]
    assert (recorded["source"], recorded["alarm_topic"]) == ("OrderRouterHttpApi", "AlarmsTopic")
    assert recorded["auth"] is None
    again = facts({"trigger": "http_api", **recorded}, trigger)
    assert again["needs"] == []
    told = ("needs", "recorded")
    assert {key: again[key] for key in again if key not in told} == {
        key: first[key] for key in first if key not in told
    }


@pytest.mark.parametrize(
    ("provides", "name", "logical_id", "stem"),
    [
        ("alarms_topic", "alarms_topic", "AlarmsTopic", "Alarms"),
        ("http_api", "orders_http_api", "OrdersHttpApi", "Orders"),
        ("event_bus", "orders_output_bus", "OrdersOutputBus", "OrdersOutput"),
        ("rest_api", "public", "Public", "Public"),
    ],
)
def test_names(provides: str, name: str, logical_id: str, stem: str) -> None:
    found = facts({"kind": "resource", "name": name, "provides": provides})
    assert (found["logical_id"], found["stem"]) == (logical_id, stem)
    assert found["meta_dir"] == f".scaffold/resources/{name}"


def test_each_sort_has_a_folder() -> None:
    assert {path.name for path in (ROOT / "template/shared").iterdir()} == SORTS.keys()


def test_facts_about_an_existing_api() -> None:
    properties: dict[str, Any] = {
        "Name": {"Fn::Sub": "${AWS::StackName}-orders"},
        "StageName": "prod",
        "Auth": {"DefaultAuthorizer": "AWS_IAM"},
    }
    found = source_facts(Resource("Api", "AWS::Serverless::Api", properties, ""))
    assert found == SourceFacts(
        is_signed=True, is_public=False, stage="prod", bus_name="STACK-orders"
    )
    assert source_facts(None) == SourceFacts(
        is_signed=False, is_public=False, stage="", bus_name="BUS"
    )


@pytest.mark.parametrize(
    ("kind", "properties", "expected"),
    [
        ("AWS::Serverless::HttpApi", {}, True),
        ("AWS::Serverless::Api", {"StageName": "v1"}, True),
        ("AWS::Serverless::Api", {"EndpointConfiguration": {"Type": "REGIONAL"}}, True),
        ("AWS::Serverless::Api", {"EndpointConfiguration": {"Ref": "Endpoint"}}, False),
        ("AWS::Serverless::Api", {"Auth": {"ApiKeyRequired": True}}, False),
        ("AWS::Serverless::Api", {"EndpointConfiguration": {"Type": "PRIVATE"}}, False),
        ("AWS::Events::EventBus", {}, False),
    ],
)
def test_who_may_call_an_api(kind: str, properties: dict[str, Any], *, expected: bool) -> None:
    assert source_facts(Resource("Api", kind, properties, "")).is_public is expected
