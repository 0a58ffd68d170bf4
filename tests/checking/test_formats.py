"""Characters that each format escapes, and the numbers of findings."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import click
import pytest
from cfnlint.rules import CloudFormationLintRule, Rules

from sam_scaffold.checking.finding import Finding, one_line, printable
from sam_scaffold.checking.formats import github, is_failure, junit, sarif, text
from sam_scaffold.checking.pipeline import Checked
from sam_scaffold.sam.model.source_map import Span


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


PATHS = {
    "sp ace/100%20é.yaml": "sp%20ace/100%2520%C3%A9.yaml",
    "a:b.yaml": "a%3Ab.yaml",
    "../up/[x]?#&.yaml": "../up/%5Bx%5D%3F%23%26.yaml",
    "\U0001f600.yaml": "%F0%9F%98%80.yaml",
    "x\n\x1b.yaml": "x%0A%1B.yaml",
}


@pytest.mark.parametrize(("path", "address"), PATHS.items(), ids=map(ascii, PATHS))
def test_sarif_has_addresses(path: str, address: str) -> None:
    of = finding("E1", file=path)
    log = json.loads(sarif(Checked((of,), (path,), Rules({"E1": of.rule})), str))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == address


NOT_IN_XML = [*map(chr, range(0x20)), "\x7f", "\x85", "\ufffe", "\uffff", "\ud83d", "\udcff"]


@pytest.mark.parametrize("character", NOT_IN_XML, ids=ascii)
def test_junit_is_xml_whatever_a_file_is_called(character: str) -> None:
    of = finding("E1", file=f"a{character}b.yaml")
    rules = Rules({"E1": of.rule})
    rules.used_rules["E1"] = of.rule
    out = junit(Checked((of,), ("a",), rules), str)
    (failure,) = ET.fromstring(out.encode()).iter("failure")  # noqa: S314 - our own
    assert f"{ascii(character)[1:-1]}b.yaml" in failure.attrib["message"]


@pytest.mark.parametrize("character", [*NOT_IN_XML, "\u202e", "\u2066", "\u2028"], ids=ascii)
def test_messages_hold_nothing_that_a_terminal_obeys(character: str) -> None:
    assert one_line(f"no{character}where").isprintable()
    assert printable("grün \U0001f600") == "grün \U0001f600"
    line = text(checked(finding("E1", file=f"a{character}[31mb.yaml")), str).splitlines()[0]
    assert click.unstyle(line).isprintable()
