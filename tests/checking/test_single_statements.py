"""One statement of an API's policy needs no list."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks import found, repository, template

API = """\
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
"""
STATEMENT = (
    '{Effect: Deny, Action: "execute-api:Invoke", Resource: ["execute-api:/*"], Principal: "*"}'
)
EVENT = """\
      Events:
        Orders:
          Type: Api
          Properties: {Path: /orders, Method: get, RestApiId: !Ref Api}
"""


def wrong(root: Path, statements: str, *, in_globals: bool = False) -> list[str]:
    """The rules that find a wrong type where an API's statements are."""
    policy = f"Auth: {{ResourcePolicy: {{CustomStatements: {statements}}}}}"
    extra = f"Globals:\n  Api:\n    {policy}\n" if in_globals else ""
    api = API if in_globals else f"{API}      {policy}\n"
    text = template(api, function=EVENT, extra=extra)
    return [rule for rule, _ in found(repository(root, text)) if rule == "E3012"]


@pytest.mark.parametrize("in_globals", [False, True])
def test_one_is_taken(in_globals: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a column
    assert wrong(tmp_path, STATEMENT, in_globals=in_globals) == []


def test_a_list_is_taken(tmp_path: Path) -> None:
    assert wrong(tmp_path, f"[{STATEMENT}]") == []


def test_text_is_not(tmp_path: Path) -> None:
    assert wrong(tmp_path, "all") == ["E3012"]
