"""Connections of a function: choices, validation and recorded resources."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from contexts import context
from houses import resource, template
from shop import shop

from sam_scaffold.aws.event_sources.polled import DYNAMODB_STREAM, SQS
from sam_scaffold.components.trigger import Trigger
from sam_scaffold.questions.connection_questions import (
    alarm_topic_choices,
    alarm_topic_problem,
    chosen_resources,
    default_alarm_topic,
    destination_choices,
    destination_problem,
    resources_problem,
    source_choices,
    source_problem,
    use_choices,
    uses_problem,
)
from sam_scaffold.questions.context import Phase, QuestionContext
from sam_scaffold.sam.model.resource_types import QUEUE, STREAM, TABLE, TOPIC
from sam_scaffold.sam.model.template import Template

SHOP = shop()
NEW_QUEUE = {"A new queue": "new"}
ON_QUEUE = Trigger(
    sources=NEW_QUEUE,
    new_source="Queue",
    event_source=SQS,
)
ON_STREAM = Trigger(
    sources={"A new table": "new"},
    new_source="Table",
    event_source=replace(
        DYNAMODB_STREAM,
        types={TABLE: "TableName", STREAM: "Name"},
        noun="stream",
        has={"StreamSpecification": None},
    ),
)
CIRCULAR = Trigger(event_source=replace(SQS, names_function=True))


def shopping(trigger: Trigger | None = None, **answers: Any) -> QuestionContext:
    """Context of a question about a new function of the shop."""
    return context(answers, template=SHOP, trigger=trigger)


def nowhere(trigger: Trigger | None = None, **answers: Any) -> QuestionContext:
    """Context of a question where there is no SAM template."""
    return context(answers, trigger=trigger)


def updating(trigger: Trigger | None = None, **answers: Any) -> QuestionContext:
    """Context of a question in an update, which renders in folders without a SAM template."""
    return context(answers, trigger=trigger, given=answers, phase=Phase.AGAIN)


def test_sources_are_those_of_the_trigger_and_those_that_it_takes() -> None:
    assert source_choices(shopping(ON_QUEUE)) == {
        "A new queue": "new",
        "OrdersQueue": "OrdersQueue",
        "SealedQueue": "SealedQueue",
        "NamedKeyQueue": "NamedKeyQueue",
    }
    assert source_choices(shopping(ON_STREAM)) == {
        "A new table": "new",
        "LedgerTable": "LedgerTable",
        "SealedTable": "SealedTable",
    }


def test_a_trigger_without_sources_offers_none() -> None:
    assert source_choices(shopping(source="OrdersQueue")) == {}


@pytest.mark.parametrize(
    ("recorded", "offered"),
    [("Gone", ["new", "Gone"]), ("new", ["new"]), ("", ["new"]), (None, ["new"])],
)
def test_without_a_template_what_was_answered_is_a_choice(
    recorded: str | None, offered: list[str]
) -> None:
    """An update renders in folders that hold no SAM template."""
    assert list(source_choices(updating(ON_QUEUE, source=recorded)).values()) == offered
    assert source_problem(nowhere(ON_QUEUE), "Gone") == ""


@pytest.mark.parametrize("source", ["new", "", "OrdersQueue"])
def test_sources_without_a_problem(source: str) -> None:
    assert source_problem(shopping(ON_QUEUE), source) == ""


@pytest.mark.parametrize(
    ("source", "says"),
    [
        pytest.param("OrdrsQueue", "Did you mean OrdersQueue?", id="unknown"),
        pytest.param("LedgerTable", "not a standard queue", id="wrong-type"),
        pytest.param("LedgerTable", "but an AWS::DynamoDB::Table", id="its-type"),
        pytest.param("FifoQueue", "not a standard queue", id="wrong-properties"),
        pytest.param("ReplayQueue", "the condition IsProduction", id="condition"),
    ],
)
def test_sources_that_are_refused(source: str, says: str) -> None:
    problem = source_problem(shopping(ON_QUEUE), source)
    assert repr(source) in problem
    assert says in problem
    assert "\n" not in problem
    offered = source_choices(shopping(ON_QUEUE)).values()
    assert source not in offered


FIXED = ["none", "new_queue", "new_topic", "new_bus"]


def test_destinations_are_new_or_there() -> None:
    offered = list(destination_choices(shopping()).values())
    assert offered[:4] == FIXED
    assert "OrdersBus" in offered
    assert "ReplayQueue" not in offered
    assert [name for name in offered if destination_problem(shopping(), name)] == []


@pytest.mark.parametrize(
    ("recorded", "offered"), [("Gone", [*FIXED, "Gone"]), ("new_bus", FIXED), (None, FIXED)]
)
def test_destination_of_before_stays_a_choice(recorded: str | None, offered: list[str]) -> None:
    assert list(destination_choices(updating(publishes_to=recorded)).values()) == offered
    assert destination_problem(nowhere(), "Gone") == ""


def test_event_source_is_not_a_destination() -> None:
    assert "OrdersQueue" not in destination_choices(shopping(source="OrdersQueue")).values()
    problem = destination_problem(shopping(source="OrdersQueue"), "OrdersQueue")
    assert "'OrdersQueue'" in problem
    assert "infinite loop" in problem


@pytest.mark.parametrize(
    ("destination", "says"),
    [
        pytest.param("OrdersBuss", "Did you mean OrdersBus?", id="unknown"),
        pytest.param("LedgerTable", "but an AWS::DynamoDB::Table", id="wrong-type"),
        pytest.param("ReplayQueue", "the condition IsProduction", id="condition"),
    ],
)
def test_destinations_that_are_refused(destination: str, says: str) -> None:
    problem = destination_problem(shopping(), destination)
    assert repr(destination) in problem
    assert says in problem


def test_alarms_go_to_a_topic() -> None:
    offered = list(alarm_topic_choices(shopping(alarm_topic=None)).values())
    assert offered == ["new", "Notifications", "FifoTopic", "SealedTopic"]
    assert [name for name in offered if alarm_topic_problem(shopping(), name)] == []
    assert list(alarm_topic_choices(nowhere(alarm_topic="Gone")).values()) == ["new", "Gone"]
    assert alarm_topic_problem(nowhere(), "Gone") == ""


MADE = resource("AlarmsTopic", TOPIC)
OTHER = resource("AlarmsTopic", QUEUE)


@pytest.mark.parametrize(
    ("template", "learned", "default"),
    [
        pytest.param(template(MADE), "Pager", "Pager", id="the-learned-one"),
        pytest.param(template(MADE), "", "AlarmsTopic", id="made-before"),
        pytest.param(template(OTHER), "", "new", id="something-else-of-its-name"),
        pytest.param(SHOP, "", "new", id="none"),
        pytest.param(None, "", "new", id="no-template"),
    ],
)
def test_alarms_go_where_others_go(template: Template | None, learned: str, default: str) -> None:
    assert default_alarm_topic(context(template=template, alarm_topic=learned)) == default


def test_a_second_topic_of_the_same_name_is_not_made() -> None:
    problem = alarm_topic_problem(context(template=template(MADE)), "new")
    assert "AlarmsTopic already exists" in problem
    assert alarm_topic_problem(context(template=template(MADE)), "AlarmsTopic") == ""


@pytest.mark.parametrize(
    ("topic", "says"),
    [
        pytest.param("Notification", "Did you mean Notifications?", id="unknown"),
        pytest.param(
            "OrdersQueue", "not a topic of the template but an AWS::SQS::Queue", id="type"
        ),
    ],
)
def test_topics_that_are_refused(topic: str, says: str) -> None:
    problem = alarm_topic_problem(shopping(), topic)
    assert repr(topic) in problem
    assert says in problem


def test_uses_are_offered_except_for_circular_dependencies() -> None:
    offered = use_choices(shopping())
    assert {"LedgerTable:read", "LedgerTable:crud", "BillingFunction:write"} <= {*offered}
    assert not [use for use in offered if uses_problem(shopping(), [use])]
    without = use_choices(shopping(CIRCULAR, name="billing", source="ReportsBucket"))
    omitted = [use for use in offered if use not in without]
    assert {use.partition(":")[0] for use in omitted} == {"BillingFunction", "ReportsBucket"}


def test_uses_of_before_come_first_and_stay_choices() -> None:
    assert use_choices(updating(uses=["Gone:read"])) == ["Gone:read"]
    assert use_choices(shopping(uses=["ApiSecret:read", "Gone:read"]))[:2] == [
        "ApiSecret:read", "Gone:read",
    ]  # fmt: skip
    assert use_choices(shopping(uses="ApiSecret:read")).count("ApiSecret:read") == 1
    assert uses_problem(nowhere(), ["Gone:read"]) == ""


@pytest.mark.parametrize(
    ("uses", "says"),
    [
        pytest.param(["LedgrTable:read"], "Did you mean LedgerTable?", id="unknown"),
        pytest.param(["OrdersQueue:read"], "but an AWS::SQS::Queue", id="wrong-type"),
        pytest.param(["LedgerTable"], "'LedgerTable:read'", id="no-access"),
        pytest.param(["LedgerTable:delete"], "LedgerTable:crud", id="no-such-access"),
        pytest.param(["ApiSecret:write"], "ApiSecret:read", id="access-of-others"),
        pytest.param(["LedgerTable:read", "LedgerTable:write"], "once", id="twice"),
        pytest.param(["CacheTable:read"], "the condition IsProduction", id="condition"),
    ],
)
def test_uses_that_are_refused(uses: list[str], says: str) -> None:
    problem = uses_problem(shopping(), uses)
    assert says in problem
    assert "\n" not in problem


RECORDED = {
    "nothing": ({"publishes_to": "none", "uses": []}, []),
    "special-answers": ({"source": "new", "publishes_to": "new_queue"}, []),
    "source": ({"source": "OrdersQueue"}, ["OrdersQueue"]),
    "source-with-its-key": ({"source": "SealedQueue"}, ["SealedQueue", "ShopAlias", "ShopKey"]),
    "destination": ({"publishes_to": "FifoTopic"}, ["FifoTopic"]),
    "uses": (
        {"uses": ["LedgerTable:read", "SealedSecret:read"]},
        ["LedgerTable", "SealedSecret", "ShopKey"],
    ),
    "all": (
        {"source": "OrdersQueue", "publishes_to": "OrdersBus", "uses": ["ApiSecret:read"]},
        ["ApiSecret", "OrdersQueue", "OrdersBus"],
    ),
    "gone": ({"source": "Gone", "uses": ["Missing:read"]}, []),
}


@pytest.mark.parametrize(("answers", "names"), RECORDED.values(), ids=RECORDED.keys())
def test_what_is_named_is_recorded_with_its_keys(answers: dict[str, Any], names: list[str]) -> None:
    recorded = chosen_resources(shopping(**answers))
    assert sorted(found["logical_id"] for found in recorded) == sorted(names)
    assert json.loads(json.dumps(recorded)) == recorded


def test_only_properties_from_which_something_follows_are_recorded() -> None:
    (table,) = chosen_resources(shopping(uses=["LedgerTable:read"]))
    assert table == {
        "logical_id": "LedgerTable",
        "type": TABLE,
        "properties": {},
        "condition": "",
    }
    (topic,) = chosen_resources(shopping(publishes_to="FifoTopic"))
    assert topic["properties"] == {"FifoTopic": "true"}


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        pytest.param({"uses": ["LedgerTable:read"]}, None, id="recorded"),
        pytest.param({"uses": ["ApiSecret:read"]}, "ApiSecret", id="another-use"),
        pytest.param({"publishes_to": "OrdersBus"}, "OrdersBus", id="another-destination"),
        pytest.param({"source": "OrdersQueue"}, "OrdersQueue", id="another-source"),
        pytest.param({"source": "new", "publishes_to": "new_bus"}, None, id="made-with-it"),
        pytest.param({"source": None, "publishes_to": "none", "uses": None}, None, id="nothing"),
    ],
)
def test_what_was_recorded_is_looked_up_again_if_answers_name_more(
    answers: dict[str, Any], missing: str | None
) -> None:
    recorded = chosen_resources(shopping(uses=["LedgerTable:read"]))
    problem = resources_problem(shopping(ON_QUEUE, **answers), recorded)
    assert problem == (f"{missing!r} is not a resource of the template." if missing else "")


def test_in_an_update_the_template_s_resources_are_no_choices() -> None:
    """Copier needs time for each choice, and asks nothing."""
    here = context(template=SHOP, trigger=ON_QUEUE, phase=Phase.AGAIN)
    assert list(source_choices(here).values()) == ["new"]
    assert use_choices(here) == []
    assert list(destination_choices(here).values()) == FIXED


def test_in_an_update_s_folders_there_is_nothing_to_look_up() -> None:
    assert chosen_resources(nowhere(source="OrdersQueue")) == []
