"""Limits of what a file may hold, as files are written by others.

A kilobyte of nested aliases stands for billions of values, and a few hundred brackets are deeper
than Python can follow. To expand them, or to walk all that they share, would never end: so each
reader refuses such a file at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ScaffoldError

MOST_BYTES = 8_000_000
"""Size of a file; CloudFormation accepts templates of 1 MB:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

MOST_VALUES = 100_000
"""Values that the aliases of a file may stand for; the largest templates hold a tenth of it."""

MOST_LEVELS = 100
"""Levels of mappings and lists; the deepest templates have about thirty."""

LARGE = f"it is larger than {MOST_BYTES // 1_000_000} MB; keep data elsewhere"

MANY_VALUES = (
    f"its aliases stand for more than {MOST_VALUES:,} values; write out what it needs, "
    "and leave out the rest"
)

DEEP = f"it is nested deeper than {MOST_LEVELS} levels; make it flatter"


class ExpansionError(ScaffoldError):
    """Raised when a file holds more than can be walked."""


def expansion_problem(data: object) -> str:
    """Return why data with shared parts, as PyYAML reads aliases, cannot be walked.

    Args:
        data: The data that was read.

    Returns:
        The reason without a full stop, empty if there is none.
    """
    measured: dict[int, tuple[int, int]] = {}
    written = 1

    def measure(value: object, level: int) -> tuple[int, int]:
        """Return the number of values in a value with itself, and of its levels."""
        nonlocal written
        if not isinstance(value, Mapping | list | tuple):
            return 1, 0
        if id(value) in measured:
            return measured[id(value)]
        measured[id(value)] = 1, MOST_LEVELS + 1  # until it is known: it may hold itself
        if level > MOST_LEVELS:
            return measured[id(value)]
        below = [*value.keys(), *value.values()] if isinstance(value, Mapping) else value
        written += len(below)
        found = [measure(part, level + 1) for part in below]
        values = 1 + sum(number for number, _ in found)
        measured[id(value)] = values, 1 + max((depth for _, depth in found), default=0)
        return measured[id(value)]

    values, levels = measure(data, 0)
    if levels > MOST_LEVELS:
        return DEEP
    return MANY_VALUES if values - written > MOST_VALUES else ""
