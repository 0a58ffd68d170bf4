"""Changes to cfn-lint at run time: each still saves what it is meant to, and finds the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from cfnlint.context import context
from cfnlint.jsonschema import _filter, validators
from cfnlint.schema.resolver import RefResolver, _resolver

from sam_scaffold.checking.cfnlint_patches import computed_once
from sam_scaffold.checking.linting import Linter

_ROLE = """\
  Role{number}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{Service: lambda.amazonaws.com}}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: access
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Perhaps
                Action: sqs:SendMessage
                Resource: !GetAtt Queue.Arn
"""

TEXT = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n" + "".join(
    _ROLE.format(number=number) for number in range(3)
)


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


@contextmanager
def counted(place: Any, name: str) -> Iterator[Counter[str]]:
    """Count the calls of a function of cfn-lint."""
    seen: Counter[str] = Counter()
    function = getattr(place, name)

    def counting(*args: Any, **kwargs: Any) -> Any:
        seen[name] += 1
        return function(*args, **kwargs)

    with patch.object(place, name, counting):
        yield seen


def found(linter: Linter, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is found in a template with three mistakes."""
    monkeypatch.chdir(folder)
    (folder / "template.yaml").write_text(TEXT, encoding="utf-8")
    job = linter.job("template.yaml")
    assert job is not None
    return [f"{match.linenumber} {match.rule.id} {match.message}" for match in job.source()]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (validators, "create"),
        (_resolver, "_search_schema"),
        (validators, "fields"),
        (context, "fields"),
        (_filter, "fields"),
    ],
)
def test_cfn_lint_computes_less(
    linter: Linter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    calls, findings = [], []
    for change in (nullcontext(), computed_once()):
        with counted(place, name) as seen, change:
            findings.append(found(linter, tmp_path, monkeypatch))
        calls.append(seen[name])
    assert calls[1] * 2 < calls[0]
    assert len(findings[0]) == len(("Role0", "Role1", "Role2"))
    assert findings[0] == findings[1]


def test_cfn_lint_is_as_it_was_afterwards() -> None:
    before = (validators.create, RefResolver.resolve_fragment, validators.fields)
    with computed_once():
        assert validators.create is not before[0]
    assert (validators.create, RefResolver.resolve_fragment, validators.fields) == before
