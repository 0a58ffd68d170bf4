"""The snippet of a function in the form of the function that it is like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..sam.style.frame.apply_frame import NewFunction, framed
from ..sam.style.frame.frame import Frame, usual_retention


def in_frame(
    snippet: str,
    component: Mapping[str, Any],
    *,
    description: str,
    log_retention: int,
) -> str:
    """Return a snippet in the form of the function that the new one is like.

    Args:
        snippet: The snippet in the form of sam-scaffold.
        component: The function's facts, as the template's files read them.
        description: The answer, empty for none.
        log_retention: The answer in days.
    """
    frame = Frame.from_dict(component["frame"])
    usual = usual_retention(frame)
    new = NewFunction(
        name=component["snake"],
        title=component["title"],
        logical_id=component["logical_id"],
        role_id=component["role_id"],
        log_group=component["log_group"],
        inherited=component["inherited"],
        alarms=component["alarms"],
        has_description=description not in (frame.unsaid, component["title"]),
        log_retention=None if log_retention == usual else log_retention,
    )
    return framed(snippet, frame, new)
