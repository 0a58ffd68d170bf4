"""Answers of the question ``alarms``: which alarms a component has."""

from __future__ import annotations

from typing import Any

from .given_data import NO, YES

QUESTION = "alarms"

NONE, STANDARD, FULL = "none", "standard", "full"
LEVELS = (NONE, STANDARD, FULL)
"""Answers, by the number of alarms."""


def alarm_level(answer: Any) -> str:
    """Return an answer as one of `LEVELS`; earlier versions asked for a Boolean.

    Args:
        answer: The answer. A component without one has no alarms.
    """
    word = str(answer).lower()
    if answer is None or word in NO:
        return NONE
    return FULL if word in YES else word


def is_boolean(answer: Any) -> bool:
    """Return whether an answer is one of earlier versions, or a word for it."""
    return str(answer).lower() in (*YES, *NO)
