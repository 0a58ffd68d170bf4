"""Who has a voice about the style, and how the style_samples are counted."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function as entry
from houses import globals_, template

from sam_scaffold.sam.model.function_resource import FunctionResource
from sam_scaffold.sam.model.layer_resource import LayerResource
from sam_scaffold.sam.model.template import FUNCTION
from sam_scaffold.sam.style.learning.style_samples import (
    function_samples,
    is_logical_id,
    is_majority,
    layer_samples,
    majority_shape,
    most_common_shape,
    shared_layer_sample,
    style_samples,
)


def function(logical_id: str, uri: Any, **properties: Any) -> FunctionResource:
    return FunctionResource(logical_id, FUNCTION, {"CodeUri": uri, **properties}, {})


def layer(logical_id: str, uri: str) -> LayerResource:
    return LayerResource(logical_id, "AWS::Serverless::LayerVersion", {"ContentUri": uri}, {})


def test_a_function_goes_by_its_folder_and_its_logical_id() -> None:
    orders = function("TradingOrdersFunction", "functions/orders/")
    member, _ = function_samples([orders, function("TradingUsersFunction", "functions/users/")])
    assert member.folder_name == "orders"
    assert member.names == ["orders", "trading_orders"]


def test_a_function_alone_goes_by_its_longest_name_first() -> None:
    (member,) = function_samples([function("PayAuthorizerFunction", "functions/pay/")])
    assert member.folder_name == "pay"
    assert member.shapes("dev-pay-authorizer") == ["dev-{kebab}"]


def test_a_folder_that_several_functions_share_names_none_of_them() -> None:
    members = function_samples([function("OrdersFunction", "src/orders/")] * 2)
    assert [member.folder_name for member in members] == ["", ""]
    assert [member.names for member in members] == [["orders"], ["orders"]]
    assert all(member.location is not None for member in members)


@pytest.mark.parametrize("uri", [None, {"Ref": "Uri"}, "s3://bucket/key", "../other"])
def test_code_elsewhere_is_no_location(uri: Any) -> None:
    (member,) = function_samples([function("OrdersFunction", uri)])
    assert (member.location, member.folder_name, member.names) == (None, "", ["orders"])


def test_a_layer_goes_by_its_folder_and_its_logical_id() -> None:
    (member,) = layer_samples([layer("HttpLayer", "layers/http/")])
    assert (member.folder_name, member.names) == ("http", ["http"])


def test_the_shared_layer_goes_by_its_logical_id_first() -> None:
    member = shared_layer_sample(layer("SharedCodeLayer", "layers/shared/"))
    assert (member.folder_name, member.names) == ("shared", ["shared_code", "shared"])


def test_the_first_name_that_occurs_gives_the_shape() -> None:
    orders = function("TradingOrdersFunction", "functions/orders/")
    member, _ = function_samples([orders, function("TradingUsersFunction", "functions/users/")])
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
    assert most_common_shape(ballots) == winner


@pytest.mark.parametrize(
    ("ballots", "voters", "shape"),
    [
        pytest.param([["a"], ["a"], ["b"]], 3, "a", id="majority"),
        pytest.param([["a"], ["a"]], 4, None, id="half-is-not-enough"),
        pytest.param([["a"], ["b"], ["c"]], 3, None, id="no-two-alike"),
        pytest.param([["a", "b"], ["b"]], 3, "b", id="what-both-can-mean"),
        pytest.param([], 0, None, id="nobody"),
    ],
)
def test_what_more_than_half_say_is_agreed(ballots: list[Any], voters: int, shape: Any) -> None:
    assert majority_shape(ballots, voters) == shape


@pytest.mark.parametrize(
    ("shape", "valid"),
    [("{pascal}Role", True), ("{camel}", True), ("{kebab}Role", False), ("{snake}", False)],
)
def test_a_logical_id_has_letters_and_digits_alone(shape: str, *, valid: bool) -> None:
    assert is_logical_id(shape) is valid
    assert is_logical_id({"Ref": shape}) is False


@pytest.mark.parametrize(
    ("runtimes", "everywhere", "speaking"),
    [
        pytest.param(["python3.12", "nodejs22.x"], None, ["F0"], id="python"),
        pytest.param(["nodejs22.x", "java21"], None, ["F0", "F1"], id="all-without-python"),
        pytest.param([None, "nodejs22.x"], "python3.12", ["F0"], id="globals"),
        pytest.param([None, "python3.12"], "nodejs22.x", ["F1"], id="in-spite-of-globals"),
    ],
)
def test_python_functions_have_a_voice_where_there_are_any(
    runtimes: list[str | None], everywhere: str | None, speaking: list[str]
) -> None:
    functions = [
        entry(f"F{i}", **({"Runtime": one} if one else {})) for i, one in enumerate(runtimes)
    ]
    globals_given = globals_(**({"Runtime": everywhere} if everywhere else {}))
    members = style_samples(template(*functions, Globals=globals_given))
    assert [one.logical_id for one in members] == speaking


@pytest.mark.parametrize(
    ("answers", "said"), [([True, True, False], True), ([True, False], False), ([], False)]
)
def test_most_is_more_than_half(answers: list[bool], *, said: bool) -> None:
    assert is_majority(answers) is said
