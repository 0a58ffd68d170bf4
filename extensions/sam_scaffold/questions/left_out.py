"""The line on parts that a new function lacks because the other functions have none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..components.alarms import NONE, STANDARD, alarm_level
from ..components.alarms import QUESTION as ALARMS
from ..components.failures import NONE as NOWHERE
from ..components.failures import QUESTION as ON_FAILURE
from ..components.failures import QUEUE
from ..sam.style.house_style import HouseStyle
from .shared_layers import leaves_room


def left_out(answers: Mapping[str, Any], given: Collection[str] = ()) -> list[str]:
    """Return a line on what a new function lacks, with the command that adds it.

    Args:
        answers: All answers of the function.
        given: The questions that the user answered, who knows of these.

    Returns:
        The line; none if nothing was left out.
    """
    found = {name: answer for question, name, answer in _missing(answers) if question not in given}
    if not found:
        return []
    *first, last = found
    names = f"{', '.join(first)} or {last}" if first else last
    command = " ".join(["sam-scaffold set", answers["name"], *found.values()])
    return [f"No {names}, as the other functions have none: {command}"]


def _missing(answers: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the question, the name and the answer that adds it of what the function lacks."""
    style = HouseStyle.from_dict(dict(answers["house"]))
    if alarm_level(answers.get(ALARMS)) == NONE == style.alarms:
        yield ALARMS, "alarms", f"{ALARMS}={STANDARD}"
    if answers.get(ON_FAILURE) == NOWHERE:
        yield ON_FAILURE, "dead-letter queue", f"{ON_FAILURE}={QUEUE}"
    if not answers["log_retention"] and not style.log_retention and not _has_log_group(style):
        yield "log_retention", "log group", f"log_retention={HouseStyle.log_retention}"
    can_share = leaves_room(style, powertools=answers["powertools"])
    if not answers["shared_code"] and not style.shared_code and can_share:
        yield "shared_code", "shared code layer", "shared_code=true"


def _has_log_group(style: HouseStyle) -> bool:
    config = style.globals.get("LoggingConfig")
    return isinstance(config, dict) and "LogGroup" in config
