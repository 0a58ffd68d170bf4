"""Routes of APIs that already have a function."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from houses import resource, template
from translation import translate

from sam_scaffold.sam.events.routes import HTTP_API, REST_API, route_problem
from sam_scaffold.sam.model.template import FUNCTION, Template

STATE_MACHINE = "AWS::Serverless::StateMachine"
INTEGRATION = {"x-amazon-apigateway-integration": {"uri": "somewhere"}}
RUNS = {"Runtime": "python3.12", "Handler": "a.b", "InlineCode": "pass"}
APIS = {"HttpApi": HTTP_API, "Api": REST_API}
NAMES = {"HttpApi": "ApiId", "Api": "RestApiId"}


def event(path: Any, method: Any = "get", api: Any = None, kind: str = "HttpApi") -> Any:
    properties = {NAMES[kind]: api or {"Ref": "Shop"}, "Path": path, "Method": method}
    properties = {key: value for key, value in properties.items() if value is not None}
    return {"Type": kind, "Properties": properties}


def function(name: str, *events: Any) -> Any:
    numbered = {f"Request{number}": event for number, event in enumerate(events)}
    return resource(name, FUNCTION, Events=numbered, **RUNS)


def api(kind: str = HTTP_API, **properties: Any) -> Any:
    stage = {"StageName": "v1"} if kind == REST_API else {}
    return resource("Shop", kind, **stage, **properties)


def problem(own: Any, *there: dict[str, Any]) -> str:
    return route_problem(template(*there), template(function("Own", own)))


def whole(template: Template) -> dict[str, Any]:
    found = {
        owner.logical_id: {"Type": owner.type, "Properties": owner.properties}
        for owner in template.of_type(FUNCTION, *APIS.values())
    }
    return copy.deepcopy(found)


SAME = {
    "same": (("/orders", "get"), ("/orders", "get")),
    "method-in-capitals": (("/orders", "get"), ("/orders", "GET")),
    "any-twice": (("/orders", "any"), ("/orders", "ANY")),
    "root": (("/", "post"), ("/", "post")),
}
APART = {
    "other-path": (("/orders", "get"), ("/orders/{id}", "get")),
    "other-method": (("/orders", "get"), ("/orders", "post")),
    "any-and-one": (("/orders", "any"), ("/orders", "post")),
    "path-in-capitals": (("/orders", "get"), ("/Orders", "get")),
    "below-a-variable": (("/orders/{id}/lines", "get"), ("/orders/{id}", "get")),
}


@pytest.mark.parametrize("kind", APIS)
@pytest.mark.parametrize(("own", "its"), SAME.values(), ids=SAME.keys())
def test_a_route_has_only_one_function(kind: str, own: Any, its: Any) -> None:
    there = template(api(APIS[kind]), function("Orders", event(its[0], its[1], kind=kind)))
    added = template(function("Own", event(own[0], own[1], kind=kind)))
    found = route_problem(there, added)
    assert found.startswith(f"Orders already answers {own[1].upper()} {its[0]} of Shop.")
    assert "\n" not in found
    with pytest.raises(Exception, match="defined multiple times"):
        translate({**whole(there), **whole(added)})


@pytest.mark.parametrize("kind", APIS)
@pytest.mark.parametrize(("own", "its"), APART.values(), ids=APART.keys())
def test_other_routes_are_accepted(kind: str, own: Any, its: Any) -> None:
    there = template(api(APIS[kind]), function("Orders", event(its[0], its[1], kind=kind)))
    added = template(function("Own", event(own[0], own[1], kind=kind)))
    assert route_problem(there, added) == ""
    assert translate({**whole(there), **whole(added)})


@pytest.mark.parametrize(
    ("own", "its"),
    [
        pytest.param("/orders/{id}", "/orders/{order}", id="one"),
        pytest.param("/{shop}/orders/{id}", "/{id}/orders/{order}", id="two"),
        pytest.param("/files/{proxy+}", "/files/{path+}", id="greedy"),
    ],
)
def test_the_name_of_a_variable_does_not_make_another_route(own: str, its: str) -> None:
    assert f"Orders already answers GET {its} of Shop" in problem(
        event(own), api(), function("Orders", event(its))
    )


def test_greedy_variable_is_another_route() -> None:
    there = function("Orders", event("/orders/{id}"))
    assert problem(event("/orders/{proxy+}"), api(), there) == ""


@pytest.mark.parametrize(
    "its",
    [
        pytest.param(event("/orders", api={"Ref": "Other"}), id="other-api"),
        pytest.param(event("/orders", api="Other"), id="other-api-by-name"),
        pytest.param(event({"Ref": "Path"}), id="path-from-a-parameter"),
        pytest.param(event("/orders", api={"Fn::ImportValue": "Shop"}), id="api-elsewhere"),
        pytest.param({"Type": "HttpApi"}, id="api-of-its-own"),
        pytest.param({"Type": "SQS", "Properties": {"Queue": "Shop"}}, id="no-request"),
        pytest.param("nonsense", id="nonsense"),
    ],
)
def test_other_events_are_not_routes_of_the_api(its: Any) -> None:
    assert problem(event("/orders"), api(), function("Orders", its)) == ""


@pytest.mark.parametrize("method", [None, "*", "x-amazon-apigateway-any-method"])
def test_route_without_a_method_is_for_any(method: str | None) -> None:
    there = function("Orders", event("/orders", method))
    assert "ANY /orders" in problem(event("/orders", "any"), api(), there)
    assert problem(event("/orders", "get"), api(), there) == ""


def test_an_api_may_be_its_logical_id() -> None:
    assert "Orders already answers" in problem(
        event("/orders"), api(), function("Orders", event("/orders", api="Shop"))
    )


def test_state_machines_answer_requests_too() -> None:
    machine = resource("Flow", STATE_MACHINE, Events={"Start": event("/orders")})
    assert problem(event("/orders"), api(), machine).startswith("Flow already answers GET /orders")


def test_a_new_api_has_no_routes() -> None:
    own = event("/orders", api={"Ref": "OwnHttpApi"})
    assert problem(own, api(), function("Orders", event("/orders"))) == ""


def test_a_route_of_a_definition_is_taken_if_it_has_an_integration() -> None:
    """SAM adds the function to a path that leads nowhere, and leaves others as they are."""
    paths = {"/orders": {"get": INTEGRATION, "post": {"responses": {}}}}
    shop = api(DefinitionBody={"openapi": "3.0.1", "paths": paths})
    assert problem(event("/orders"), shop).startswith("Shop already answers GET /orders of Shop.")
    assert problem(event("/orders", "post"), shop) == ""
    for method, whose in (("get", "somewhere"), ("post", "Own")):
        added = whole(template(shop, function("Own", event("/orders", method))))
        body = translate(added)["Resources"]["Shop"]["Properties"]["Body"]
        integration = body["paths"]["/orders"][method]["x-amazon-apigateway-integration"]
        assert whose in str(integration["uri"])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"Fn::Transform": {"Name": "AWS::Include"}}, id="included"),
        pytest.param({"openapi": "3.0.1"}, id="no-paths"),
    ],
)
def test_sam_needs_literal_paths_in_a_definition(body: Any) -> None:
    shop = api(DefinitionBody=body)
    found = problem(event("/orders"), shop)
    assert found.startswith("the DefinitionBody of Shop has no literal paths")
    assert "-d source=new" in found
    with pytest.raises(Exception, match="DefinitionBody"):
        translate(whole(template(shop, function("Own", event("/orders")))))


@pytest.mark.parametrize(
    ("own", "its", "mine", "other"),
    [
        pytest.param("/orders/{id}", "/orders/{order}", "{id}", "{order}", id="last"),
        pytest.param("/{a}/lines", "/{b}/prices", "{a}", "{b}", id="with-more-below"),
        pytest.param("/{a}/x/{b}", "/{a}/x/{c}/y", "{b}", "{c}", id="second"),
        pytest.param("/{proxy+}", "/{id}", "{proxy+}", "{id}", id="greedy"),
    ],
)
def test_a_rest_api_has_one_name_for_a_variable(own: str, its: str, mine: str, other: str) -> None:
    there = function("Orders", event(its, "post", kind="Api"))
    found = problem(event(own, "get", kind="Api"), api(REST_API), there)
    assert found.startswith(f"{own} has {mine} where {its} of Orders has {other}, but in a")
    assert "\n" not in found
    there = function("Orders", event(its, "post"))
    assert problem(event(own, "get"), api(HTTP_API), there) == ""


@pytest.mark.parametrize(
    ("own", "its"),
    [
        pytest.param("/orders/{id}", "/orders/{id}/lines", id="same-name"),
        pytest.param("/orders/{id}", "/prices/{price}", id="elsewhere"),
        pytest.param("/orders/{id}", "/orders/latest", id="literal"),
        pytest.param("/a/{id}/{x}", "/b/{id}/{y}", id="below-other-paths"),
    ],
)
def test_a_rest_api_accepts_other_variables_at_other_positions(own: str, its: str) -> None:
    there = function("Orders", event(its, "post", kind="Api"))
    assert problem(event(own, "get", kind="Api"), api(REST_API), there) == ""


def test_variables_of_another_rest_api_do_not_count() -> None:
    there = function("Orders", event("/{a}", "post", api={"Ref": "Other"}, kind="Api"))
    assert problem(event("/{b}", "get", kind="Api"), api(REST_API), there) == ""
