"""Questions about the resources that a function is connected to.

Copier requires that a recorded answer is among the choices, but the folders in which it renders an
update have no SAM template. It also silently drops answers of a multiselect that are not choices
(measured, 9.19). Therefore an answer is always a choice, and the functions named ``..._problem``
refuse it if it is not valid.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from typing import Any

from ..aws.event_sources.requested import IMPLICIT
from ..components.alarms import FULL, NONE, STANDARD, is_boolean
from ..components.alarms import QUESTION as ALARMS
from ..components.connections import NEW_DESTINATIONS, NOWHERE
from ..components.function_component import attached
from ..components.function_style import frame_of
from ..components.monitoring import NEW_ALARM_TOPIC
from ..components.shared_resources import is_api
from ..components.trigger import NEW, Trigger
from ..sam.events.accepted_sources import accepts
from ..sam.events.routes import IMPLICIT_APIS, has_routes
from ..sam.iam import publish_targets, resource_access
from ..sam.iam.encryption import TYPES as KEY_TYPES
from ..sam.iam.encryption import encrypted_with
from ..sam.model.existing_resources import existing_problem
from ..sam.model.external_layers import PARAMETER, external_layers
from ..sam.model.intrinsics import mentioned
from ..sam.model.resource_types import QUEUE, TOPIC
from ..sam.model.template import Resource, Template
from ..sam.style.frame.notations import facts_of
from ..sam.style.learning.companion_style import alarms_on
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
    found = [] if template is None else _accepted(template, trigger)
    ids = [resource.logical_id for resource in found if not resource.condition]
    recorded = context.known("source")
    fixed = {
        label: answer
        for label, answer in trigger.sources.items()
        if answer in (NEW, recorded) or _is_offered(template, trigger, answer)
    }
    return {**fixed, **_known(ids, recorded, trigger.sources.values())}


def _is_offered(template: Template | None, trigger: Trigger, answer: str) -> bool:
    """Return whether a source is offered: the implicit API only where functions have it."""
    if answer != IMPLICIT:
        return True
    api = IMPLICIT_APIS[trigger.event_source.events[0]]
    return template is not None and has_routes(template, api)


_SHARED_SOURCES = ("http_api", "rest_api", "eventbridge", "sns")
"""Triggers whose sources usually invoke several functions."""


def default_source(context: QuestionContext) -> str:
    """Return the default of ``source``: the API, bus or topic of the most similar function."""
    choices = list(source_choices(context).values())
    event, kind = frame_of(context.answers).event, context.trigger.event_source
    if event and kind.name in _SHARED_SOURCES:
        stated = facts_of(str(event["Type"]), event.get("Properties") or {})
        named = mentioned(stated.get("source", stated.get("bus")))
        usual = named[0] if named else kind.unnamed
        if usual in choices:
            return usual
    return next(iter(choices), "")


def source_problem(context: QuestionContext, source: str) -> str:
    """Validate ``source``."""
    trigger, template = context.trigger, context.template
    if template is None or not trigger.sources or source in ("", *trigger.sources.values()):
        return ""
    kind = trigger.event_source
    nouns = dict.fromkeys(kind.types, kind.noun)
    resources = [*_accepted(template, trigger), *_others(template, nouns, [source])]
    return existing_problem(source, nouns, resources)


def _accepted(template: Template, trigger: Trigger) -> list[Resource]:
    """Return the resources that can be the event source of a trigger."""
    kind = trigger.event_source
    return [
        resource
        for resource in template.of_type(*kind.types)
        if accepts(kind, resource) or has_routes(template, resource.logical_id)
    ]


def stated_by_source(context: QuestionContext, key: str, otherwise: str) -> str:
    """Return a property of the answered source in the template.

    Args:
        context: The answers.
        key: The property.
        otherwise: The result if the source has no such text.
    """
    template = context.template
    source = None if template is None else template.resource(context.source)
    stated = None if source is None else source.properties.get(key)
    return stated if isinstance(stated, str) else otherwise


def asks(context: QuestionContext, question: str) -> bool:
    """Return whether the answered trigger asks a question from another trigger's folder."""
    return question in context.trigger.asks


