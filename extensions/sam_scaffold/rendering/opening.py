"""First, hidden question of every run: its phase, and the validation of the given answers."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import UndefinedError
from jinja2.runtime import Context

from ..components.alarms import QUESTION as ALARMS
from ..components.root_answers import KIND as REPOSITORY
from ..questions.context import Phase
from ..questions.given_answers import Questions, key_problem, type_problem
from ..questions.misread_answers import data_files, misread_problem
from .configuration import questions_of, questions_of_commit
from .session import RenderSession

_RECORDED = frozenset(
    ("kind", "name", "template_file", "description", "house", "runtime", "architecture")
)
"""Answers in the answers file of every kind, except shared resources; no user gives all."""

_SHARED = frozenset(("kind", "name", "template_file", "provides", "came_along"))
"""Answers in that of a shared resource; the function that adds it gives them, validated."""

UNASKED = frozenset(
    (
        "opening_check", "house", "frame", "adopted", "fresh", "resources", "resolved",
        "package_layers", "component", "final_check",
    )
)  # fmt: skip
"""Hidden questions, which ``--data`` cannot answer."""


def opening_problem(session: RenderSession, jinja: Context) -> str:
    """Determine the phase of a run; return an error if its given answers cannot be used.

    Args:
        session: The run, whose phase is set.
        jinja: The context with which Copier renders the first question.
    """
    given: Mapping[str, Any] = jinja["_copier_conf"]["data"]
    session.phase = _phase(session, jinja, given)
    read = questions_of_commit if "_commit" in session.request.recorded else questions_of
    known = read(Path(jinja["_copier_conf"]["src_path"]))
    public = {key: value for key, value in known.items() if key not in UNASKED}
    if problem := _misread(jinja, given, public):
        return problem
    if session.phase is Phase.AGAIN:  # Copier uses the default for one of another type
        return type_problem({key: jinja[key] for key in public if key in jinja}, public)
    changed = session.request.changed
    checked = given if changed is None else {key: given[key] for key in changed}
    return key_problem(checked, public) or type_problem(checked, public)


def _phase(session: RenderSession, jinja: Context, given: Mapping[str, Any]) -> Phase:
    """Return the reason why a component is rendered.

    For the folders in which it renders an update, Copier passes all recorded answers as data. For
    the repository itself, it passes them as answers; before the first question, there are no
    others.
    """
    if session.request.changed is not None:
        return Phase.CHANGED
    is_recorded = (
        given.keys() >= _RECORDED
        or given.keys() >= _SHARED
        or any(key in jinja and key not in given for key in ("house", "provides"))
        or jinja.get("kind") == REPOSITORY
    )
    return Phase.AGAIN if is_recorded else Phase.NEW


def _misread(jinja: Context, given: Mapping[str, Any], public: Questions) -> str:
    """Return an error if Copier read answers differently from what their files contain."""
    conf = jinja["_copier_conf"]
    types = {key: str(value.get("type")) for key, value in public.items()}
    types[ALARMS] = "bool"  # as earlier versions recorded it
    files = [(Path(name), name, given) for name in data_files(sys.argv)]
    with suppress(UndefinedError):  # depends on the answers of a new component
        name = str(conf["answers_file"])
        recorded = {key: jinja[key] for key in types if key in jinja and key not in given}
        files.append((Path(conf["dst_path"]) / name, name, recorded))
    return next(filter(None, (misread_problem(*file, types) for file in files)), "")
