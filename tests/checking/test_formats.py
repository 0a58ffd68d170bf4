"""What GitHub's workflow commands escape, and how many of what there are."""

from __future__ import annotations

import pytest
from cfnlint.rules import CloudFormationLintRule

from sam_scaffold.checking.check import Checked
from sam_scaffold.checking.finding import Finding
from sam_scaffold.checking.formats import github, is_failure, text
from sam_scaffold.checking.places import Span


def finding(rule: str, message: str = "Wrong.", file: str = "template.yaml") -> Finding:
    of = CloudFormationLintRule()
    of.id = rule
    return Finding(of, message, file, Span(3, 5, 3, 9), ("Resources", "Queue"))


def checked(*findings: Finding) -> Checked:
    return Checked(findings, ("template.yaml",), {})


@pytest.mark.parametrize(
    ("message", "file", "line"),
    [
        ("100 % of a: b, c", "a.yaml", "file=a.yaml,{at}::100 %25 of a: b, c"),
        ("one\r\ntwo", "a.yaml", "file=a.yaml,{at}::one%0D%0Atwo"),
        ("Wrong.", "50%,c:d.yaml", "file=50%25%2Cc%3Ad.yaml,{at}::Wrong."),
    ],
    ids=["percent", "line breaks", "properties"],
)
def test_github_escapes(message: str, file: str, line: str) -> None:
    at = "line=3,col=5,endLine=3,endColumn=9,title=E9101"
    out = github(checked(finding("E9101", message, file)), str)
    assert out.splitlines()[0] == "::error " + line.format(at=at)


@pytest.mark.parametrize(
    ("rule", "command"), [("E1", "error"), ("W1", "warning"), ("I1", "notice")]
)
def test_github_has_a_command_a_severity(rule: str, command: str) -> None:
    assert github(checked(finding(rule)), str).startswith(f"::{command} ")


@pytest.mark.parametrize(
    ("rules", "count"),
    [
        ([], "nothing found"),
        (["E1"], "1 error"),
        (["I1", "W1", "E1", "W2"], "1 error, 2 warnings, 1 note"),
    ],
    ids=["none", "one", "all"],
)
def test_text_counts(rules: list[str], count: str) -> None:
    out = text(checked(*map(finding, rules)), str)
    assert out.splitlines()[-1] == f"{count} in 1 template"
    assert len(out.splitlines()) == len(rules) + 1


def test_names_are_those_of_the_caller() -> None:
    assert "below/template.yaml:3:5:" in text(checked(finding("E1")), lambda name: f"below/{name}")


@pytest.mark.parametrize(
    ("rule", "failure", "strict"),
    [("E1", True, True), ("W1", False, True), ("I1", False, False)],
)
def test_what_fails(rule: str, failure: bool, strict: bool) -> None:  # noqa: FBT001
    assert is_failure([finding(rule)], strict=False) is failure
    assert is_failure([finding(rule)], strict=True) is strict
