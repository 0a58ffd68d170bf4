"""Validation of schedule expressions and time zones of EventBridge Scheduler."""

from __future__ import annotations

import re
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import available_timezones

from .cron import cron_problem

_RATE = re.compile(r"rate\([1-9][0-9]* (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\(([A-Za-z0-9*?,/#-]+(?: [A-Za-z0-9*?,/#-]+)*)\)")
_AT = re.compile(r"at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)")
"""https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"""

_TIME_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9]*([_+-][A-Za-z0-9]+)*(/[A-Za-z0-9_+-]+){0,2}")

_SAME_WORD = 0.87
"""Similarity to a time zone from which a name is a misspelling of it: ``Europe/Berln``."""


def schedule_problem(schedule: str) -> str:
    """Return an error if EventBridge Scheduler would reject an expression.

    Args:
        schedule: The expression: ``"cron(0 6 * * ? *)"``.
    """
    if found := _CRON.fullmatch(schedule):
        problem = cron_problem(found[1].split(" "))
        return f"{schedule!r}{problem}" if problem else ""
    if found := _AT.fullmatch(schedule):
        return (
            "" if _is_time(found[1]) else f"{schedule!r} is not a valid date and time. Correct it."
        )
    if _RATE.fullmatch(schedule):
        return ""
    return (
        f"{schedule!r} is not a valid schedule. Write rate(1 hour), cron(0 6 * * ? *) or "
        "at(2030-01-01T06:00:00)."
    )


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def time_zone_problem(time_zone: str) -> str:
    """Return an error if a text is not the IANA name of a time zone.

    A name that this computer does not know is only refused if it is similar to a known one: the
    list of this computer may be missing, and that of AWS may be newer.

    Args:
        time_zone: The name: ``"Europe/Berlin"``.
    """
    if not _TIME_ZONE.fullmatch(time_zone):
        return f"{time_zone!r} is not a valid time zone. Use a name such as Europe/Berlin or UTC."
    known = {name.lower(): name for name in sorted(available_timezones())}
    if known.get(time_zone.lower()) == time_zone:
        return ""
    near = get_close_matches(time_zone.lower(), known, n=1, cutoff=_SAME_WORD)
    return f"{time_zone!r} is not a valid time zone. Use {known[near[0]]}." if near else ""
