"""Functions that answer requests: who may call them, and on which routes."""

from __future__ import annotations

from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from repositories import TEMPLATE, Repository, refusal, shop, succeeded
from translation import translate

from sam_scaffold.sam.model.intrinsics import mentioned

RESOURCES = """
  Shop:
    Type: AWS::Serverless::HttpApi

  Rest:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live

  OfAFile:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionUri: s3://bucket/key

  Defined:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      DefinitionBody:
        openapi: 3.0.1
        paths: {}

  Included:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionBody:
        Fn::Transform: {Name: AWS::Include, Parameters: {Location: openapi.yaml}}

  Reader:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: pass
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Shop, Path: "/orders/{id}", Method: get}}
        GetToo: {Type: Api, Properties: {RestApiId: !Ref Rest, Path: "/orders/{id}", Method: get}}

Outputs:"""
WITH_APIS = TEMPLATE.replace("\nOutputs:", RESOURCES)
KNOWS_ITS_ADDRESS = f"""\
Globals:
  Function:
    Environment:
      Variables:
        ADDRESS: !Sub "https://${{Shop}}.execute-api.eu-west-1.amazonaws.com"
{WITH_APIS}"""

NEW = {"http_api": "OrdersHttpApi", "rest_api": "OrdersRestApi"}


def repository(root: Path, text: str = WITH_APIS) -> Repository:
    return shop(root, **{"template.yaml": text})


def words(trigger: str, *answers: str, name: str = "orders") -> list[str]:
    data = [word for answer in answers for word in ("-d", answer)]
    return ["add", "function", name, "-d", f"trigger={trigger}", *data, "--defaults"]


def translated(where: Repository) -> dict[str, Any]:
    resources: dict[str, Any] = where.data()["Resources"]
    for name in [name for name in resources if name.endswith("Layer")]:
        resources[name] = {"Type": "AWS::Lambda::LayerVersion", "Properties": {}}
    del resources["Included"]
    resources["OrdersFunction"]["Properties"]["CodeUri"] = "s3://bucket/key"
    found: dict[str, Any] = translate(resources)["Resources"]
    return found


def operation(resources: dict[str, Any], api: str, path: str, method: str) -> dict[str, Any]:
    found: dict[str, Any] = resources[api]["Properties"]["Body"]["paths"][path][method]
    return found


@pytest.mark.parametrize(("trigger", "api"), NEW.items(), ids=NEW.keys())
def test_new_api_is_for_callers_with_credentials(trigger: str, api: str, tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words(trigger)))
    found = operation(translated(where), api, "/orders", "post")
    assert found["security"] == [{"AWS_IAM": []}]
    integration = found["x-amazon-apigateway-integration"]
    assert "OrdersFunction" in str(integration["uri"])
    assert "credentials" not in integration  # else callers would need permissions on the function


@pytest.mark.parametrize(("trigger", "api"), NEW.items(), ids=NEW.keys())
def test_new_api_is_open_to_all_if_that_is_said(trigger: str, api: str, tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words(trigger, "auth=none", "method=get", "path=/orders/{id}")))
    assert "security" not in operation(translated(where), api, "/orders/{id}", "get")
    assert "API without authorization" in where.text()
    assert "without authorization, as" in where.text("functions/orders/README.md")
    other = (f"source={api}", "path=/more")
    succeeded(where.here(*words(trigger, *other, name="more")))
    assert "without authorization, as" in where.text("functions/more/README.md")


@pytest.mark.parametrize(("trigger", "api"), [("http_api", "Shop"), ("rest_api", "Rest")])
def test_api_whose_callers_globals_choose_is_not_called_open(
    trigger: str, api: str, tmp_path: Path
) -> None:
    kind = {"http_api": "HttpApi", "rest_api": "Api"}[trigger]
    auth = "{DefaultAuthorizer: Ours, Authorizers: {Ours: {}}}"
    where = repository(tmp_path, f"Globals:\n  {kind}: {{Auth: {auth}}}\n{WITH_APIS}")
    succeeded(where.here(*words(trigger, f"source={api}")))
    assert f"add the authorization that `{api}` requires" in where.text(
        "functions/orders/README.md"
    )


