"""Questions about the settings of a function, and remarks on a new one."""

from __future__ import annotations

from typing import Any

from ..aws.limits import LOG_RETENTION_DAYS
from ..components import variables
from ..components.connections import resource_variables
from ..components.failures import NONE, QUEUE, adds_queue, may_have_dead_letters
from ..components.function_style import frame_of, style_of
from ..components.further_permissions import permissions_problem as of_permissions
from ..components.further_permissions import resources_of
from ..components.shared_role import EXISTING, role_lines
from ..components.stated_properties import STANDARD
from ..components.trigger import NEW
from ..contents.compatibility import accepted_timeout, deployment_lines
from ..sam.model.equal_references import as_identity
from ..sam.model.intrinsics import mentioned
from ..sam.style.frame.apply_frame import LAMBDA_DEFAULTS as WITHOUT
from ..sam.style.frame.frame import usual_retention
from .connected_style import with_connected
from .context import QuestionContext
from .given_answers import of_data
from .layer_choice import why
from .left_out import left_out
from .reference_checks import unnamed_problem
from .shared_layers import why_without

RETENTIONS = (0, *LOG_RETENTION_DAYS)
"""Answers to ``log_retention`` in days; 0 leaves the log group to Lambda."""


def learned(context: QuestionContext, field: str) -> Any:
    """Return a field of the learned style; its default if an older version learned the style."""
    return getattr(context.style, field)


def standard(context: QuestionContext, key: str) -> int:
    """Return the default of a numeric property: that of Globals, of its model, or our default."""
    given = context.answers["house"]["globals"].get(key)
    if isinstance(given, dict):  # EphemeralStorage
        given = given.get("Size")
    if isinstance(given, int):
        return given
    frame = frame_of(context.answers)
    usual = {**STANDARD, **(WITHOUT if frame.like else {}), **frame.usual}
    template = context.template
    if key != "Timeout" or template is None or not frame.like:
        return usual[key]
    accepted = accepted_timeout(template, context.source, context.trigger)
    return min(usual[key], accepted or usual[key])


def default_iam(context: QuestionContext) -> str:
    """Return the default of ``iam``: that of the other functions.

    A role of the template does not allow to poll a source that is added with the function.
    """
    style, template = context.style, context.template
    if style.iam != EXISTING or template is None or context.source != NEW:
        return style.iam
    roles = [name for name in mentioned(style.shared_role) if name in template.resources]
    is_polled = context.trigger.event_source.poller is not None
    return "policies" if is_polled and roles else style.iam


def default_log_retention(context: QuestionContext) -> int:
    """Return the default of ``log_retention``: that of the function that the new one is like."""
    frame = frame_of(context.answers)
    return usual_retention(frame) if frame.like else context.style.log_retention


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

    def problem(data: Any) -> str:
        if found := variables.environment_problem(data):
            return found
        answers = {**context.answers, "environment": data}
        answers["house"] = with_connected(context, answers)
        style = style_of(answers)
        types = {} if context.template is None else context.template.resources
        given = {name: as_identity(value, types) for name, value in data.items()}
        return variables.taken_problem(given, resource_variables(answers, style, context.trigger))

    return of_data("environment", problem)(environment)


def permissions_problem(context: QuestionContext, permissions: Any) -> str:
    """Validate ``permissions``."""
    types = {} if context.template is None else context.template.resources

    def problem(data: Any) -> str:
        return of_permissions(data) or unnamed_problem(resources_of(data), types)

    return of_data("permissions", problem)(permissions)


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
