"""One run of copier: Jinja's context as a typed one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from answers import ANSWERS
from command_environment import ROOT
from jinja2 import Environment
from jinja2.runtime import Context
from repositories import SHOP, Repository

from sam_scaffold.questions.context import Phase
from sam_scaffold.rendering.copier_environment import RenderRequest
from sam_scaffold.rendering.session import RenderSession
from sam_scaffold.sam.style.house_style import HouseStyle


def jinja(root: Path, answers: dict[str, Any] | None = None, **given: Any) -> Context:
    """Return what copier renders with, once all questions are answered."""
    conf = {"dst_path": str(root), "src_path": str(ROOT), "data": given}
    known = {**ANSWERS, "house": HouseStyle().to_dict(), **(answers or {}), "_copier_conf": conf}
    environment = Environment(autoescape=True)
    environment.globals["final_check"] = print
    return environment.from_string("").new_context(known)


def test_answers_are_those_of_questions(tmp_path: Path) -> None:
    found = RenderSession(RenderRequest()).context(jinja(tmp_path, timeout=3))
    assert found.answers == {**ANSWERS, "house": HouseStyle().to_dict()}
    assert found.given == {"timeout": 3}
    assert (found.phase, found.changed) == (Phase.NEW, None)
    assert found.answered == {"timeout"}


def test_repository_is_seen_below_the_staging_folder(tmp_path: Path) -> None:
    shop = Repository(tmp_path / "shop", SHOP)
    session = RenderSession(RenderRequest(shop.root), phase=Phase.NEW)
    found = session.context(jinja(tmp_path / "stage"))
    assert (found.view.root, found.view.base) == (tmp_path / "stage", shop.root)
    assert found.template is not None
    assert found.template is session.context(jinja(tmp_path / "stage")).template
    assert found.trigger.event == ""


@pytest.mark.parametrize(
    ("phase", "changed", "answered", "offers"),
    [
        (Phase.NEW, None, {"timeout"}, True),
        (Phase.CHANGED, ("memory_size",), {"memory_size"}, True),
        (Phase.AGAIN, None, set(), False),
    ],
)
def test_phase_says_what_is_asked(
    phase: Phase,
    changed: tuple[str, ...] | None,
    answered: set[str],
    tmp_path: Path,
    *,
    offers: bool,
) -> None:
    Repository(tmp_path, SHOP)
    session = RenderSession(RenderRequest(changed=changed), phase=phase)
    found = session.context(jinja(tmp_path, timeout=3))
    assert set(found.answered) == answered
    assert (found.offered is not None) == offers


def test_style_is_that_of_the_answers(tmp_path: Path) -> None:
    session = RenderSession(RenderRequest())
    assert session.context(jinja(tmp_path)).style == HouseStyle()
    traced = HouseStyle(tracing=True)
    assert session.context(jinja(tmp_path, {"house": traced.to_dict()})).style == traced


def test_value_is_made_once_for_a_key() -> None:
    session, made = RenderSession(RenderRequest()), iter(range(9))
    assert [session.once(key, lambda: next(made)) for key in ("a", "a", "b", "a")] == [0, 0, 1, 0]
