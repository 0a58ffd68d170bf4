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
    assert said.message.startswith("SAM does not take this: ")


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
