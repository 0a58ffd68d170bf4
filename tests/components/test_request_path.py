"""Paths of an API's routes: validation, and variables in a handler."""

from __future__ import annotations

import pytest

from sam_scaffold.components.python_source import WIDTH
from sam_scaffold.components.request_path import RequestPath, quoted, request_path_problem


@pytest.mark.parametrize(
    "path",
    [
        "/", "/orders", "/v1.0/orders_of-today:all", "/orders/{id}", "/{a}/{b}", "/files/{proxy+}",
        "/orders/{orderId}/lines/{line-id}", "/" + "x" * 64, "/{" + "x" * 32 + "}",
    ],
)  # fmt: skip
def test_path_of_an_api(path: str) -> None:
    assert request_path_problem(path) == ""


@pytest.mark.parametrize(
    ("path", "why"),
    [
        pytest.param("", "begin with a slash", id="empty"),
        pytest.param("orders", "begin with a slash", id="no-slash"),
        pytest.param("/orders/", "not end with one", id="slash-at-the-end"),
        pytest.param("//orders", "'' is neither", id="two-slashes"),
        pytest.param("/or ders", "'or ders' is neither", id="space"),
        pytest.param("/bücher", "'bücher' is neither", id="umlaut"),
        pytest.param("/a?b=c", "'a?b=c' is neither", id="query"),
        pytest.param("/$default", "'$default' is neither", id="dollar"),
        pytest.param('/"', "is neither", id="quote"),
        pytest.param("/orders\n", "is neither", id="new-line"),
        pytest.param("/{}", "'{}' is neither", id="variable-without-a-name"),
        pytest.param("/{1st}", "'{1st}' is neither", id="variable-begins-with-a-digit"),
        pytest.param("/order-{id}", "'order-{id}' is neither", id="part-of-a-part"),
        pytest.param("/{proxy+}/lines", "{proxy+} must be the last part", id="greedy-not-last"),
        pytest.param("/{id}/{id}", "a variable occurs twice", id="twice"),
        pytest.param("/{orderId}/{order_id}", "a variable occurs twice", id="twice-in-python"),
        pytest.param("/" + "x" * 65, "longer than 64 characters", id="long"),
        pytest.param("/{" + "x" * 33 + "}", "longer than 32 characters", id="long-variable"),
        pytest.param("/{" + "aB" * 16 + "}", "longer than 32 characters", id="long-in-python"),
    ],
)
def test_invalid_path_is_refused_in_one_line(path: str, why: str) -> None:
    problem = request_path_problem(path)
    assert repr(path) in problem
    assert why in problem
    assert "Use a path such as /orders" in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("id", "id"), ("orderId", "order_id"), ("OrderID", "order_id"), ("order-id", "order_id"),
        ("order_id", "order_id"), ("class", "class_"), ("Class", "class_"), ("item", "item_"),
        ("None", "none"),
    ],
)  # fmt: skip
def test_variable_in_python(name: str, argument: str) -> None:
    (variable,) = RequestPath(f"/orders/{{{name}}}").variables
    assert (variable.name, variable.argument) == (name, argument)
    assert argument.isidentifier()


@pytest.mark.parametrize(
    ("path", "rule", "sample"),
    [
        ("/", "/", "/"),
        ("/orders", "/orders", "/orders"),
        ("/orders/{orderId}/{class}", "/orders/<order_id>/<class_>", "/orders/42/42"),
        ("/{a}/files/{proxy+}", "/<a>/files/.+", "/42/files/42"),
    ],
)
def test_rule_and_sample(path: str, rule: str, sample: str) -> None:
    assert (RequestPath(path).rule, RequestPath(path).sample) == (rule, sample)


@pytest.mark.parametrize("head", ["ROUTE = ", "@app.post("])
@pytest.mark.parametrize("length", [*range(60, 100), 200])
def test_long_text_is_broken_behind_slashes(head: str, length: int) -> None:
    text = ("/some_of_the_path" * 20)[:length]
    lines = quoted(text, head).split("\n")
    assert max(map(len, lines)) <= WIDTH
    value = "\n".join(lines).replace("@app.post", "ROUTE = ")
    found: dict[str, object] = {}
    exec(value, found)  # noqa: S102 - what is generated
    assert found["ROUTE"] in (text, (text,))
    assert all(line.endswith('/"') for line in lines[1:-2])


def test_text_that_fits_stays_on_its_line() -> None:
    assert quoted("/orders", "ROUTE = ") == 'ROUTE = "/orders"'
    assert quoted("/orders", "@app.post(") == '@app.post("/orders")'
