"""`check` looks at a template with a key twice as the SAM CLI reads it: the last one counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks import WARNED, found, marked, repository, template

GLOBALS = "Globals:\n  Function: {Timeout: 3}\n"
OF_ANOTHER_FOLDER = template("", function="      CodeUri: nowhere/  # here\n")
"""`CodeUri` for a second time, in line 9."""


def test_the_key_is_an_error_and_our_rules_look_at_the_last_one(tmp_path: Path) -> None:
    assert marked(OF_ANOTHER_FOLDER) == 9
    twice = [("E0000", 6), ("E0000", 9)]
    assert sorted(found(repository(tmp_path, OF_ANOTHER_FOLDER))) == [*twice, ("E9101", 9)]


def test_what_the_first_one_said_is_forgotten(tmp_path: Path) -> None:
    text = OF_ANOTHER_FOLDER.replace("worker/", "elsewhere/").replace("nowhere/", "worker/")
    assert {rule for rule, _ in found(repository(tmp_path, text))} == {"E0000"}


def test_the_translator_and_what_it_makes_are_looked_at_too(tmp_path: Path) -> None:
    text = template("", function="      Timeout: 3\n      Timeout: 1000  # here\n")
    assert ("E3717", marked(text)) in found(repository(tmp_path, text))
    policy = "      Policies: [{SQSPollerPolicy: {Queue: 1}}]\n"
    text = template("", function=f"      Timeout: 3\n      Timeout: 3\n{policy}")
    assert ("E9001", 11) in found(repository(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        template("", extra=GLOBALS + GLOBALS),
        template("") + "Outputs: {A: {Value: 1}}\n" * 2,
        template("") + template("").partition("\n")[2],
        template("", function="      Environment: {Variables: {A1: 1, A1: 2}}\n"),
    ],
    ids=["Globals", "Outputs", "Resources", "deep"],
)
def test_wherever_it_stands_nothing_else_is_said(text: str, tmp_path: Path) -> None:
    assert {rule for rule, _ in found(repository(tmp_path, text))} == {"E0000"}
    text = text.replace("worker/", "nowhere/")
    assert {rule for rule, _ in found(repository(tmp_path, text))} == {"E0000", "E9101"}


def test_a_rule_that_a_resource_suppresses_stays_silent(tmp_path: Path) -> None:
    quiet = "    Metadata: {cfn-lint: {config: {ignore_checks: [E9101]}}}\n"
    text = OF_ANOTHER_FOLDER + quiet
    assert {rule for rule, _ in found(repository(tmp_path, text))} == {"E0000"}


def test_a_rule_that_the_configuration_suppresses_stays_silent(tmp_path: Path) -> None:
    files = {".cfnlintrc": "ignore_checks: [E9101]\n"}
    made = repository(tmp_path, OF_ANOTHER_FOLDER, **files)
    assert {rule for rule, _ in found(made)} == {"E0000"}


@pytest.mark.parametrize(
    "text",
    [
        template("").replace("Resources:", "Resources: ["),
        template("", function="      ? \n      : 1\n").replace("worker/", "nowhere/"),
        template("", function="      Timeout: 3\n      Timeout: 3\n      ? \n      : 1\n"),
    ],
    ids=["no-yaml", "no-key", "no-key-either"],
)
def test_what_is_no_template_for_another_reason_is_not_looked_at(text: str, tmp_path: Path) -> None:
    assert {rule for rule, _ in found(repository(tmp_path, text))} == {"E0000"}


def test_which_of_two_is_meant_is_not_for_fix_to_tell(tmp_path: Path) -> None:
    text = WARNED.replace("      Timeout: 60\n", "      Timeout: 50\n      Timeout: 60\n")
    made = repository(tmp_path, text)
    assert "W9401" in {rule for rule, _ in found(made)}
    made.here("check", "--fix")
    assert made.text() == text


def test_a_section_that_is_an_alias_is_read(tmp_path: Path) -> None:
    text = template("").replace("Resources:", "Metadata:\n  All: &all").replace("worker/", "no/")
    lines = text.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "&all" in line) + 1
    text = "".join([*lines[:at], *("  " + line for line in lines[at:]), "Resources: *all\n"])
    rules = {rule for rule, _ in found(repository(tmp_path, text))}
    assert "E9101" in rules
    assert "E0002" not in rules
