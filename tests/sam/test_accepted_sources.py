"""Resources that functions can be connected to as event sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sam_scaffold.aws.event_sources.polled import SQS
from sam_scaffold.sam.events.accepted_sources import accepts
from sam_scaffold.sam.model.template import Resource


@pytest.mark.parametrize(
    ("has", "properties", "is_accepted"),
    [
        pytest.param({}, {}, True, id="anything"),
        pytest.param({"FifoQueue": False}, {}, True, id="false-is-missing"),
        pytest.param({"FifoQueue": False}, {"FifoQueue": False}, True, id="false-is-false"),
        pytest.param({"FifoQueue": False}, {"FifoQueue": "false"}, True, id="false-as-text"),
        pytest.param({"FifoQueue": False}, {"FifoQueue": True}, False, id="false-is-not-true"),
        pytest.param({"FifoQueue": True}, {"FifoQueue": True}, True, id="true"),
        pytest.param({"FifoQueue": True}, {"FifoQueue": "true"}, True, id="true-as-text"),
        pytest.param({"FifoQueue": True}, {}, False, id="true-is-not-missing"),
        pytest.param({"FifoQueue": True}, {"FifoQueue": {"Ref": "X"}}, False, id="true-or-not"),
        pytest.param({"StreamSpecification": None}, {"StreamSpecification": {}}, True, id="any"),
        pytest.param({"StreamSpecification": None}, {}, False, id="any-is-not-missing"),
        pytest.param({"Type": "A"}, {"Type": "A"}, True, id="value"),
        pytest.param({"Type": "A"}, {"Type": "B"}, False, id="other-value"),
        pytest.param({"A": True, "B": True}, {"A": True}, False, id="one-of-two"),
        pytest.param({"Type": ["A", "B"]}, {"Type": "B"}, True, id="one-of-several"),
        pytest.param({"Type": ["A", "B"]}, {"Type": "C"}, False, id="none-of-several"),
        pytest.param({"Type": ["A", "B"]}, {}, False, id="several-are-not-missing"),
        pytest.param({"A": {"B": ["C"]}}, {"A": {"B": "C", "D": 1}}, True, id="below"),
        pytest.param({"A": {"B": ["C"]}}, {"A": {"B": "D"}}, False, id="other-below"),
        pytest.param({"A": {"B": ["C"]}}, {"A": "C"}, False, id="nothing-below"),
        pytest.param({"A": {"B": ["C"]}}, {}, False, id="below-is-not-missing"),
    ],
)
def test_source_needs_the_properties_of_its_kind(
    has: dict[str, Any],
    properties: dict[str, Any],
    is_accepted: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    kind = replace(SQS, has=has)
    assert accepts(kind, Resource("Q", "AWS::SQS::Queue", properties, "")) is is_accepted
    assert not accepts(kind, Resource("Q", "AWS::SNS::Topic", properties, ""))
