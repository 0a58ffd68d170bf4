"""Questions about the function that a new one is most like."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml

from ..components.answers_file import read_answers
from ..components.component_record import current_ids
from ..record_files import ANSWERS_FILE, SCAFFOLD
from ..sam.style.frame.learn_frame import learn_frame
from ..sam.style.frame.siblings import by_likeness
from .context import Phase, QuestionContext

NO_ONE = "none"
"""The answer of ``like`` for our own style."""


def like_choices(context: QuestionContext) -> dict[str, str]:
    """Return the choices of ``like`` by label, the most similar function first."""
    template, given = context.offered, context.known("layers")
    layers = given if isinstance(given, list) else [str(given)] if given else []
    trigger = str(context.answers["trigger"])
    found = (
        []
        if template is None
        else by_likeness(template, trigger, layers, str(context.answers["name"]))
    )
    recorded = None if context.phase is Phase.NEW else context.known("like")
    names = [*(function.logical_id for function in found), recorded]
    return {
        **{str(name): str(name) for name in names if name and name != NO_ONE},
        "None: sam-scaffold's own style": NO_ONE,
    }


def default_like(context: QuestionContext) -> str:
    """Return the default of ``like``; components that are older than the question have none."""
    if context.phase is not Phase.NEW:
        return NO_ONE
    return next(iter(like_choices(context).values()))


def learned_frame(context: QuestionContext) -> dict[str, Any]:
    """Return what is taken over from the function that the new one is like."""
    answers, template = context.answers, context.template
    like = answers["like"]
    if template is None or like == NO_ONE or _is_in_our_style(context, like):
        return {}
    return learn_frame(template, like, str(answers["trigger"])).to_dict()


def _is_in_our_style(context: QuestionContext, like: str) -> bool:
    """Return whether a function is a component that was generated in our own style."""
    base = PurePosixPath(context.template_file).parent
    folder = base / SCAFFOLD / "functions"
    for name in context.view.names(str(folder)):
        file = context.view.place(str(folder / name / ANSWERS_FILE))
        if like in current_ids(file):
            answers = _answers(context.view.read(str(folder / name / ANSWERS_FILE)))
            return not answers.get("adopted") and not answers.get("frame")
    return False


def _answers(data: bytes | None) -> Mapping[str, Any]:
    """Return recorded answers; none if they cannot be read, which is reported elsewhere."""
    try:
        return read_answers(data) if data else {}
    except yaml.YAMLError:
        return {}
