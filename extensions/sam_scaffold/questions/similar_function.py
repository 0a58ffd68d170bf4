"""Questions about the function that a new one is most like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ..components.answers_file import readable_answers
from ..components.component_record import current_ids
from ..components.function_style import frame_of
from ..record_files import ANSWERS_FILE, SCAFFOLD
from ..sam.model.intrinsics import mapping_of
from ..sam.model.names import title
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


def has_like(context: QuestionContext) -> bool:
    """Return whether there is a choice; older components have none."""
    if context.phase is Phase.AGAIN:
        return bool(context.known("like"))
    return len(like_choices(context)) > 1


def default_like(context: QuestionContext) -> str:
    """Return the default of ``like``: none for older components, and for a function by hand."""
    if context.phase is not Phase.NEW or context.answers.get("adopted"):
        return NO_ONE
    return next(iter(like_choices(context).values()))


def learned_frame(context: QuestionContext) -> dict[str, Any]:
    """Return what is taken over from the function that the new one is like."""
    answers, template = context.answers, context.template
    like = answers["like"]
    if template is None or like == NO_ONE or _is_in_our_style(context, like):
        return {}
    frame = learn_frame(template, like, str(answers["trigger"]))
    if frame.like and "Description" not in frame.properties:
        frame = replace(frame, unsaid=title(str(answers["name"])))
    return frame.to_dict()


def usual_time_zone(context: QuestionContext) -> str:
    """Return the default of ``time_zone``: that of the schedule in the frame."""
    frame = frame_of(context.answers)
    for entry in (frame.event, *frame.invoking.values()):
        stated = mapping_of(entry.get("Properties")).get(_TIME_ZONE)
        if isinstance(stated, str):
            return stated
    return "UTC"


_TIME_ZONE = "ScheduleExpressionTimezone"


def _is_in_our_style(context: QuestionContext, like: str) -> bool:
    """Return whether a function is a component that was generated in our own style."""
    base = PurePosixPath(context.template_file).parent
    folder = base / SCAFFOLD / "functions"
    for name in context.view.names(str(folder)):
        file = context.view.place(str(folder / name / ANSWERS_FILE))
        if like in current_ids(file):
            answers = readable_answers(file)
            return not answers.get("adopted") and not answers.get("frame")
    return False
