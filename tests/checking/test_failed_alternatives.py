"""Of a value that fits no form the translator's line is shown, if it names the mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks import QUEUE, found, marked, repository, template


def event(text: str, kind: str = "Api") -> str:
    return template(
        QUEUE, function=f"      Events:\n        A:\n          Type: {kind}\n{text}".rstrip() + "\n"
    )


PATH = "            Path: /x\n"
METHOD = "            Method: get\n"
PROPERTIES = "          Properties:\n"

NAMED = {
    "unknown": event(f"{PROPERTIES}{PATH}{METHOD}            Cors: {{A: 1}}  # here\n"),
    "wrong": event(f"{PROPERTIES}{PATH}{METHOD}            RestApiId: [1]  # here\n"),
    "missing": event(f"          Properties:  # here\n{METHOD}"),
    "missing-queue": event("          Properties:  # here\n            Enabled: true\n", "SQS"),
}


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED.keys())
def test_one_mistake_is_one_line(text: str, tmp_path: Path) -> None:
    assert found(repository(tmp_path, text)) == [("E9001", marked(text))]


def test_a_form_that_does_not_exist(tmp_path: Path) -> None:
    assert found(repository(tmp_path, event(f"{PROPERTIES}{PATH}{METHOD}", "Apix"))) == [
        ("E9001", 10)
    ]


def test_what_the_translator_takes_stays_cfn_lints_to_say(tmp_path: Path) -> None:
    text = event(f"{PROPERTIES}{PATH}{METHOD}            Auth: {{Nope: 1}}\n")
    rules = {rule for rule, _ in found(repository(tmp_path, text))}
    assert "E3017" in rules
    assert "E9001" not in rules


def test_another_mistake_of_the_same_function_stays(tmp_path: Path) -> None:
    text = NAMED["unknown"].replace("Handler:", "Timeout: long\n      Handler:")
    assert {rule for rule, _ in found(repository(tmp_path, text))} == {"E3012", "E9001"}


def test_another_event_stays(tmp_path: Path) -> None:
    more = (
        f"        B:\n          Type: Api\n{PROPERTIES}{PATH}{METHOD}            Auth: {{No: 1}}\n"
    )
    text = event(f"{PROPERTIES}{PATH}{METHOD}            Cors: {{A: 1}}\n{more}")
    lines = [line for rule, line in found(repository(tmp_path, text)) if rule in ("E3017", "E9001")]
    assert lines == [15, 16]
