"""E9001: where the translator's mistakes are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: pass
      Handler: index.handler
      Runtime: python3.13
"""


def test_a_template_that_sam_takes(tmp_path: Path) -> None:
    assert lint(tmp_path, "E9001", HEAD) == []


PLACES = {
    "a property": (
        "      AutoPublishAlias: !Sub live\n",
        ("Resources", "Worker", "Properties", "AutoPublishAlias"),
        9,
    ),
    "deep in a property": (
        "      Policies:\n        - AWSLambdaExecute\n        - SQSPollerPolicy: {Queue: orders}\n",
        ("Resources", "Worker", "Properties", "Policies", 1, "SQSPollerPolicy"),
        11,
    ),
    "what is missing in an event source": (
        """\
      Events:
        Feed:
          Type: Kinesis
          Properties:
            Stream: arn:aws:kinesis:eu-west-1:123456789012:stream/s
""",
        ("Resources", "Worker", "Properties", "Events", "Feed", "Properties", "StartingPosition"),
        12,
    ),
}


@pytest.mark.parametrize(("lines", "path", "line"), PLACES.values(), ids=PLACES.keys())
def test_a_mistake_is_shown_where_it_is(
    lines: str, path: tuple[str | int, ...], line: int, tmp_path: Path
) -> None:
    (said,) = lint(tmp_path, "E9001", HEAD + lines)
    assert (said.path, said.line) == (path, line)
    assert said.message.startswith("SAM rejects this: ")


def test_a_mistake_in_globals_is_shown_there(tmp_path: Path) -> None:
    text = HEAD.replace("Resources:", "Globals:\n  Function: {Colour: red}\nResources:")
    (said,) = lint(tmp_path, "E9001", text)
    assert (said.path, said.line) == (("Globals",), 2)


def test_a_mistake_of_the_whole_is_shown_at_its_top(tmp_path: Path) -> None:
    text = HEAD + "    Condition: {Ref: Some}\n"
    (said,) = lint(tmp_path, "E9001", text)
    assert (said.path, said.line) == ((), 1)


def test_the_region_is_cfn_lints(tmp_path: Path) -> None:
    assert lint(tmp_path, "E9001", HEAD + "      Policies: [AWSLambdaExecute]\n") == []


API = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  ShopApi:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      {settings}
      DefinitionBody:
        Fn::Transform: {{Name: AWS::Include, Parameters: {{Location: {place}}}}}
"""


@pytest.mark.parametrize("place", ["openapi.yaml", "s3://specs/openapi.yaml", "!Ref Place"])
@pytest.mark.parametrize(
    "settings",
    [
        "Cors: \"'*'\"",
        "Auth: {DefaultAuthorizer: AWS_IAM}",
        "Models: {Order: {type: object}}",
    ],
)
def test_a_definition_that_is_included(tmp_path: Path, place: str, settings: str) -> None:
    # CloudFormation puts it in before SAM's turn
    files = {"openapi.yaml": "swagger: '2.0'\ninfo: {title: a, version: '1'}\npaths: {}\n"}
    assert lint(tmp_path, "E9001", API.format(place=place, settings=settings), files) == []


def test_an_included_definition_that_is_none(tmp_path: Path) -> None:
    template = API.format(place="openapi.yaml", settings="Cors: \"'*'\"")
    (found,) = lint(tmp_path, "E9001", template, {"openapi.yaml": "info: none\n"})
    assert "does not contain a valid Swagger" in found.message


BROKEN = "      Policies: [{SQSPollerPolicy: {Queue: orders}}]\n"


def test_what_is_wrong_beside_something_that_is_included(tmp_path: Path) -> None:
    template = HEAD + BROKEN + API.format(place="s3://a/b", settings="Cors: '*'").split("\n", 2)[2]
    (found,) = lint(tmp_path, "E9001", template)
    assert found.path[:2] == ("Resources", "Worker")


@pytest.mark.parametrize(
    "nested",
    [
        "Globals:\n  Function:\n    Fn::Transform: {Name: Defaults}\n",
        "Conditions:\n  Fn::Transform: {Name: Defaults}\n",
        "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://a/b}}\n",
    ],
)
def test_a_transform_that_is_about_everything(tmp_path: Path, nested: str) -> None:
    assert lint(tmp_path, "E9001", nested + HEAD + BROKEN) == []


@pytest.mark.parametrize(
    "parameter",
    ["{Type: 'AWS::SSM::Parameter::Value<String>', Default: '*/no'}", "{Type: String, Default: ''}",
     "{Type: String}", "{Type: String, AllowedValues: ['no name', live]}"],
    ids=["looked up", "empty", "none", "one of several"],
)  # fmt: skip
def test_a_value_that_the_deployment_brings(tmp_path: Path, parameter: str) -> None:
    template = f"""\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Alias: {parameter}
{HEAD.split(chr(10), 1)[1]}      AutoPublishAlias: !Ref Alias
"""
    assert lint(tmp_path, "E9001", template) == []


def test_a_default_that_sam_refuses(tmp_path: Path) -> None:
    template = f"""\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Alias: {{Type: String, Default: 'not an alias'}}
{HEAD.split(chr(10), 1)[1]}      AutoPublishAlias: !Ref Alias
"""
    assert len(lint(tmp_path, "E9001", template)) == 1
