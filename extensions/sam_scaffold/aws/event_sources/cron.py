"""The six fields of a cron expression of EventBridge Scheduler.

Ranges, names and wildcards are those of
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based. What that
page does not mention (``FRI-MON``, ``L-3``, ``1-31/30``) is accepted, as EventBridge may accept it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The days of each month in a leap year."""

_PART = re.compile(
    r"(?P<from>\*|[A-Z]{3}|\d{1,4})(?:-(?P<to>[A-Z]{3}|\d{1,4}))?(?:/(?P<step>\d{1,4}))?"
)
_OF_MONTH = re.compile(r"(?P<day>\d{1,2})W|L(W|-\d{1,2})?")
_OF_WEEK = re.compile(r"(?P<day>[A-Z]{3}|\d)(L|#[1-5])|L")


@dataclass(frozen=True)
class Field:
    """A field of a cron expression.

    Attributes:
        name: Its name in AWS's documentation.
        low: The lowest number.
        high: The highest number.
        names: Names of the numbers, from the lowest one.
        special: Other valid values; the group ``day`` is a value of the field.
    """

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    special: re.Pattern[str] | None = None

    @property
    def range(self) -> str:
        """Its valid values: ``"1 to 7 or SUN to SAT"``."""
        named = f" or {self.names[0]} to {self.names[-1]}" if self.names else ""
        return f"{self.low} to {self.high}{named}"

    def number(self, text: str) -> int | None:
        """Parse a value.

        Args:
            text: A number or a name, in upper case.

        Returns:
            The number, None if it is not valid in this field.
        """
        if text in self.names:
            return self.low + self.names.index(text)
        if text.isdecimal() and self.low <= int(text) <= self.high:
            return int(text)
        return None


_DAY_OF_MONTH = Field("day of month", 1, 31, special=_OF_MONTH)
_MONTH = Field("month", 1, 12, _MONTHS)
_DAY_OF_WEEK = Field("day of week", 1, 7, _DAYS, _OF_WEEK)
_FIELDS = (
    Field("minutes", 0, 59), Field("hours", 0, 23), _DAY_OF_MONTH, _MONTH, _DAY_OF_WEEK,
    Field("year", 1970, 2199),
)  # fmt: skip

_EXAMPLE = "cron(0 6 * * ? *)"


def cron_problem(fields: list[str]) -> str:
    """Return an error if EventBridge Scheduler would reject a cron expression.

    Args:
        fields: The text between its parentheses, split at the spaces.

    Returns:
        The end of a message that begins with the expression.
    """
    if len(fields) != len(_FIELDS):
        return (
            f" has {len(fields)} fields, but EventBridge requires six: minutes, hours, day of "
            f"month, month, day of week, year. Write an expression such as {_EXAMPLE}."
        )
    by_field = dict(zip(_FIELDS, map(str.upper, fields), strict=True))
    if [by_field[_DAY_OF_MONTH], by_field[_DAY_OF_WEEK]].count("?") != 1:
        return (
            ": either the day of month or the day of week must be ?, as in "
            f"{_EXAMPLE} and cron(0 6 ? * MON-FRI *)."
        )
    for field, text in by_field.items():
        if problem := _field_problem(field, text):
            return f": {problem}."
    return _calendar_problem(by_field[_DAY_OF_MONTH], by_field[_MONTH])


def _field_problem(field: Field, text: str) -> str:
    if text == "?" and field.special is not None:
        return ""
    parts = text.split(",")
    if "#" in text and len(parts) > 1:
        return f"a {field.name} with # must be the only value, but {text!r} has {len(parts)}"
    return next(filter(None, (_part_problem(field, part) for part in parts)), "")


def _part_problem(field: Field, part: str) -> str:
    if field.special is not None and (special := field.special.fullmatch(part)):
        return _value_problem(field, special["day"]) if special["day"] else ""
    found = _PART.fullmatch(part)
    values = [part] if found is None else [found["from"], found["to"] or "*"]
    problems = (_value_problem(field, value) for value in values if value != "*")
    if problem := next(filter(None, problems), ""):
        return problem
    step = int((found and found["step"]) or 1)
    if not 1 <= step <= field.high:
        return (
            f"{step} is not a valid step in {part!r}: the field {field.name} accepts 1 to "
            f"{field.high}"
        )
    return ""


def _value_problem(field: Field, value: str) -> str:
    if field.number(value) is not None:
        return ""
    return f"{value!r} is not valid in the field {field.name}, which accepts {field.range}"


def _calendar_problem(days: str, months: str) -> str:
    """Return an error if none of the months has any of the days, such as 30 February."""
    first = min(_numbers(_DAY_OF_MONTH, days), default=1)
    longest = max(_LONGEST[month - 1] for month in _numbers(_MONTH, months))
    if first <= longest:
        return ""
    return f": no month of {months} has a day {first}, so the schedule never runs. Correct it."


def _numbers(field: Field, text: str) -> Iterator[int]:
    """Yield the numbers that a valid field matches; of special values, all that are possible."""
    for part in text.split(","):
        found = _PART.fullmatch(part)
        start = None if found is None else field.number(found["from"])
        if found is None or start is None:
            yield from range(field.low, field.high + 1)
            continue
        stop = field.number(found["to"] or "")
        end = start if stop is None else stop
        if found["step"] and stop is None:
            end = field.high
        end += field.high if end < start else 0  # NOV-FEB includes the end of the year
        for value in range(start, end + 1, int(found["step"] or 1)):
            yield (value - field.low) % (field.high - field.low + 1) + field.low
