"""Which resources of the template a function can be connected to, and why not others.

Copier wants the answer of an earlier time among the choices, though the folders that it
renders an update in hold no SAM template; and it drops a multiselect's answers that are
no choices without a word (measured, 9.19). So what was answered is always a choice, and
the functions named ``..._problem`` refuse it where it is none.
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
from ..sam.model.external_layers import PARAMETER, outside_layers
from ..sam.model.template import Resource, Template

_NEW_DESTINATION_LABELS = {
    "A new queue, with a dead-letter queue": "new_queue",
    "A new topic": "new_topic",
    "A new event bus": "new_bus",
}


def source_choices(template: Template | None, trigger: Trigger, recorded: Any) -> dict[str, str]:
    """Answers of ``source`` by label; none for a trigger that listens to no resource."""
    if not trigger.sources:
        return {}
    found = [] if template is None else _listenable(template, trigger)
    ids = [one.logical_id for one in found if not one.condition]
    return {**trigger.sources, **_known(ids, recorded, trigger.sources.values())}


def source_problem(template: Template | None, trigger: Trigger, source: str) -> str:
    """Why a function cannot listen to a resource."""
    if template is None or not trigger.sources or source in ("", *trigger.sources.values()):
        return ""
    kind = trigger.event_source
    nouns = dict.fromkeys(kind.types, kind.noun)
    resources = [*_listenable(template, trigger), *_others(template, nouns, [source])]
    return existing_problem(source, nouns, resources)


def _listenable(template: Template, trigger: Trigger) -> list[Resource]:
    kind = trigger.event_source
    return [one for one in template.of_type(*kind.types) if accepts(kind, one)]


def destination_choices(template: Template | None, source: str, recorded: Any) -> dict[str, str]:
    """Answers of ``publishes_to`` by label; what wakes the function is none."""
    fixed = {"Nowhere": NOWHERE, **_NEW_DESTINATION_LABELS}
    found = (
        []
        if template is None
        else publish_targets.targets(template.of_type(*publish_targets.TYPES))
    )
    others = [one for one in found if one != source]
    return {**fixed, **_known(others, recorded, fixed.values())}


def destination_problem(template: Template | None, source: str, destination: str) -> str:
    """Why a function cannot publish to a resource."""
    if template is None or destination == NOWHERE or destination in NEW_DESTINATIONS:
        return ""
    if destination == source:
        return (
            f"{source!r} wakes the function, which would wake itself without end; choose another."
        )
    resources = template.of_type(*publish_targets.TYPES)
    others = _others(template, publish_targets.TYPES, [destination])
    return publish_targets.target_problem(destination, [*resources, *others])


def topic_choices(template: Template | None, recorded: Any) -> dict[str, str]:
    """Answers of ``alarm_topic`` by label."""
    topics = [] if template is None else template.of_type(TOPIC)
    ids = [one.logical_id for one in topics if not one.condition]
    return {"A new topic": NEW, **_known(ids, recorded, (NEW,))}


def default_topic(template: Template | None, learned: str) -> str:
    """The answer of ``alarm_topic`` that nobody gave.

    Args:
        template: The SAM template, None where there is none.
        learned: The topic that most alarms notify, empty if there are none.
    """
    made = template is not None and template.resources.get(NEW_ALARM_TOPIC) == TOPIC
    return learned or (NEW_ALARM_TOPIC if made else NEW)


def topic_problem(template: Template | None, topic: str) -> str:
    """Why alarms cannot go to a topic."""
    if template is None:
        return ""
    if topic == NEW:
        there = NEW_ALARM_TOPIC in template.resources
        return f"{NEW_ALARM_TOPIC} is there already; give its name." if there else ""
    resources = [*template.of_type(TOPIC), *_others(template, (TOPIC,), [topic])]
    return existing_problem(topic, {TOPIC: "topic"}, resources)


def use_choices(template: Template | None, circular: Collection[str], recorded: Any) -> list[str]:
    """Answers of ``uses``, and what was answered before.

    Args:
        template: The SAM template, None where there is none.
        circular: What the function cannot need in turn: itself, a source that names it.
        recorded: What was answered.
    """
    resources = [] if template is None else template.of_type(*resource_access.TYPES)
    found = resource_access.choices([one for one in resources if one.logical_id not in circular])
    return list(dict.fromkeys([*answered(recorded), *found]))


def uses_problem(template: Template | None, answers: list[str]) -> str:
    """Why a function cannot use resources.

    Args:
        template: The SAM template, None where there is none.
        answers: ``LogicalId:access`` each.
    """
    if template is None:
        return ""
    others = _others(template, resource_access.TYPES, [one.partition(":")[0] for one in answers])
    return resource_access.uses_problem(
        answers, [*template.of_type(*resource_access.TYPES), *others]
    )


def answered(recorded: Any) -> list[str]:
    """Several answers as given with ``--data``: a list, its YAML text, or with commas."""
    if isinstance(recorded, str):
        words = recorded.translate(dict.fromkeys(map(ord, "[]'\","), " ")).split()
        return [word for word in words if word != "-"]
    return [str(one) for one in recorded or []]


def chosen_resources(template: Template | None, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The resources that the answers name, and their keys, as far as something follows.

    Parameters are among them where they hold layers from outside: those are referred to
    otherwise than the template's own.

    Returns:
        What `sam.template.Resource` takes, of each.
    """
    named = _named(answers)
    if template is None:
        return []
    layers = attached(answers)
    outside = [_parameter(name) for name in outside_layers(template) if name in layers]
    if not named.intersection(template.resources):
        return outside
    types = {template.resources[name] for name in named if name in template.resources}
    resources = template.of_type(*types, *KEY_TYPES)
    chosen = [one for one in resources if one.logical_id in named]
    keys = [key for one in chosen for key in encrypted_with(one, resources)]
    several = {one.logical_id: one for one in (*chosen, *keys)}
    return [*(_recorded(template, one) for one in several.values()), *outside]


def resources_problem(
    recorded: Iterable[Mapping[str, Any]], answers: Mapping[str, Any], trigger: Trigger
) -> str:
    """Why recorded resources are not those that the answers name.

    Args:
        recorded: What `chosen_resources` gave.
        answers: The answers by question.
        trigger: What the answered trigger says of itself.
    """
    fixed = {"", NOWHERE, *NEW_DESTINATIONS, *trigger.sources.values()}
    known = {one["logical_id"] for one in recorded}
    missing = sorted(_named(answers) - fixed - known)
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
"""Properties from which something follows for a function."""


def _parameter(name: str) -> dict[str, Any]:
    """What is recorded of a layer from outside: that it is none of the template's resources."""
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
    """What answers name of other types, so that a refusal can say what that is."""
    for name in named:
        resource = template.resource(name)
        if resource is not None and resource.type not in types:
            yield resource


def _known(found: Iterable[str], recorded: Any, fixed: Collection[str]) -> dict[str, str]:
    """Logical ids as choices, the one that was answered before among them."""
    before = [recorded] if isinstance(recorded, str) and recorded else []
    return {one: one for one in [*found, *before] if one not in fixed}