def destination_choices(context: QuestionContext) -> dict[str, str]:
    """Return the choices of ``publishes_to`` by label, without the function's event source."""
    fixed = {"Nowhere": NOWHERE, **_NEW_DESTINATION_LABELS}
    template = context.offered
    resources = [] if template is None else template.of_type(*publish_targets.TYPES)
    others = [name for name in publish_targets.targets(resources) if name != context.source]
    return {**fixed, **_known(others, context.known("publishes_to"), fixed.values())}


def destination_problem(context: QuestionContext, destination: str) -> str:
    """Validate ``publishes_to``."""
    template, source = context.template, context.source
    if template is None or destination == NOWHERE or destination in NEW_DESTINATIONS:
        return ""
    if destination == source:
        return (
            f"{source!r} also triggers this function, which would cause an infinite loop. "
            "Choose another destination."
        )
    resources = template.of_type(*publish_targets.TYPES)
    others = _others(template, publish_targets.TYPES, [destination])
    return publish_targets.target_problem(destination, [*resources, *others])


_ALARM_LABELS = {
    "None": NONE,
    "Those on events that were not processed, and on server errors": STANDARD,
    "Also those on errors, throttles and durations": FULL,
}


def alarm_choices(context: QuestionContext) -> dict[str, str]:
    """Return the choices of ``alarms`` by label, and a Boolean if it was answered."""
    answer = context.given.get(ALARMS, context.answers.get(ALARMS))
    before = {"As answered": str(answer)} if is_boolean(answer) else {}
    return {**_ALARM_LABELS, **before}


def alarm_topic_choices(context: QuestionContext) -> dict[str, str]:
    """Return the choices of ``alarm_topic`` by label."""
    topics = [] if context.template is None else context.template.of_type(TOPIC)
    ids = [topic.logical_id for topic in topics if not topic.condition]
    return {"A new topic": NEW, **_known(ids, context.known("alarm_topic"), (NEW,))}


def default_alarm_topic(context: QuestionContext) -> str:
    """Return the default of ``alarm_topic``: the learned topic, or that of earlier functions."""
    template = context.template
    exists = template is not None and template.resources.get(NEW_ALARM_TOPIC) == TOPIC
    return context.style.alarm_topic or (NEW_ALARM_TOPIC if exists else NEW)


def alarm_topic_problem(context: QuestionContext, topic: str) -> str:
    """Validate ``alarm_topic``."""
    template = context.template
    if template is None:
        return ""
    if topic == NEW:
        exists = NEW_ALARM_TOPIC in template.resources
        return (
            f"{NEW_ALARM_TOPIC} already exists. Give -d alarm_topic={NEW_ALARM_TOPIC}."
            if exists
            else ""
        )
    resources = [*template.of_type(TOPIC), *_others(template, (TOPIC,), [topic])]
    return existing_problem(topic, {TOPIC: "topic"}, resources)


def use_choices(context: QuestionContext) -> list[str]:
    """Return the choices of ``uses``, with earlier answers first."""
    # In an update, the function itself is in the template.
    circular = {str(fill(context.style.logical_id, context.answers["name"]))}
    if context.trigger.event_source.names_function:
        circular.add(context.source)
    template = context.offered
    resources = [] if template is None else template.of_type(*resource_access.TYPES)
    usable = [resource for resource in resources if resource.logical_id not in circular]
    found = resource_access.choices(usable)
    return list(dict.fromkeys([*answered(context.known("uses")), *found]))


def uses_problem(context: QuestionContext, uses: list[str]) -> str:
    """Validate ``uses``, a list of ``LogicalId:access``."""
    template = context.template
    if template is None:
        return ""
    others = _others(template, resource_access.TYPES, [use.partition(":")[0] for use in uses])
    return resource_access.uses_problem(uses, [*template.of_type(*resource_access.TYPES), *others])


