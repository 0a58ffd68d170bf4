"""Defaults from the function that a new one is like: its source, its time zone, its build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from repositories import Repository, refusal, succeeded

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12}}
Resources:
"""


def house(root: Path, *resources: str) -> Repository:
    """Return a repository with a function `Pay` of some properties, and other resources."""
    return Repository(root, {"template.yaml": HEAD + "".join(resources)})


def pay(events: str = "", more: str = "") -> str:
    return (
        f"  PayFunction:\n    Type: AWS::Serverless::Function\n{more}    Properties:\n"
        f"      CodeUri: pay/\n      Handler: app.handler\n{events}"
    )


def event(kind: str, properties: str) -> str:
    return f"      Events:\n        Call: {{Type: {kind}, Properties: {properties}}}\n"


def added(repository: Repository, *words: str) -> Any:
    done = succeeded(repository.here("add", "function", "bill", *words, "--defaults"))
    return repository.properties("BillFunction"), done


@pytest.mark.parametrize(
    ("trigger", "kind"), [("rest_api", "Api"), ("http_api", "HttpApi")], ids=["rest", "http"]
)
def test_the_implicit_api_is_the_default_where_functions_have_it(
    tmp_path: Path, trigger: str, kind: str
) -> None:
    repository = house(tmp_path, pay(event(kind, "{Path: /pay, Method: get}")))
    found, _ = added(repository, "-d", f"trigger={trigger}", "-d", "path=/bill")
    (stated,) = found["Events"].values()
    assert stated == {"Type": kind, "Properties": {"Path": "/bill", "Method": "post"}}
    assert list(repository.data()["Resources"]) == ["PayFunction", "BillFunction"]
    text = repository.text(".scaffold/functions/bill/README.md")
    assert "the API that SAM adds" in text


def test_a_route_of_the_implicit_api_is_given_once(tmp_path: Path) -> None:
    repository = house(tmp_path, pay(event("Api", "{Path: /pay, Method: get}")))
    words = ("-d", "trigger=rest_api", "-d", "path=/pay", "-d", "method=get", "--defaults")
    done = repository.here("add", "function", "bill", *words)
    assert "PayFunction already answers GET /pay of ServerlessRestApi" in refusal(done)


def test_the_api_of_the_similar_function_is_the_default(tmp_path: Path) -> None:
    apis = "  A: {Type: AWS::Serverless::HttpApi}\n  B: {Type: AWS::Serverless::HttpApi}\n"
    repository = house(
        tmp_path, apis, pay(event("HttpApi", "{ApiId: !Ref B, Path: /p, Method: get}"))
    )
    found, _ = added(repository, "-d", "trigger=http_api", "-d", "path=/bill")
    (stated,) = found["Events"].values()
    assert stated["Properties"]["ApiId"] == {"Ref": "B"}


def test_a_schedule_is_in_the_time_zone_of_the_others(tmp_path: Path) -> None:
    zone = "{ScheduleExpression: rate(1 hour), ScheduleExpressionTimezone: Asia/Tokyo}"
    repository = house(tmp_path, pay(event("ScheduleV2", zone)))
    found, _ = added(repository, "-d", "trigger=schedule", "-d", "schedule=cron(0 6 * * ? *)")
    (stated,) = found["Events"].values()
    assert stated["Properties"] == {
        "ScheduleExpression": "cron(0 6 * * ? *)", "ScheduleExpressionTimezone": "Asia/Tokyo",
    }  # fmt: skip


def test_a_missing_target_of_make_is_named(tmp_path: Path) -> None:
    repository = house(tmp_path, pay(more="    Metadata: {BuildMethod: makefile}\n"))
    _, done = added(repository)
    assert repository.data()["Resources"]["BillFunction"]["Metadata"] == {"BuildMethod": "makefile"}
    assert (
        "warning: `sam build` runs the target build-BillFunction of bill/Makefile, which does not "
        "exist. Add it, as for the other functions."
    ) in done.err


def test_a_route_that_a_definition_lacks_is_named(tmp_path: Path) -> None:
    api = (
        "  Web:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: live\n"
        "      DefinitionBody: {openapi: 3.0.1, paths: {}}\n"
    )
    own = pay(event("Api", "{RestApiId: !Ref Web, Path: /pay, Method: get}"))
    _, done = added(house(tmp_path, api, own), "-d", "trigger=rest_api", "-d", "path=/bill")
    assert (
        "warning: Web has a definition to which SAM adds no routes. Add POST /bill to it, as for "
        "the other functions."
    ) in done.err


def test_a_queue_of_failures_that_functions_share_gets_the_new_one_too(tmp_path: Path) -> None:
    failed = "      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Failed.Arn}\n"
    other = pay(failed).replace("PayFunction", "ShipFunction").replace("pay/", "ship/")
    repository = house(tmp_path, "  Failed: {Type: AWS::SQS::Queue}\n", pay(failed), other)
    found, _ = added(repository, "-d", "trigger=schedule")
    assert found["DeadLetterQueue"] == {
        "Type": "SQS", "TargetArn": {"Fn::GetAtt": ["Failed", "Arn"]},
    }  # fmt: skip
    assert "BillDeadLetterQueue" not in repository.data()["Resources"]
