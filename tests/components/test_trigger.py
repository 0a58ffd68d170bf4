"""Triggers: their files, and the validation of ``trigger.yaml``."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from command_environment import ROOT

from sam_scaffold.aws.event_sources.polled import SQS
from sam_scaffold.components.trigger import (
    FACTS_FILE,
    FOLDER,
    NEW,
    Trigger,
    TriggerFileError,
    borrowed_questions,
    trigger_choices,
    trigger_names,
)
from sam_scaffold.rendering.configuration import questions_of

FOLDERS = sorted(path.name for path in (ROOT / FOLDER).iterdir() if path.is_dir())

NEEDED = {
    "trigger.yaml",
    "resource.yaml.jinja",
    "handler.py.jinja",
    "powertools.py.jinja",
    "test.py.jinja",
    "event.json.jinja",
    "README.md.jinja",
}


def test_triggers_are_offered_by_label_in_the_order_of_their_positions() -> None:
    found = trigger_choices(ROOT)
    assert sorted(found.values()) == FOLDERS
    loaded = {name: Trigger.load(ROOT, name) for name in FOLDERS}
    assert list(found) == [loaded[name].label for name in found.values()]
    positions = [loaded[name].position for name in found.values()]
    assert positions == sorted(set(positions))


@pytest.mark.parametrize("name", FOLDERS)
def test_folder_holds_all_about_a_trigger(name: str) -> None:
    assert {path.name for path in (ROOT / FOLDER / name).iterdir()} >= NEEDED


@pytest.mark.parametrize("name", FOLDERS)
def test_facts_go_together(name: str) -> None:
    trigger = Trigger.load(ROOT, name)
    assert (NEW in trigger.sources.values()) == bool(trigger.new_source)
    assert len(set(trigger.sources.values())) == len(trigger.sources)
    assert bool(trigger.event_source.types) == bool(trigger.sources)
    assert trigger.event_source.name == name


@pytest.mark.parametrize("name", FOLDERS)
def test_questions_about_the_event_source_are_asked(name: str) -> None:
    asked = questions_of(ROOT)
    trigger = Trigger.load(ROOT, name)
    for setting in trigger.event_source.settings:
        question = asked[setting.question]
        assert f"{setting.question}_problem(" in question["validator"]
        assert f"'{name}'" in question["when"] or setting.question in trigger.asks


OWN_QUESTIONS = sorted(path.parent.name for path in (ROOT / FOLDER).glob("*/questions.yml"))


@pytest.mark.parametrize("name", OWN_QUESTIONS)
def test_questions_of_a_trigger_are_asked_for_it_alone(name: str) -> None:
    text = (ROOT / FOLDER / name / "questions.yml").read_text(encoding="utf-8")
    for question in yaml.safe_load(text).values():
        assert f"'{name}'" in question["when"]


HEAD = "label: Messages of a toy\nposition: 10\n"


def written(root: Path, text: str, name: str = "sqs") -> Trigger:
    folder = root / FOLDER / name
    folder.mkdir(parents=True)
    (folder / FACTS_FILE).write_text(text, encoding="utf-8")
    return Trigger.load(root, name)


def test_facts_that_are_not_said_are_not_so(tmp_path: Path) -> None:
    expected = Trigger(label="Messages of a toy", position=10, event_source=SQS)
    assert written(tmp_path, HEAD) == expected


def test_facts_are_read_as_they_stand(tmp_path: Path) -> None:
    more = "sources: {A new queue: new}\nnew_source: Queue\nasks: [path]\nkeeps_failures: true\n"
    assert written(tmp_path, HEAD + more) == Trigger(
        label="Messages of a toy",
        position=10,
        sources={"A new queue": "new"},
        new_source="Queue",
        asks=("path",),
        keeps_failures=True,
        event_source=SQS,
    )


FILE = "template/triggers/sqs/trigger.yaml"

MISTAKES = {
    "unknown": (f"{HEAD}lable: x\n", f"{FILE}: 'lable' ('x') is not a valid key: one of label, "),
    "near": (f"{HEAD}lable: x\n", "Did you mean label?"),
    "number": (f"{HEAD}event: 5\n", f"{FILE}: 5 is not a valid event: a text."),
    "text": ("label: x\nposition: first\n", "'first' is not a valid position: a whole number."),
    "no-number": ("label: x\nposition: true\n", "True is not a valid position: a whole number."),
    "switch": (
        f"{HEAD}keeps_failures: 'no'\n", "'no' is not a valid keeps_failures: true or false.",
    ),
    "list": (f"{HEAD}asks: path\n", "'path' is not a valid asks: a list of texts."),
    "item": (f"{HEAD}asks: [1]\n", "[1] is not a valid asks: a list of texts."),
    "labels": (f"{HEAD}sources: [new]\n", "['new'] is not a valid sources: a mapping from labels"),
    "answer": (f"{HEAD}sources: {{A: 1}}\n", "{'A': 1} is not a valid sources: a mapping from"),
    "properties": (f"{HEAD}switched_off: true\n", "True is not a valid switched_off: a mapping"),
    "missing": ("label: x\n", f"{FILE}: position is missing: a whole number."),
    "empty": ("# Nothing.\n", f"{FILE}: label is missing: a text."),
    "no-mapping": ("- label\n", f"{FILE}: ['label'] is not a valid trigger: a mapping with label"),
    "no-yaml": ("label: [\n", f"{FILE} is not valid YAML: "),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_one_line_with_file_key_value_and_rule(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(TriggerFileError) as caught:
        written(tmp_path, text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_folder_has_the_name_of_an_event_source(tmp_path: Path) -> None:
    with pytest.raises(TriggerFileError, match=r"'sqss' is not .*aws/event_sources\. Did you mean"):
        written(tmp_path, HEAD, name="sqss")


def test_questions_of_another_version_are_read_whatever_else_its_file_says(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER / "toy"
    folder.mkdir(parents=True)
    (folder / FACTS_FILE).write_text("polled: true\nasks: [path]\n", encoding="utf-8")
    assert trigger_names(tmp_path) == ["toy"]
    assert borrowed_questions(tmp_path, "toy") == ("path",)
    (folder / FACTS_FILE).write_text("# Nothing.\n", encoding="utf-8")
    assert borrowed_questions(tmp_path, "toy") == ()
