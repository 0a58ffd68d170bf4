from typing import Any

import pytest

from sam_scaffold.sam.style.name_patterns import fill, literal, shapes, tally, with_placeholder

SUB = "Fn::Sub"


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        pytest.param("x-order-router", "x-{kebab}", id="kebab"),
        pytest.param("x_order_router.handler", "x_{snake}.handler", id="snake"),
        pytest.param("orderRouterFn", "{camel}Fn", id="camel"),
        pytest.param("MyOrderRouterFunction", "My{pascal}Function", id="pascal"),
        pytest.param("order-router/order_router", "{kebab}/{snake}", id="two spellings"),
        pytest.param({SUB: "${Stage}-order-router"}, {SUB: "${Stage}-{kebab}"}, id="sub"),
        pytest.param(
            {SUB: ["${OrderRouter}-order-router", {"OrderRouter": "OrderRouter"}]},
            {SUB: ["${OrderRouter}-{kebab}", {"OrderRouter": "{pascal}"}]},
            id="sub with variables",
        ),
        pytest.param(
            {"Fn::If": ["OrderRouter", {SUB: "a-order-router"}, {SUB: "b-order-router"}]},
            {"Fn::If": ["OrderRouter", {SUB: "a-{kebab}"}, {SUB: "b-{kebab}"}]},
            id="if over two subs",
        ),
        pytest.param(
            {"Name": "order-router", "Owner": {"Ref": "OrderRouterOwner"}, "N": 1},
            {"Name": "{kebab}", "Owner": {"Ref": "OrderRouterOwner"}, "N": 1},
            id="references stay",
        ),
    ],
)
def test_the_name_is_replaced_everywhere(value: Any, shape: Any) -> None:
    assert shapes(value, "order_router") == [shape]
    assert fill(shape, "order_router") == value


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("functions/other", id="another name"),
        pytest.param({SUB: "${order_router}-${OrderRouter}"}, id="variables of a sub"),
        pytest.param("preorder-router", id="word goes on before"),
        pytest.param("order-routers", id="word goes on behind"),
        pytest.param("OrderRouters", id="pascal word goes on"),
        pytest.param("XOrderRouter", id="acronym before pascal"),
        pytest.param({"Ref": "OrderRouterName"}, id="reference"),
        pytest.param({"Fn::GetAtt": ["OrderRouter", "Name"]}, id="attribute"),
        pytest.param({"order_router": 1}, id="key"),
        pytest.param(None, id="null"),
        pytest.param("", id="empty"),
    ],
)
def test_without_the_name_there_is_no_shape(value: Any) -> None:
    assert shapes(value, "order_router") == []


def test_a_name_of_one_word_may_be_in_any_spelling() -> None:
    assert shapes("x-orders", "orders") == ["x-{kebab}", "x-{snake}", "x-{camel}"]
    assert shapes("x-orders", "orders", ("snake", "kebab", "camel"))[0] == "x-{snake}"
    assert shapes("ordersFunction", "orders") == ["{camel}Function"]
    assert shapes("OrdersFunction", "orders") == ["{pascal}Function"]


@pytest.mark.parametrize(
    "value",
    [
        "{snake}-order_router",
        "{order_router}",
        "{{order_router}}",
        "{{resolve:ssm:/order_router}}",
        "{{snake}} {brace} {} order_router",
        "${snake} ${!order_router} order_router",
        "{brace}snake} order_router {",
    ],
)
def test_braces_of_the_user_survive(value: str) -> None:
    (shape,) = shapes(value, "order_router")
    assert fill(shape, "order_router") == value
    assert "order_router" not in fill(shape, "x").replace("${!order_router}", "")


@pytest.mark.parametrize("name", ["snake", "brace", "kebab"])
def test_a_component_may_be_called_like_a_placeholder(name: str) -> None:
    value = f"{{{name}}} ${{{name}}} {name}"
    assert all(fill(shape, name) == value for shape in shapes(value, name))


def test_literal_fills_to_itself() -> None:
    value = {"a": ["{snake}", {"Ref": "{kebab}"}, 3, None], "{camel}": "${pascal}"}
    assert fill(literal(value), "x_y") == value


@pytest.mark.parametrize(
    ("logical_id", "name", "shape"),
    [
        ("ECSReportFunction", "ecs_report", "{pascal}Function"),
        ("UserAcceptSE", "accept_se", "User{pascal}"),
        ("eniReport", "eni_report", "{camel}"),
        ("{pascal}Function", "ecs_report", "{pascal}Function"),
        ("Courier", "ecs_report", "Courier"),
        ("Reporting", "report", "Reporting"),
    ],
)
def test_an_unusual_spelling_in_an_id_becomes_a_placeholder(
    logical_id: str, name: str, shape: str
) -> None:
    assert with_placeholder(logical_id, name) == shape


@pytest.mark.parametrize(
    ("candidates", "winner"),
    [
        pytest.param([], None, id="no components"),
        pytest.param([[], []], None, id="no shapes"),
        pytest.param([["a"], ["b"], ["b"]], "b", id="majority"),
        pytest.param([["a"], ["b"]], "a", id="tie goes to the first in the file"),
        pytest.param([["{kebab}", "{snake}"]], "{kebab}", id="tie goes to the likelier"),
        pytest.param([["{kebab}", "{snake}"], ["{snake}"]], "{snake}", id="long names decide"),
        pytest.param([["a", "a", "a"], ["b"], ["b"]], "b", id="one vote each"),
        pytest.param([[{"x": 1, "y": 2}], [{"y": 2, "x": 1}], ["b"]], {"x": 1, "y": 2}, id="maps"),
    ],
)
def test_the_most_common_comes_first(candidates: list[list[Any]], winner: Any) -> None:
    assert [shape for shape, _ in tally(candidates)][:1] == ([] if winner is None else [winner])


def test_tally_counts() -> None:
    assert tally([["a"], ["b", "a"]]) == [("a", 2), ("b", 1)]
