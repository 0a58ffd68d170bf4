"""The questions about a function, under the names copier.yml uses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from ..aws.limits import LOG_RETENTION_DAYS
from ..components import variables
from ..components.connections import leading_variables
from ..components.function_component import in_effect, layer_references
from ..components.shared_role import role_lines
from ..components.stated_properties import STANDARD
from ..components.trigger import trigger_choices as choices_of
from ..contents.compatibility import shipping_lines
from ..errors import ScaffoldError
from ..sam.model.template import Template
from ..sam.style.learning.powertools import OLDEST
from ..sam.style.name_patterns import fill
from ..terminal import warn
from . import common_questions, connection_questions
from .context import given_of, house_of, known_of, repository_of, template_of, trigger_of
from .layer_choice import LayerChoice, deciding, why
from .shared_layers import wants_shared_code, why_without

RETENTIONS = (0, *LOG_RETENTION_DAYS)
"""Answers to ``log_retention`` in days; 0 leaves the log group to Lambda."""

POWERTOOLS_DISTRIBUTION = "aws-lambda-powertools[parser,tracer]"
POWERTOOLS_PACKAGES = f"{POWERTOOLS_DISTRIBUTION}>=3,<4"
"""What generated handlers import of them: Pydantic models need the parser's extra."""


def _offering(context: Context) -> Template | None:
    """The SAM template that choices are taken from; none in an update, which asks for nothing.

    What was answered is a choice in any case, and copier takes its time for each.
    """
    environment: Any = context.environment
    return None if environment.sam_again else template_of(context)


@pass_context
def trigger_choices(context: Context) -> Mapping[str, str]:
    """Choices of ``trigger``."""
    return choices_of(Path(context["_copier_conf"]["src_path"]))


@pass_context
def source_choices(context: Context) -> dict[str, str]:
    """Choices of ``source``."""
    return connection_questions.source_choices(
        _offering(context), trigger_of(context), known_of(context, "source")
    )


def source_problem(context: Context, source: str) -> str:
    """Validator of ``source``."""
    return connection_questions.source_problem(template_of(context), trigger_of(context), source)


@pass_context
def stated_by_source(context: Context, key: str, otherwise: str) -> str:
    """Return a property that the answered source has in the template.

    Args:
        context: Copier's render context.
        key: The property.
        otherwise: What is returned where there is no such text.
    """
    template = template_of(context)
    source = None if template is None else template.resource(_source_of(context))
    stated = None if source is None else source.properties.get(key)
    return stated if isinstance(stated, str) else otherwise


def _source_of(context: Context) -> str:
    """What the function listens to; empty for a trigger that listens to no resource."""
    return str(context.get("source") or "")


@pass_context
def asks(context: Context, question: str) -> bool:
    """Whether the answered trigger asks a question of another trigger's folder."""
    return question in trigger_of(context).asks


@pass_context
def destination_choices(context: Context) -> dict[str, str]:
    """Choices of ``publishes_to``."""
    return connection_questions.destination_choices(
        _offering(context), _source_of(context), known_of(context, "publishes_to")
    )


def destination_problem(context: Context, destination: str) -> str:
    """Validator of ``publishes_to``."""
    return connection_questions.destination_problem(
        template_of(context), _source_of(context), destination
    )


@pass_context
def use_choices(context: Context) -> list[str]:
    """Choices of ``uses``."""
    # In an update the function itself is in the template.
    circular = [str(fill(house_of(context).logical_id, context["name"]))]
    if trigger_of(context).event_source.names_function:
        circular.append(_source_of(context))
    return connection_questions.use_choices(_offering(context), circular, known_of(context, "uses"))


def uses_problem(context: Context, uses: list[str]) -> str:
    """Validator of ``uses``."""
    return connection_questions.uses_problem(template_of(context), uses)


@pass_context
def chosen_resources(context: Context) -> list[dict[str, Any]]:
    """Default of ``resources``: what the answers name of the SAM template."""
    return connection_questions.chosen_resources(template_of(context), context.get_all())


@pass_context
def resources_problem(context: Context, resources: list[dict[str, Any]]) -> str:
    """Validator of ``resources``, in an update too.

    There copier forgets what was recorded if it lacks what other answers name by now, and
    looks it up again.
    """
    return connection_questions.resources_problem(resources, context.get_all(), trigger_of(context))


@pass_context
def third_party_layers(context: Context) -> list[str]:
    """Choices of ``layers``."""
    return common_questions.layer_choices(
        repository_of(context), context["template_file"], context["house"],
        known_of(context, "layers"),
    )  # fmt: skip


@pass_context
def layers_of_packages(context: Context) -> dict[str, list[str]]:
    """Default of ``package_layers``: what each layer brings of ``packages``.

    Raises:
        ScaffoldError: No layers bring all of them.
    """
    template = _offering(context)
    # Copier wants the default of a layer's questions, too.
    if context["kind"] != "function" or template is None or not context["packages"]:
        return {}
    answers = deciding(context["packages"], context["layers"], context["house"], given_of(context))
    cache: dict[str, dict[str, list[str]]] = context.environment.sam_layers  # type: ignore[attr-defined]
    key = json.dumps(answers)  # copier asks for a default more than once
    if key not in cache:
        found = LayerChoice.of(repository_of(context), template, answers)
        if problem := found.problem():
            raise ScaffoldError(f"packages: {problem}")
        for conflict in found.choice.conflicts:
            warn(f"{conflict}, and one of them counts.")
        cache[key] = found.brought
    return cache[key]