def chosen_resources(context: QuestionContext) -> list[dict[str, Any]]:
    """Return the default of ``resources``: those that the answers name, and their KMS keys.

    For an event source, they include alarms on it, as a function does not need its own then.

    They include parameters with external layers, as the reference to these is different.

    Returns:
        The arguments of `Resource` for each.
    """
    template, answers = context.template, context.answers
    named = _named(answers)
    if template is None:
        return []
    layers = attached(answers)
    external = [_parameter(name) for name in external_layers(template) if name in layers]
    if not named.intersection(template.resources):
        return external
    types = {template.resources[name] for name in named if name in template.resources}
    resources = template.of_type(*types, *KEY_TYPES)
    chosen = [resource for resource in resources if resource.logical_id in named]
    keys = [key for resource in chosen for key in encrypted_with(resource, resources)]
    alarms = _source_alarms(template, context.source)
    distinct = {resource.logical_id: resource for resource in (*chosen, *keys, *alarms)}
    return [*(_recorded(template, resource) for resource in distinct.values()), *external]


def _source_alarms(template: Template, name: str) -> list[Resource]:
    """Return the alarms on an API, or on the dead-letter queue of a queue."""
    source = template.resource(name)
    if source is None:
        return []
    if is_api(source):
        return alarms_on(template, source)
    named = mentioned(source.properties.get("RedrivePolicy")) if source.type == QUEUE else []
    queues = [queue for name in named if (queue := template.resource(name))]
    return [alarm for queue in queues for alarm in alarms_on(template, queue)]


def resources_problem(context: QuestionContext, resources: Iterable[Mapping[str, Any]]) -> str:
    """Validate ``resources``, also in an update.

    If the answers name a resource that is not recorded, Copier drops the recorded answer and
    computes the default.
    """
    fixed = {"", NOWHERE, *NEW_DESTINATIONS, *context.trigger.sources.values()}
    known = {resource["logical_id"] for resource in resources}
    missing = sorted(_named(context.answers) - fixed - known)
    return f"{missing[0]!r} is not a resource of the template." if missing else ""


def _named(answers: Mapping[str, Any]) -> set[str]:
    named = {str(answers.get(key) or "") for key in ("source", "publishes_to")}
    return named.union(str(use).partition(":")[0] for use in answers.get("uses") or [])


_RECORDED = frozenset(
    (
        "AliasName", "Auth", "BucketEncryption", "EndpointConfiguration", "FifoQueue", "FifoTopic",
        "KmsKeyId", "KmsMasterKeyId", "Name", "Replicas", "SSESpecification", "StageName",
        "StreamEncryption", "TargetKeyId",
    )
)  # fmt: skip
"""Properties that a function's own properties depend on."""


def _parameter(name: str) -> dict[str, Any]:
    """Return the record of the parameter of an external layer."""
    return {"logical_id": name, "type": PARAMETER, "properties": {}, "condition": ""}


def _recorded(template: Template, resource: Resource) -> dict[str, Any]:
    inherited = template.globals_of(resource.type.rpartition("::")[2]) if is_api(resource) else {}
    stated = {**inherited, **resource.properties}
    properties = {key: value for key, value in stated.items() if key in _RECORDED}
    return {
        "logical_id": resource.logical_id,
        "type": resource.type,
        "properties": properties,
        "condition": resource.condition,
    }


def _others(template: Template, types: Container[str], named: Iterable[str]) -> Iterator[Resource]:
    """Yield named resources of other types, so that an error can mention the type."""
    for name in named:
        resource = template.resource(name)
        if resource is not None and resource.type not in types:
            yield resource


def _known(found: Iterable[str], recorded: Any, fixed: Collection[str]) -> dict[str, str]:
    """Return logical ids as choices, including the one that was answered before."""
    before = [recorded] if isinstance(recorded, str) and recorded else []
    return {name: name for name in [*found, *before] if name not in fixed}
