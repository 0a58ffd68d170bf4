"""Answers of the question ``on_failure``: where events go that a function failed to process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..sam.model.resource_types import QUEUE as QUEUE_TYPE
from .trigger import NEW, Trigger

QUESTION = "on_failure"

QUEUE, NONE = "queue", "none"


def adds_queue(answers: Mapping[str, Any], trigger: Trigger) -> bool:
    """Return whether a queue is added as the event source of a function."""
    return answers.get("source") == NEW and QUEUE_TYPE in trigger.event_source.types


def may_have_dead_letters(answers: Mapping[str, Any], trigger: Trigger) -> bool:
    """Return whether a function may have a dead-letter queue, or its new queue may have one.

    Args:
        answers: The answers so far.
        trigger: The trigger's facts.
    """
    return trigger.keeps_failures or adds_queue(answers, trigger)


def has_dead_letters(answers: Mapping[str, Any], trigger: Trigger) -> bool:
    """Return whether a function, or its new queue, has a dead-letter queue.

    Args:
        answers: The answers. Those of a version without the question have one.
        trigger: The trigger's facts.
    """
    kept = answers.get(QUESTION, QUEUE) == QUEUE
    return kept and may_have_dead_letters(answers, trigger)
