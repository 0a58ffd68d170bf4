"""Questions about the settings of a function, and remarks on a new one."""

from __future__ import annotations

from typing import Any

from ..aws.limits import LOG_RETENTION_DAYS
from ..components import variables
from ..components.connections import resource_variables
from ..components.failures import NONE, QUEUE, adds_queue, may_have_dead_letters
from ..components.shared_role import role_lines
from ..components.stated_properties import STANDARD
from ..contents.compatibility import deployment_lines
from .context import QuestionContext
from .given_answers import of_data
from .layer_choice import why
from .left_out import left_out
from .shared_layers import why_without

RETENTIONS = (0, *LOG_RETENTION_DAYS)
"""Answers to ``log_retention`` in days; 0 leaves the log group to Lambda."""


def learned(context: QuestionContext, field: str) -> Any:
    """Return a field of the learned style; its default if an older version learned the style."""
    return getattr(context.style, field)


def standard(context: QuestionContext, key: str) -> int:
    """Return the default of a numeric property: that of Globals, or our default."""
    given = context.answers["house"]["globals"].get(key)
    if isinstance(given, dict):  # EphemeralStorage
        given = given.get("Size")
    return given if isinstance(given, int) else STANDARD[key]


def has_failures(context: QuestionContext) -> bool:
    """Return whether a function may have a dead-letter queue."""
    return may_have_dead_letters(context.answers, context.trigger)


def default_on_failure(context: QuestionContext) -> str:
    """Return the default of ``on_failure``, as learned from queues or from functions."""
    if context.kind != "function" or not has_failures(context):
        return QUEUE
    if adds_queue(context.answers, context.trigger):
        return QUEUE if context.style.redrive else NONE
    return context.style.on_failure


def default_tracing(context: QuestionContext) -> bool:
    """Return the default of ``tracing``: with Powertools' Tracer, or as learned."""
    has_tracer = context.answers["powertools"] and "tracer" not in context.style.powertools_lacks
    return context.style.tracing or bool(has_tracer)


def environment_problem(context: QuestionContext, environment: Any) -> str:
    """Validate ``environment``."""
    taken = resource_variables(dict(context.answers), context.trigger)
    check = of_data("environment", lambda data: variables.environment_problem(data, taken))
    return check(environment)


def log_retention_problem(days: int) -> str:
    """Validate ``log_retention``."""
    if days in RETENTIONS:
        return ""
    nearest = min(RETENTIONS, key=lambda valid: abs(valid - days))
    return f"{days} is not a valid retention in days. Use {nearest}."


def remarks(context: QuestionContext) -> list[str]:
    """Return lines on the layers of packages, what was left out, the role and deployments."""
    if context.kind != "function":
        return []
    answers, template = context.answers, context.template
    without = [f"It is {reason}." for reason in why_without(answers)]
    deployed = [] if template is None else deployment_lines(template, answers)
    missing = left_out(answers, context.answered)
    return [*why(answers), *without, *missing, *role_lines(answers), *deployed]
