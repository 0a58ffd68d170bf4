"""Questions about the resources that a function is connected to.

Copier wants a recorded answer among the choices, though the folders in which it renders an
update have no SAM template; and it drops a multiselect's answers that are not choices
silently (measured, 9.19). So what was answered is always a choice, and the functions named
``..._problem`` refuse it if it is not valid.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from typing import Any

from ..components.connections import NEW_ALARM_TOPIC, NEW_DESTINATIONS, NOWHERE
from ..components.function_component import attached
from ..components.shared_resources import is_api
from ..components.trigger import NEW, Trigger
from ..sam.events.accepted_sources import accepts
from ..sam.iam import publish_targets, resource_access
from ..sam.iam.encryption import TYPES as KEY_TYPES
from ..sam.iam.encryption import encrypted_with
from ..sam.iam.permissions import TOPIC
from ..sam.model.existing_resources import existing_problem
from ..sam.model.external_layers import PARAMETER, external_layers
from ..sam.model.template import Resource, Template
from ..sam.style.name_patterns import fill
from .context import QuestionContext
from .given_answers import answered

_NEW_DESTINATION_LABELS = {
    "A new queue, with a dead-letter queue": "new_queue",
    "A new topic": "new_topic",
    "A new event bus": "new_bus",
}


def trigger_choices(context: QuestionContext) -> Mapping[str, str]:
    """Return the choices of ``trigger`` by label."""
    return context.lookup.triggers()


def source_choices(context: QuestionContext) -> dict[str, str]:
    """Return the choices of ``source`` by label; none for a trigger without an event source."""
    trigger, template = context.trigger, context.offered
    if not trigger.sources:
        return {}
    found = [] if template is None else _listenable(template, trigger)
    ids = [one.logical_id for one in found if not one.condition]
    return {**trigger.sources, **_known(ids, context.known("source"), trigger.sources.values())}


def source_problem(context: QuestionContext, source: str) -> str:
    """Validate ``source``."""
    trigger, template = context.trigger, context.template
    if template is None or not trigger.sources or source in ("", *trigger.sources.values()):
        return ""
    kind = trigger.event_source
    nouns = dict.fromkeys(kind.types, kind.noun)
    resources = [*_listenable(template, trigger), *_others(template, nouns, [source])]
    return existing_problem(source, nouns, resources)


def _listenable(template: Template, trigger: Trigger) -> list[Resource]:
    kind = trigger.event_source
    return [one for one in template.of_type(*kind.types) if accepts(kind, one)]


def stated_by_source(context: QuestionContext, key: str, otherwise: str) -> str:
    """Return a property that the answered source has in the template.

    Args:
        context: The answers.
        key: The property.
        otherwise: What is returned if there is no such text.
    """
    template = context.template
    source = None if template is None else template.resource(context.source)
    stated = None if source is None else source.properties.get(key)
    return stated if isinstance(stated, str) else otherwise


def asks(context: QuestionContext, question: str) -> bool:
    """Return whether the answered trigger asks a question of another trigger's folder."""
    return question in context.trigger.asks


def destination_choices(context: QuestionContext) -> dict[str, str]:
    """Return the choices of ``publishes_to`` by label, without the function's event source."""
    fixed = {"Nowhere": NOWHERE, **_NEW_DESTINATION_LABELS}
    template = context.offered
    resources = [] if template is None else template.of_type(*publish_targets.TYPES)
    others = [one for one in publish_targets.targets(resources) if one != context.source]
    return {**fixed, **_known(others, context.known("publishes_to"), fixed.values())}


def destination_problem(context: QuestionContext, destination: str) -> str:
    """Validate ``publishes_to``."""
    template, source = context.template, context.source
    if template is None or destination == NOWHERE or destination in NEW_DESTINATIONS:
        return ""
    if destination == source:
        return (
            f"{source!r} wakes the function, which would wake itself without end; choose another."
        )
    resources = template.of_type(*publish_targets.TYPES)
    others = _others(template, publish_targets.TYPES, [destination])
    return publish_targets.target_problem(destination, [*resources, *others])


def alarm_topic_choices(context: QuestionContext) -> dict[str, str]:
    """Return the choices of ``alarm_topic`` by label."""
    topics = [] if context.template is None else context.template.of_type(TOPIC)
    ids = [one.logical_id for one in topics if not one.condition]
    return {"A new topic": NEW, **_known(ids, context.known("alarm_topic"), (NEW,))}


def default_alarm_topic(context: QuestionContext) -> str:
    """Return the default of ``alarm_topic``: the learned one, or one that another function made."""
    template = context.template
    made = template is not None and template.resources.get(NEW_ALARM_TOPIC) == TOPIC
    return context.style.alarm_topic or (NEW_ALARM_TOPIC if made else NEW)


