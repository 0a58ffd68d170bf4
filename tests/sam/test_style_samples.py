"""Samples that a style is learned from, and how their votes are counted."""

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


def test_the_names_of_a_function_are_its_folder_and_its_logical_id() -> None:
    orders = function("TradingOrdersFunction", "functions/orders/")
    sample, _ = function_samples([orders, function("TradingUsersFunction", "functions/users/")])
    assert sample.folder_name == "orders"
    assert sample.names == ["orders", "trading_orders"]


def test_the_longest_name_of_the_only_function_comes_first() -> None:
    (sample,) = function_samples([function("PayAuthorizerFunction", "functions/pay/")])
    assert sample.folder_name == "pay"
    assert sample.shapes("dev-pay-authorizer") == ["dev-{kebab}"]


def test_a_folder_that_functions_share_does_not_name_them() -> None:
    samples = function_samples([function("OrdersFunction", "src/orders/")] * 2)
    assert [sample.folder_name for sample in samples] == ["", ""]
    assert [sample.names for sample in samples] == [["orders"], ["orders"]]
    assert all(sample.location is not None for sample in samples)


@pytest.mark.parametrize("uri", [None, {"Ref": "Uri"}, "s3://bucket/key", ".."])
def test_code_that_is_in_no_folder_of_a_name_has_no_location(uri: Any) -> None:
    (sample,) = function_samples([function("OrdersFunction", uri)])
    assert (sample.location, sample.folder_name, sample.names) == (None, "", ["orders"])


def test_the_names_of_a_layer_are_its_folder_and_its_logical_id() -> None:
    (sample,) = layer_samples([layer("HttpLayer", "layers/http/")])
    assert (sample.folder_name, sample.names) == ("http", ["http"])


def test_the_logical_id_of_the_shared_layer_comes_first() -> None:
    sample = shared_layer_sample(layer("SharedCodeLayer", "layers/shared/"))
    assert (sample.folder_name, sample.names) == ("shared", ["shared_code", "shared"])


def test_the_first_name_that_occurs_gives_the_shape() -> None:
    orders = function("TradingOrdersFunction", "functions/orders/")
    sample, _ = function_samples([orders, function("TradingUsersFunction", "functions/users/")])
    assert sample.shapes("dev-orders", ("kebab",)) == ["dev-{kebab}"]
    assert sample.shapes("TradingOrders", ("kebab",)) == ["Trading{pascal}"]
    assert sample.shapes("something else") == []
    assert sample.shapes_or_literal("something {kebab}") == ["something {brace}kebab}"]


@pytest.mark.parametrize(
    ("ballots", "winner"),
    [
        pytest.param([["a"], ["b"], ["b"]], "b", id="majority"),
        pytest.param([["a"], ["b"]], "a", id="first-of-a-tie"),
        pytest.param([["a", "b"], ["b"]], "b", id="shape-of-all"),
        pytest.param([["a", "a"], ["b"], ["b"]], "b", id="one-vote-a-sample"),
        pytest.param([[""], [""], ["b"]], "b", id="not-acceptable"),
        pytest.param([[], []], None, id="no-votes"),
    ],
)
def test_the_most_common_shape_wins(ballots: list[Any], winner: Any) -> None:
    assert most_common_shape(ballots) == winner


@pytest.mark.parametrize(
    ("ballots", "voters", "shape"),
    [
        pytest.param([["a"], ["a"], ["b"]], 3, "a", id="majority"),
        pytest.param([["a"], ["a"]], 4, None, id="half-is-not-enough"),
        pytest.param([["a"], ["b"], ["c"]], 3, None, id="no-two-alike"),
        pytest.param([["a", "b"], ["b"]], 3, "b", id="shape-of-both"),
        pytest.param([], 0, None, id="no-votes"),
    ],
)
def test_a_majority_is_more_than_half_of_the_voters(
    ballots: list[Any], voters: int, shape: Any
) -> None:
    assert majority_shape(ballots, voters) == shape


@pytest.mark.parametrize(
    ("shape", "valid"),
    [("{pascal}Role", True), ("{camel}", True), ("{kebab}Role", False), ("{snake}", False)],
)
def test_a_logical_id_only_has_letters_and_digits(shape: str, *, valid: bool) -> None:
    assert is_logical_id(shape) is valid
    assert is_logical_id({"Ref": shape}) is False


@pytest.mark.parametrize(
    ("runtimes", "everywhere", "expected"),
    [
        pytest.param(["python3.12", "nodejs22.x"], None, ["F0"], id="python"),
        pytest.param(["nodejs22.x", "java21"], None, ["F0", "F1"], id="all-without-python"),
        pytest.param([None, "nodejs22.x"], "python3.12", ["F0"], id="globals"),
        pytest.param([None, "python3.12"], "nodejs22.x", ["F1"], id="in-spite-of-globals"),
    ],
)
def test_python_functions_are_samples_if_there_are_any(
    runtimes: list[str | None], everywhere: str | None, expected: list[str]
) -> None:
    functions = [
        entry(f"F{i}", **({"Runtime": runtime} if runtime else {}))
        for i, runtime in enumerate(runtimes)
    ]
    globals_given = globals_(**({"Runtime": everywhere} if everywhere else {}))
    samples = style_samples(template(*functions, Globals=globals_given))
    assert [sample.logical_id for sample in samples] == expected


@pytest.mark.parametrize(
    ("answers", "said"), [([True, True, False], True), ([True, False], False), ([], False)]
)
def test_a_majority_is_more_than_half(answers: list[bool], *, said: bool) -> None:
    assert is_majority(answers) is said
