"""What triggers say of themselves, and whether each is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from repositories import ROOT

from sam_scaffold.components.trigger import FACTS_FILE, FOLDER, NEW, Trigger
from sam_scaffold.rendering.configuration import questions_of
from sam_scaffold.sam.iam.permissions import poll
from sam_scaffold.sam.model.template import Resource

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


def choices() -> list[str]:
    found: list[str] = list(questions_of(ROOT)["trigger"]["choices"].values())
    return found


def test_triggers_that_can_be_chosen_are_those_that_are_there() -> None:
    assert sorted(choices()) == FOLDERS


@pytest.mark.parametrize("name", FOLDERS)
def test_folder_holds_all_about_a_trigger(name: str) -> None:
    assert {path.name for path in (ROOT / FOLDER / name).iterdir()} >= NEEDED


@pytest.mark.parametrize("name", FOLDERS)
def test_facts_go_together(name: str) -> None:
    trigger = Trigger.load(ROOT, name)
    assert (NEW in trigger.sources.values()) == bool(trigger.new_source)
    assert len(set(trigger.sources.values())) == len(trigger.sources)
    assert bool(trigger.source_types) == bool(trigger.source_noun)
    assert not trigger.source_has or trigger.source_types
    assert not trigger.source_types or trigger.sources
    for kind in trigger.source_types if trigger.polled else ():
        assert poll(kind, "Source").sid == "PollSource"
    for flag in (trigger.polled, trigger.keeps_failures, trigger.repeats):
        assert isinstance(flag, bool)


OWN_QUESTIONS = sorted(path.parent.name for path in (ROOT / FOLDER).glob("*/questions.yml"))


@pytest.mark.parametrize("name", OWN_QUESTIONS)
def test_questions_of_a_trigger_are_asked_for_it_alone(name: str) -> None:
    text = (ROOT / FOLDER / name / "questions.yml").read_text(encoding="utf-8")
    for question in yaml.safe_load(text).values():
        assert f"'{name}'" in question["when"]


def written(root: Path, text: str) -> Trigger:
    folder = root / FOLDER / "toy"
    folder.mkdir(parents=True)
    (folder / FACTS_FILE).write_text(text, encoding="utf-8")
    return Trigger.load(root, "toy")


def test_facts_that_are_not_said_are_not_so(tmp_path: Path) -> None:
    assert written(tmp_path, "# Nothing.\n") == Trigger()


def test_facts_are_read_as_they_stand(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "sources: {A new queue: new}\nsource_types: [AWS::SQS::Queue]\nsource_noun: queue\n"
        "new_source: Queue\npolled: true\n",
    )
    assert found == Trigger(
        sources={"A new queue": "new"},
        source_types=("AWS::SQS::Queue",),
        source_noun="queue",
        new_source="Queue",
        polled=True,
    )


def test_fact_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="poled"):
        written(tmp_path, "poled: true\n")


@pytest.mark.parametrize(
    ("has", "properties", "takes"),
    [
        pytest.param({}, {}, True, id="anything"),
        pytest.param({"FifoQueue": False}, {}, True, id="false-is-missing"),
        pytest.param({"FifoQueue": False}, {"FifoQueue": False}, True, id="false-is-false"),
        pytest.param({"FifoQueue": False}, {"FifoQueue": "false"}, True, id="false-as-text"),
        pytest.param({"FifoQueue": False}, {"FifoQueue": True}, False, id="false-is-not-true"),
        pytest.param({"FifoQueue": True}, {"FifoQueue": True}, True, id="true"),
        pytest.param({"FifoQueue": True}, {"FifoQueue": "true"}, True, id="true-as-text"),
        pytest.param({"FifoQueue": True}, {}, False, id="true-is-not-missing"),
        pytest.param({"FifoQueue": True}, {"FifoQueue": {"Ref": "X"}}, False, id="true-or-not"),
        pytest.param({"StreamSpecification": None}, {"StreamSpecification": {}}, True, id="any"),
        pytest.param({"StreamSpecification": None}, {}, False, id="any-is-not-missing"),
        pytest.param({"Type": "A"}, {"Type": "A"}, True, id="value"),
        pytest.param({"Type": "A"}, {"Type": "B"}, False, id="other-value"),
        pytest.param({"A": True, "B": True}, {"A": True}, False, id="one-of-two"),
        pytest.param({"Type": ["A", "B"]}, {"Type": "B"}, True, id="one-of-several"),
        pytest.param({"Type": ["A", "B"]}, {"Type": "C"}, False, id="none-of-several"),
        pytest.param({"Type": ["A", "B"]}, {}, False, id="several-are-not-missing"),
        pytest.param({"A": {"B": ["C"]}}, {"A": {"B": "C", "D": 1}}, True, id="below"),
        pytest.param({"A": {"B": ["C"]}}, {"A": {"B": "D"}}, False, id="other-below"),
        pytest.param({"A": {"B": ["C"]}}, {"A": "C"}, False, id="nothing-below"),
        pytest.param({"A": {"B": ["C"]}}, {}, False, id="below-is-not-missing"),
    ],
)
def test_what_a_trigger_takes(
    has: dict[str, Any],
    properties: dict[str, Any],
    takes: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    trigger = Trigger(source_types=("AWS::SQS::Queue",), source_has=has)
    assert trigger.takes(Resource("Q", "AWS::SQS::Queue", properties, "")) is takes
    assert not trigger.takes(Resource("Q", "AWS::SNS::Topic", properties, ""))