def alarm_topic_problem(context: QuestionContext, topic: str) -> str:
    """Validate ``alarm_topic``."""
    template = context.template
    if template is None:
        return ""
    if topic == NEW:
        there = NEW_ALARM_TOPIC in template.resources
        return f"{NEW_ALARM_TOPIC} is there already; give its name." if there else ""
    resources = [*template.of_type(TOPIC), *_others(template, (TOPIC,), [topic])]
    return existing_problem(topic, {TOPIC: "topic"}, resources)


def use_choices(context: QuestionContext) -> list[str]:
    """Return the choices of ``uses``, what was answered before first."""
    # In an update the function itself is in the template.
    circular = {str(fill(context.style.logical_id, context.answers["name"]))}
    if context.trigger.event_source.names_function:
        circular.add(context.source)
    template = context.offered
    resources = [] if template is None else template.of_type(*resource_access.TYPES)
    found = resource_access.choices([one for one in resources if one.logical_id not in circular])
    return list(dict.fromkeys([*answered(context.known("uses")), *found]))


def uses_problem(context: QuestionContext, uses: list[str]) -> str:
    """Validate ``uses``: ``LogicalId:access`` each."""
    template = context.template
    if template is None:
        return ""
    others = _others(template, resource_access.TYPES, [one.partition(":")[0] for one in uses])
    return resource_access.uses_problem(uses, [*template.of_type(*resource_access.TYPES), *others])


def chosen_resources(context: QuestionContext) -> list[dict[str, Any]]:
    """Return the default of ``resources``: those that the answers name, and their keys.

    Parameters are among them if they hold external layers, which are referred to in another
    way than the template's own.

    Returns:
        The arguments of `Resource` for each.
    """
    template, answers = context.template, context.answers
    named = _named(answers)
    if template is None:
        return []
    layers = attached(answers)
    outside = [_parameter(name) for name in external_layers(template) if name in layers]
    if not named.intersection(template.resources):
        return outside
    types = {template.resources[name] for name in named if name in template.resources}
    resources = template.of_type(*types, *KEY_TYPES)
    chosen = [one for one in resources if one.logical_id in named]
    keys = [key for one in chosen for key in encrypted_with(one, resources)]
    several = {one.logical_id: one for one in (*chosen, *keys)}
    return [*(_recorded(template, one) for one in several.values()), *outside]


def resources_problem(context: QuestionContext, resources: Iterable[Mapping[str, Any]]) -> str:
    """Validate ``resources``, in an update too.

    Copier forgets recorded ones if other answers name more by now, and looks them up again.
    """
    fixed = {"", NOWHERE, *NEW_DESTINATIONS, *context.trigger.sources.values()}
    known = {one["logical_id"] for one in resources}
    missing = sorted(_named(context.answers) - fixed - known)
    return f"{missing[0]!r} is no resource of the template." if missing else ""


def _named(answers: Mapping[str, Any]) -> set[str]:
    named = {str(answers.get(key) or "") for key in ("source", "publishes_to")}
    return named.union(str(one).partition(":")[0] for one in answers.get("uses") or [])


_TOLD = frozenset(
    (
        "AliasName", "Auth", "BucketEncryption", "EndpointConfiguration", "FifoQueue", "FifoTopic",
        "KmsKeyId", "KmsMasterKeyId", "Name", "Replicas", "SSESpecification", "StageName",
        "StreamEncryption", "TargetKeyId",
    )
)  # fmt: skip
"""Properties that a function's own properties depend on."""


def _parameter(name: str) -> dict[str, Any]:
    """Return the record of an external layer: not a resource of the template."""
    return {"logical_id": name, "type": PARAMETER, "properties": {}, "condition": ""}


def _recorded(template: Template, resource: Resource) -> dict[str, Any]:
    inherited = template.globals_of(resource.type.rpartition("::")[2]) if is_api(resource) else {}
    stated = {**inherited, **resource.properties}
    properties = {key: value for key, value in stated.items() if key in _TOLD}
    return {
        "logical_id": resource.logical_id,
        "type": resource.type,
        "properties": properties,
        "condition": resource.condition,
    }


def _others(template: Template, types: Container[str], named: Iterable[str]) -> Iterator[Resource]:
    """Yield named resources of other types, so that a refusal can name the type."""
    for name in named:
        resource = template.resource(name)
        if resource is not None and resource.type not in types:
            yield resource


def _known(found: Iterable[str], recorded: Any, fixed: Collection[str]) -> dict[str, str]:
    """Return logical ids as choices, the one that was answered before among them."""
    before = [recorded] if isinstance(recorded, str) and recorded else []
    return {one: one for one in [*found, *before] if one not in fixed}
