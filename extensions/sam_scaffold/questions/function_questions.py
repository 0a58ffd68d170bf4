"""Questions about the settings of a function, and remarks on a new one."""

from __future__ import annotations

from typing import Any

from ..aws.limits import LOG_RETENTION_DAYS
from ..components import variables
from ..components.connections import resource_variables
from ..components.further_permissions import permissions_problem as of_permissions
from ..components.further_permissions import resources_of
from ..components.shared_role import role_lines
from ..components.stated_properties import STANDARD
from ..contents.compatibility import deployment_lines
from ..sam.model.equal_references import as_ref
from ..sam.style.house_style import HouseStyle
from .connected_style import with_connected
from .context import QuestionContext
from .given_answers import of_data
from .layer_choice import why
from .reference_checks import unnamed_problem
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
        style = HouseStyle.from_dict(with_connected(context, answers))
        types = {} if context.template is None else context.template.resources
        given = {name: as_ref(value, types) for name, value in data.items()}
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
    """Return lines on the layers of packages, missing shared code, the role and deployments."""
    if context.kind != "function":
        return []
    answers, template = context.answers, context.template
    without = [f"It is {reason}." for reason in why_without(answers)]
    deployed = [] if template is None else deployment_lines(template, answers)
    return [*why(answers), *without, *role_lines(answers), *deployed]
