"""First question of a run: its phase, and answers that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from answers import ANSWERS
from command_environment import ROOT
from jinja2 import Environment
from jinja2.runtime import Context

from sam_scaffold.questions.context import Phase
from sam_scaffold.rendering.copier_environment import RenderRequest
from sam_scaffold.rendering.opening import opening_problem
from sam_scaffold.rendering.session import RenderSession
from sam_scaffold.sam.style.house_style import HouseStyle

RECORDED: dict[str, Any] = {**ANSWERS, "house": HouseStyle().to_dict()}
SHARED = {"kind": "resource", "name": "alarms_topic", "template_file": "template.yaml"}


def jinja(root: Path, given: dict[str, Any], recorded: dict[str, Any]) -> Context:
    """Return what copier renders the first question with."""
    conf = {
        "dst_path": str(root), "src_path": str(ROOT), "data": given, "answers_file": "answers.yml",
    }  # fmt: skip
    known = {**recorded, **given, "_copier_conf": conf}
    return Environment(autoescape=True).from_string("").new_context(known)


@pytest.mark.parametrize(
    ("given", "recorded", "changed", "phase"),
    [
        pytest.param({"kind": "function"}, {}, None, Phase.NEW, id="new"),
        pytest.param(RECORDED, {}, None, Phase.AGAIN, id="folders-of-an-update"),
        pytest.param({}, RECORDED, None, Phase.AGAIN, id="repository-of-an-update"),
        pytest.param(RECORDED, {}, ("timeout",), Phase.CHANGED, id="changed"),
        pytest.param({**SHARED, "provides": "topic"}, {}, None, Phase.NEW, id="new-resource"),
        pytest.param(
            {**SHARED, "provides": "topic", "came_along": True}, {}, None, Phase.AGAIN,
            id="resource",
        ),
        pytest.param({}, {"kind": "repository"}, None, Phase.AGAIN, id="all-components"),
    ],
)  # fmt: skip
def test_phase_of_a_run(
    given: dict[str, Any],
    recorded: dict[str, Any],
    changed: tuple[str, ...] | None,
    phase: Phase,
    tmp_path: Path,
) -> None:
    session = RenderSession(RenderRequest(changed=changed))
    assert opening_problem(session, jinja(tmp_path, given, recorded)) == ""
    assert session.phase is phase


def test_unknown_question_is_refused(tmp_path: Path) -> None:
    session = RenderSession(RenderRequest())
    given = {"kind": "function", "timeot": 3}
    assert "Did you mean timeout?" in opening_problem(session, jinja(tmp_path, given, {}))


def test_only_changed_answers_are_checked(tmp_path: Path) -> None:
    """A recorded answer may be of a question that this version does not have."""
    given = {**RECORDED, "gone_since": 1, "timeout": "soon"}
    kept = RenderSession(RenderRequest(changed=("memory_size",)))
    assert opening_problem(kept, jinja(tmp_path, given, {})) == ""
    changed = RenderSession(RenderRequest(changed=("timeout",)))
    assert opening_problem(changed, jinja(tmp_path, given, {})).startswith("timeout: 'soon' is")


def test_recorded_answer_of_another_type_is_refused(tmp_path: Path) -> None:
    session = RenderSession(RenderRequest())
    recorded = {**RECORDED, "timeout": "soon"}
    assert opening_problem(session, jinja(tmp_path, {}, recorded)).startswith("timeout: 'soon' is")
