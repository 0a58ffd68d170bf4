"""First question of every run: which phase it is, and whether the given answers can be used."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import UndefinedError
from jinja2.runtime import Context

from ..components.root_answers import KIND as REPOSITORY
from ..questions.context import Phase
from ..questions.given_answers import Questions, key_problem, type_problem
from ..questions.misread_answers import data_files, misread_problem
from .configuration import questions_of
from .session import RenderSession

_RECORDED = frozenset(
    ("kind", "name", "template_file", "description", "house", "runtime", "architecture")
)
"""What the answers file of every kind holds; a user does not give all of it."""

_SHARED = frozenset(("kind", "name", "template_file", "provides", "came_along"))
"""What that of a shared resource holds; the function that needs it gives the same, checked."""

UNASKED = frozenset(
    (
        "first_look", "house", "adopted", "fresh", "resources", "resolved", "package_layers",
        "component", "ready",
    )
)  # fmt: skip
"""Questions that are never asked, and that ``--data`` does not answer."""


def opening_problem(session: RenderSession, jinja: Context) -> str:
    """Find out the phase of a run; return an error if its given answers cannot be used.

    Args:
        session: The run, whose phase is set.
        jinja: What copier renders the first question with.
    """
    given: Mapping[str, Any] = jinja["_copier_conf"]["data"]
    session.phase = _phase(session, jinja, given)
    known = questions_of(Path(jinja["_copier_conf"]["src_path"]))
    public = {key: value for key, value in known.items() if key not in UNASKED}
    if problem := _misread(jinja, given, public):
        return problem
    if session.phase is Phase.AGAIN:  # copier would take the default of what is of another type
        return type_problem({key: jinja[key] for key in public if key in jinja}, public)
    changed = session.request.changed
    checked = given if changed is None else {key: given[key] for key in changed}
    return key_problem(checked, public) or type_problem(checked, public)


def _phase(session: RenderSession, jinja: Context, given: Mapping[str, Any]) -> Phase:
    """Return why a component is rendered.

    Copier hands all recorded answers to the folders in which it renders an update as data; to
    the real repository it gives them as answers, and before the first question there are none
    but recorded ones.
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
    """Return an error if copier read other answers than its files hold."""
    conf = jinja["_copier_conf"]
    types = {key: str(value.get("type")) for key, value in public.items()}
    files = [(Path(name), name, given) for name in data_files(sys.argv)]
    with suppress(UndefinedError):  # of a new component it depends on the answers
        name = str(conf["answers_file"])
        recorded = {key: jinja[key] for key in types if key in jinja and key not in given}
        files.append((Path(conf["dst_path"]) / name, name, recorded))
    return next(filter(None, (misread_problem(*file, types) for file in files)), "")