@pass_context
def remarks(context: Context) -> list[str]:
    """What brings the packages, why there is no shared code, what to see to elsewhere: lines."""
    if context["kind"] != "function":
        return []
    answers = context.get_all()
    without = [f"It is {one}." for one in why_without(answers)]
    template = template_of(context)
    shipping = [] if template is None else shipping_lines(template, answers)
    return [*why(answers), *without, *role_lines(answers), *shipping]


def layers_problem(context: Context, layers: list[str]) -> str:
    """Validator of ``layers``."""
    house = house_of(context)
    shared = {"shared_code": wants_shared_code(house, given_of(context))}
    style = in_effect(house, shared).to_dict()
    return common_questions.layers_problem(
        repository_of(context), context["template_file"], style, layers
    )


@pass_context
def takes_shared_code(context: Context) -> bool:
    """Default of ``shared_code``: whether there is room; functions from before had to have it."""
    environment: Any = context.environment
    return not environment.sam_new or wants_shared_code(house_of(context), given_of(context))


def shared_code_problem(context: Context, shared_code: bool) -> str:  # noqa: FBT001 - an answer
    """Validator of ``shared_code``."""
    house = in_effect(house_of(context), {"shared_code": shared_code})
    alone = context.get_all() | {"powertools": False}
    layers = layer_references(alone, house)
    return (
        common_questions.layer_count_problem(layers, house, "the shared code")
        if shared_code
        else ""
    )


@pass_context
def brings_powertools(context: Context) -> bool:
    """Default of ``powertools``: whether the house has them, with what the handler needs."""
    return _has_powertools(context) and not _lacking(context)


def _has_powertools(context: Context) -> bool:
    house = house_of(context)
    return house.powertools_layer is not None or house.powertools_inherited


def _lacking(context: Context) -> list[str]:
    """The extras that the trigger's handler needs, and the layer of the house lacks."""
    lacks = house_of(context).powertools_lacks
    return [one for one in trigger_of(context).powertools_extras if one in lacks]


@pass_context
def default_tracing(context: Context) -> bool:
    """Default of ``tracing``: with Powertools' Tracer, or as the house has it."""
    house = house_of(context)
    return house.tracing or bool(context["powertools"] and "tracer" not in house.powertools_lacks)


def powertools_problem(context: Context, powertools: bool) -> str:  # noqa: FBT001 - an answer
    """Validator of ``powertools``."""
    if not powertools:
        return ""
    house = house_of(context)
    if lacking := _lacking(context):
        layer = (house.powertools_layer or {}).get("Ref", "the layer of Globals")
        return (
            f"{layer} has aws-lambda-powertools without its extra {', '.join(lacking)}, which the "
            f"handler of a {context['trigger']} needs; list {POWERTOOLS_DISTRIBUTION} there."
        )
    if _has_powertools(context):
        layers = layer_references(context.get_all() | {"powertools": True}, house)
        house = in_effect(house, context.get_all())
        brought = "the shared code and Powertools" if house.shared_layer else "Powertools"
        return common_questions.layer_count_problem(layers, house, brought)
    return (
        f"no layer of {context['template_file']} brings aws-lambda-powertools {OLDEST} or newer; "
        "add one: "
        f"sam-scaffold add layer powertools -d packages='{POWERTOOLS_PACKAGES}'."
    )


def environment_problem(context: Context, environment: Any) -> str:
    """Validator of ``environment``."""
    taken = leading_variables(context.get_all(), trigger_of(context))
    return variables.environment_problem(environment, taken)


@pass_context
def alarm_topic_choices(context: Context) -> dict[str, str]:
    """Choices of ``alarm_topic``."""
    return connection_questions.topic_choices(
        template_of(context), known_of(context, "alarm_topic")
    )


@pass_context
def default_alarm_topic(context: Context) -> str:
    """Default of ``alarm_topic``: the one of the house, else the one that another function made."""
    return connection_questions.default_topic(template_of(context), house_of(context).alarm_topic)


def alarm_topic_problem(context: Context, topic: str) -> str:
    """Validator of ``alarm_topic``."""
    return connection_questions.topic_problem(template_of(context), topic)


def log_retention_problem(_context: Context, days: int) -> str:
    """Validator of ``log_retention``."""
    if days in RETENTIONS:
        return ""
    return f"{days} is no number of days that CloudWatch keeps logs for; {_near(days)}."


def _near(days: int) -> str:
    return f"take {min(RETENTIONS, key=lambda one: abs(one - days))}"


@pass_context
def learned(context: Context, field: str) -> Any:
    """What the house style says; the standard where it was learned before it said so."""
    return getattr(house_of(context), field)


@pass_context
def standard(context: Context, key: str) -> int:
    """Default of a function's number: what Globals sets, else the standard."""
    given = context["house"]["globals"].get(key)
    if isinstance(given, dict):  # EphemeralStorage
        given = given.get("Size")
    return given if isinstance(given, int) else STANDARD[key]
