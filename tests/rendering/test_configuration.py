"""The template's questions, as copier itself reads them."""

from __future__ import annotations

from pathlib import Path

from command_environment import ROOT
from copier._template import load_template_config
from repositories import Repository

from sam_scaffold.rendering.configuration import questions_of


def of_copier(template: Path) -> dict[str, object]:
    """Return all entries of copier.yml except settings."""
    found = load_template_config(template / "copier.yml")
    return {key: value for key, value in found.items() if not key.startswith("_")}


def test_questions_are_those_that_copier_reads() -> None:
    found = questions_of(ROOT)
    assert found == of_copier(ROOT)
    assert {"schedule", "time_zone", "trigger"} <= found.keys()
    assert found["schedule"]["type"] == "str"


def test_included_files_may_be_many_and_none(tmp_path: Path) -> None:
    files = {
        "copier.yml": "_a: 1\nfirst: {type: str}\n---\n!include more/*/questions.yml\n---\n"
        "!include none/*.yml\n---\nlast: {type: int}\n",
        "more/b/questions.yml": "second: {type: bool}\n---\nthird: 3\n",
        "more/a/questions.yml": "# Nothing to ask.\n",
    }
    template = Repository(tmp_path, files).root
    assert questions_of(template) == of_copier(template)
    assert list(questions_of(template)) == ["first", "second", "third", "last"]
