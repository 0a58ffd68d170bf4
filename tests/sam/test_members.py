"""Who has a voice about the style, and how the voices are counted."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.sam.members import (
    elected,
    function_members,
    layer_members,
    most_say,
    shared_member,
)
from sam_scaffold.sam.template import Function, Layer


def function(logical_id: str, uri: Any, **properties: Any) -> Function:
    return Function(logical_id, {"CodeUri": uri, **properties}, {})


def layer(logical_id: str, uri: str) -> Layer:
    return Layer(logical_id, "AWS::Serverless::LayerVersion", {"ContentUri": uri}, {})


def test_a_function_goes_by_its_folder_and_its_logical_id() -> None:
    (member,) = function_members([function("TradingOrdersFunction", "functions/orders/")])
    assert member.folder_name == "orders"
    assert member.names == ["orders", "trading_orders"]


def test_a_folder_that_several_functions_share_names_none_of_them() -> None:
    members = function_members([function("OrdersFunction", "src/orders/")] * 2)
    assert [member.folder_name for member in members] == ["", ""]
    assert [member.names for member in members] == [["orders"], ["orders"]]
    assert all(member.location is not None for member in members)


@pytest.mark.parametrize("uri", [None, {"Ref": "Uri"}, "s3://bucket/key", "../other"])
def test_code_elsewhere_is_no_location(uri: Any) -> None:
    (member,) = function_members([function("OrdersFunction", uri)])
    assert (member.location, member.folder_name, member.names) == (None, "", ["orders"])


def test_a_layer_goes_by_its_folder_and_its_logical_id() -> None:
    (member,) = layer_members([layer("HttpLayer", "layers/http/")])
    assert (member.folder_name, member.names) == ("http", ["http"])


def test_the_shared_layer_goes_by_its_logical_id_first() -> None:
    member = shared_member(layer("SharedCodeLayer", "layers/shared/"))
    assert (member.folder_name, member.names) == ("shared", ["shared_code", "shared"])


def test_the_first_name_that_occurs_gives_the_shape() -> None:
    (member,) = function_members([function("TradingOrdersFunction", "functions/orders/")])
    assert member.shapes("dev-orders", ("kebab",)) == ["dev-{kebab}"]
    assert member.shapes("TradingOrders", ("kebab",)) == ["Trading{pascal}"]
    assert member.shapes("something else") == []
    assert member.shapes_or_literal("something {kebab}") == ["something {brace}kebab}"]


@pytest.mark.parametrize(
    ("ballots", "winner"),
    [
        pytest.param([["a"], ["b"], ["b"]], "b", id="majority"),
        pytest.param([["a"], ["b"]], "a", id="first-of-a-tie"),
        pytest.param([["a", "b"], ["b"]], "b", id="what-all-can-mean"),
        pytest.param([["a", "a"], ["b"], ["b"]], "b", id="one-vote-a-member"),
        pytest.param([[""], [""], ["b"]], "b", id="not-acceptable"),
        pytest.param([[], []], None, id="nobody"),
    ],
)
def test_the_shape_that_most_vote_for_is_elected(ballots: list[Any], winner: Any) -> None:
    assert elected(ballots) == winner


@pytest.mark.parametrize(
    ("answers", "said"), [([True, True, False], True), ([True, False], False), ([], False)]
)
def test_most_is_more_than_half(answers: list[bool], *, said: bool) -> None:
    assert most_say(answers) is said