@pytest.mark.parametrize("trigger", NEW)
def test_what_is_above_the_limit_is_refused(trigger: str, tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words(trigger)))
    stages = [
        body["Properties"]
        for name, body in translated(where).items()
        if body["Type"].endswith("::Stage") and name.startswith("Orders")
    ]
    (stage,) = stages  # no second one, which SAM makes for an API without a version
    (settings,) = stage.get("MethodSettings", [stage.get("DefaultRouteSettings")])
    assert settings["ThrottlingRateLimit"] == 100
    assert settings["ThrottlingBurstLimit"] == 50


@pytest.mark.parametrize(("trigger", "api"), [("http_api", "Shop"), ("rest_api", "Rest")])
def test_api_that_is_there_stays_as_it_is(trigger: str, api: str, tmp_path: Path) -> None:
    where = repository(tmp_path)
    before = where.data()["Resources"][api]
    succeeded(where.here(*words(trigger, f"source={api}", "method=any")))
    assert where.data()["Resources"][api] == before
    resources = translated(where)
    found = operation(resources, api, "/orders", "x-amazon-apigateway-any-method")
    assert "OrdersFunction" in str(found)
    assert not [name for name in resources if name.startswith("OrdersServerErrors")]


def test_function_url_is_for_callers_with_credentials(tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words("function_url")))
    resources = translated(where)
    assert resources["OrdersFunctionUrl"]["Properties"]["AuthType"] == "AWS_IAM"
    kinds = [body["Type"] for name, body in resources.items() if name.startswith("OrdersFunction")]
    assert "AWS::Lambda::Permission" not in kinds


@pytest.mark.parametrize("trigger", [*NEW, "function_url"])
def test_switched_off(trigger: str, tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words(trigger, "enabled=false")))
    function = translated(where)["OrdersFunction"]["Properties"]
    assert function["ReservedConcurrentExecutions"] == 0


@pytest.mark.parametrize("trigger", NEW)
def test_existing_api_has_no_circular_dependency(trigger: str, tmp_path: Path) -> None:
    """An API names the functions that answer its requests, so that they cannot name it."""
    where = repository(tmp_path)
    succeeded(where.here(*words(trigger)))
    resources = translated(where)
    needed = {
        name: set(mentioned(body.get("Properties"))) & resources.keys()
        for name, body in resources.items()
    }
    assert "OrdersFunction" in needed[NEW[trigger]]
    assert list(TopologicalSorter(needed).static_order())


REFUSED = {
    "route-taken": (
        "http_api",
        "source=Shop path=/orders/{id} method=get",
        "Reader already answers GET",
    ),
    "rest-route-taken": (
        "rest_api",
        "source=Rest path=/orders/{id} method=get",
        "Reader already answers",
    ),
    "name-of-a-variable": ("rest_api", "source=Rest path=/orders/{order}", "Use {id} in -d path"),
    "no-path": ("http_api", "path=orders", "'orders' is not a valid path"),
    "no-method": ("http_api", "method=options", "'options' is not a valid choice"),
    "other-kind": ("rest_api", "source=Shop", "'Shop' is not a REST API"),
    "definition-elsewhere": ("http_api", "source=OfAFile", "'OfAFile' is not an HTTP API without"),
    "definition": ("rest_api", "source=Defined", "'Defined' is not a REST API without"),
    "definition-included": ("http_api", "source=Included", "the DefinitionBody of Included"),
    "auth-of-an-api-that-is-there": ("http_api", "source=Shop auth=none", "auth does not apply"),
    "path-of-a-url": ("function_url", "path=/orders", "path does not apply"),
    "route-of-a-queue": ("sqs", "method=get", "method does not apply"),
}


@pytest.mark.parametrize(("trigger", "answers", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(trigger: str, answers: str, named: str, tmp_path: Path) -> None:
    where = repository(tmp_path)
    before = where.snapshot()
    assert named in refusal(where.here(*words(trigger, *answers.split())))
    assert where.snapshot() == before


def test_function_of_an_api_cannot_know_its_address(tmp_path: Path) -> None:
    where = repository(tmp_path, KNOWS_ITS_ADDRESS)
    line = refusal(where.here(*words("http_api", "source=Shop")))
    assert "OrdersFunction -> Shop" in line
    succeeded(where.here(*words("http_api")))
