"""What EventBridge Scheduler takes for a schedule and for a time zone."""

from __future__ import annotations

import re
from datetime import datetime

_RATE = re.compile(r"rate\([1-9][0-9]* (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\(([A-Za-z0-9*?,/#-]+(?: [A-Za-z0-9*?,/#-]+)*)\)")
_AT = re.compile(r"at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)")
"""https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"""

_CRON_FIELDS = 6
_DAY_OF_MONTH, _DAY_OF_WEEK = 2, 4

_TIME_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9]*([_+-][A-Za-z0-9]+)*(/[A-Za-z0-9_+-]+){0,2}")


def schedule_problem(schedule: str) -> str:
    """Why EventBridge Scheduler would refuse an expression.

    Args:
        schedule: The expression: ``"cron(0 6 * * ? *)"``.
    """
    if found := _CRON.fullmatch(schedule):
        return _cron_problem(schedule, found[1].split(" "))
    if found := _AT.fullmatch(schedule):
        return "" if _is_time(found[1]) else f"{schedule!r} is no time of the calendar; correct it."
    if _RATE.fullmatch(schedule):
        return ""
    return (
        f"{schedule!r} is no schedule; write rate(1 hour), cron(0 6 * * ? *) or "
        "at(2030-01-01T06:00:00)."
    )


def _cron_problem(schedule: str, fields: list[str]) -> str:
    if len(fields) != _CRON_FIELDS:
        return (
            f"{schedule!r} has {len(fields)} fields, and EventBridge wants six: minutes, hours, "
            "day of month, month, day of week, year; write one like cron(0 6 * * ? *)."
        )
    if [fields[_DAY_OF_MONTH], fields[_DAY_OF_WEEK]].count("?") != 1:
        return (
            f"{schedule!r}: either the day of month or the day of week is to be ?, as in "
            "cron(0 6 * * ? *) and cron(0 6 ? * MON-FRI *)."
        )
    return ""


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def time_zone_problem(time_zone: str) -> str:
    """Why EventBridge Scheduler would refuse a time zone: it takes names of the IANA.

    The names are not compared with a list: not every machine has one, and AWS's changes.

    Args:
        time_zone: The name: ``"Europe/Berlin"``.
    """
    if _TIME_ZONE.fullmatch(time_zone):
        return ""
    return f"{time_zone!r} is no time zone; write one like Europe/Berlin or UTC."
