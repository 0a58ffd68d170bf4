"""Events of a function besides that of its trigger."""

from __future__ import annotations

import pytest

from sam_scaffold.sam.events.additional_events import event_problem
from sam_scaffold.sam.model.intrinsics import Data

SCHEDULE: Data = {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}}
LATER: Data = {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(1 hour)"}}


def polls(logical_id: str, key: str = "Queue", kind: str = "SQS") -> Data:
    return {"Type": kind, "Properties": {key: {"Fn::GetAtt": [logical_id, "Arn"]}}}


@pytest.mark.parametrize(
    ("there", "before", "coming"),
    [
        ({}, {}, {"Schedule": LATER}),
        ({"Nightly": SCHEDULE}, {}, {"Schedule": LATER}),
        ({"Schedule": LATER}, {"Schedule": LATER}, {"Schedule": SCHEDULE}),
        ({"Schedule": LATER}, {}, {"Schedule": LATER}),
        ({"Orders": polls("Orders")}, {}, {"Queue": polls("Refunds")}),
        ({"Queue": polls("Orders")}, {"Queue": polls("Orders")}, {"Work": polls("Orders")}),
        ({"Nightly": SCHEDULE}, {}, {"Work": SCHEDULE}),
        ({"Broken": "none"}, {}, {"Work": {"Type": "SQS", "Properties": []}}),
    ],
    ids=[
        "none-there", "beside", "its-own", "the-same", "another-source", "its-own-source",
        "sent-and-not-polled", "not-understood",
    ],
)  # fmt: skip
def test_event_is_added_next_to_others(
    there: dict[str, Data], before: dict[str, Data], coming: dict[str, Data]
) -> None:
    assert event_problem("F", there, before, coming) == ""


@pytest.mark.parametrize("own", [SCHEDULE, {**LATER, "Properties": {}}, polls("Orders")])
def test_name_of_an_event_of_the_user_is_taken(own: Data) -> None:
    problem = event_problem("F", {"Schedule": own}, {}, {"Schedule": LATER})
    assert problem.startswith("F already has an event Schedule")


@pytest.mark.parametrize(
    "own", [polls("Orders"), polls("Orders", "Stream", "Kinesis")], ids=["queue", "stream"]
)
def test_source_is_polled_once(own: Data) -> None:
    problem = event_problem("F", {"Mine": own}, {}, {"Work": own})
    assert problem.startswith("the event Mine of F has the same source")
