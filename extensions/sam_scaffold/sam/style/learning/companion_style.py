"""Learning of what functions have around them: alarms, on-failure destinations, log levels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from ....aws.event_sources.definition import Failures
from ....aws.event_sources.table import ASYNCHRONOUS_EVENTS, POLLED_EVENTS
from ...model.intrinsics import Data, mentioned, references
from ...model.resource_types import ALARM, QUEUE
from ...model.template import Resource, Template
from .style_samples import StyleSample, is_majority

_MOST_STANDARD_ALARMS = 2
"""The alarms that a function with ``standard`` ones has at most, with few exceptions."""

_DISCARDING = tuple(
    event for event, source in POLLED_EVENTS.items() if source.duties.failures is Failures.DISCARDED
)
"""Events of streams, whose failed records Lambda discards after the last retry."""

_WITH_DESTINATIONS = frozenset(
    (
        *ASYNCHRONOUS_EVENTS,
        *_DISCARDING,
        *(
            event
            for event, source in POLLED_EVENTS.items()
            if source.duties.failures is Failures.RETRIED
        ),
    )
)
"""Events for which Lambda supports on-failure destinations."""

_OF_EVENTS = ("DeadLetterConfig", "DestinationConfig", "RedrivePolicy", "RetryPolicy")
"""Properties of events that keep or limit failed deliveries."""

_LIMITS = ("MaximumRetryAttempts", "MaximumRecordAgeInSeconds")


def companion_style(template: Template, samples: Sequence[StyleSample]) -> dict[str, Any]:
    """Learn alarms, on-failure destinations, retries and ``LOG_LEVEL`` of functions.

    Args:
        template: The template.
        samples: The functions to learn from.
    """
    lost = set(mentioned([list(_destinations(sample)) for sample in samples]))
    queues = [queue for queue in template.of_type(QUEUE) if queue.logical_id not in lost]
    found = {"redrive": any(map(_is_redriven, queues))} if queues else {}
    if not samples:
        return found
    alarms = _alarms(template, samples)
    keeps = _keeps_failures(template, samples)
    if keeps is None:  # who has alarms wants to be notified of lost events, too
        keeps = alarms != "none"
    return {
        **found,
        "alarms": alarms,
        "on_failure": "queue" if keeps else "none",
        "retry_limits": _has_retry_limits(samples),
        "log_level": _has_log_level(template, samples),
    }


def is_shared_code_usual(
    template: Template, samples: Sequence[StyleSample], shared_layer: str
) -> bool:
    """Return whether most functions have the shared code layer, or there are no functions.

    Args:
        template: The template.
        samples: The functions to learn from.
        shared_layer: The layer's logical id; empty without one.
    """
    if not samples or shared_layer in references(template.globals_function.get("Layers")):
        return True
    own = [references(sample.properties.get("Layers")) for sample in samples]
    return is_majority([shared_layer in layers for layers in own])


# --- Alarms -------------------------------------------------------------------


def _alarms(template: Template, samples: Sequence[StyleSample]) -> str:
    """Return ``none`` unless most functions have alarms, else the set of about as many."""
    watched = _watched(template)
    counts = [len(_alarms_of(template, sample, watched)) for sample in samples] if watched else []
    present = sorted(filter(None, counts))
    if 2 * len(present) <= len(samples):
        return "none"
    usual = present[(len(present) - 1) // 2]
    return "standard" if usual <= _MOST_STANDARD_ALARMS else "full"


def _watched(template: Template) -> dict[str, set[str]]:
    """Return the alarms of the template by what they watch: logical ids, and names as JSON."""
    found: dict[str, set[str]] = {}
    for alarm in (name for name, kind in template.resources.items() if kind == ALARM):
        metrics = [template.property_of(alarm, key) for key in ("Dimensions", "Metrics")]
        for key in (*mentioned(metrics), *map(json.dumps, _values(metrics))):
            found.setdefault(key, set()).add(alarm)
    return found


def _values(metrics: Data) -> Iterator[Data]:
    """Yield the values of dimensions, at any depth."""
    if isinstance(metrics, list):
        for below in metrics:
            yield from _values(below)
    elif isinstance(metrics, dict):
        for key, below in metrics.items():
            if key == "Value":
                yield below
            else:
                yield from _values(below)


def alarms_on(template: Template, resource: Resource) -> list[Resource]:
    """Return the alarms on a resource, by its logical id or its name.

    Args:
        template: The template.
        resource: The resource.
    """
    name, watched = _name_of(resource), _watched(template)
    ids = watched.get(resource.logical_id, set()) | watched.get(json.dumps(name), set())
    return [alarm for alarm in template.of_type(ALARM) if alarm.logical_id in ids]


def _alarms_of(template: Template, sample: StyleSample, watched: dict[str, set[str]]) -> set[str]:
    """Return the alarms on a function, its queues, streams and APIs, and on its deployment."""
    properties = sample.properties
    around = [properties.get(key) for key in ("Events", "EventInvokeConfig", "DeadLetterQueue")]
    resources = [found for name in mentioned(around) if (found := template.resource(name))]
    queues = [found.properties.get("RedrivePolicy") for found in resources]
    resources += [found for name in mentioned(queues) if (found := template.resource(name))]
    named = [properties.get("FunctionName"), *map(_name_of, resources)]
    keys = [
        sample.logical_id,
        *(resource.logical_id for resource in resources),
        *(json.dumps(name) for name in named if name is not None),
    ]
    preference = properties.get("DeploymentPreference")
    stopping = references(preference or template.globals_function.get("DeploymentPreference"))
    own = {name for name in stopping if template.resources.get(name) == ALARM}
    return own.union(*(watched.get(key, set()) for key in keys))


def _name_of(resource: Resource) -> Data:
    """Return the name of a resource in AWS; None without one."""
    keys = ("Name", "QueueName", "StreamName", "TableName")
    return next(filter(None, map(resource.properties.get, keys)), None)


# --- Failures -----------------------------------------------------------------


def _keeps_failures(template: Template, samples: Sequence[StyleSample]) -> bool | None:
    """Return whether most functions keep the events that they failed to process.

    Functions count if Lambda supports on-failure destinations for their events; without any,
    those that are polled from queues, which keep messages by a RedrivePolicy.

    Returns:
        None if no function counts.
    """
    keeps = partial(_has_destination, template.globals_function)
    judged = [sample for sample in samples if keeps(sample) or _may_have_destination(sample)]
    if judged:
        return is_majority([keeps(sample) for sample in judged])
    polled = [queues for sample in samples if (queues := _queues(template, sample))]
    return is_majority([any(map(_is_redriven, queues)) for queues in polled]) if polled else None


def _events(sample: StyleSample) -> list[dict[str, Data]]:
    events = sample.properties.get("Events")
    found = events.values() if isinstance(events, dict) else ()
    return [event for event in found if isinstance(event, dict)]


def _may_have_destination(sample: StyleSample) -> bool:
    return any(str(event.get("Type")) in _WITH_DESTINATIONS for event in _events(sample))


def _destinations(sample: StyleSample) -> Iterator[Data]:
    """Yield the properties of a function and its events that name dead-letter queues."""
    yield from (sample.properties.get(key) for key in ("EventInvokeConfig", "DeadLetterQueue"))
    for event in _events(sample):
        yield from (_properties(event).get(key) for key in _OF_EVENTS)


def _has_destination(inherited: dict[str, Data], sample: StyleSample) -> bool:
    own = {**inherited, **sample.properties}
    config = own.get("EventInvokeConfig")
    if own.get("DeadLetterQueue") or (isinstance(config, dict) and config.get("DestinationConfig")):
        return True
    stated = [_properties(event) for event in _events(sample)]
    return any(properties.get(key) for properties in stated for key in _OF_EVENTS)


def _properties(event: dict[str, Data]) -> dict[str, Data]:
    found = event.get("Properties")
    return found if isinstance(found, dict) else {}


def _queues(template: Template, sample: StyleSample) -> list[Resource]:
    """Return the queues of the template that a function is polled from."""
    polled = [_properties(event).get("Queue") for event in _events(sample)]
    found = (template.resource(name) for name in mentioned(polled))
    return [resource for resource in found if resource and resource.type == QUEUE]


def _is_redriven(queue: Resource) -> bool:
    return bool(queue.properties.get("RedrivePolicy"))


def _has_retry_limits(samples: Sequence[StyleSample]) -> bool:
    """Return whether most event source mappings of streams limit retries."""
    events = [event for sample in samples for event in _events(sample)]
    streams = [_properties(event) for event in events if str(event.get("Type")) in _DISCARDING]
    return is_majority([any(key in stated for key in _LIMITS) for stated in streams])


# --- Variables ----------------------------------------------------------------


def _has_log_level(template: Template, samples: Sequence[StyleSample]) -> bool:
    """Return whether most functions, or Globals, set ``LOG_LEVEL``."""
    own = [_sets_log_level(sample.properties) for sample in samples]
    return _sets_log_level(template.globals_function) or is_majority(own)


def _sets_log_level(properties: dict[str, Data]) -> bool:
    environment = properties.get("Environment")
    variables = environment.get("Variables") if isinstance(environment, dict) else None
    return isinstance(variables, dict) and "LOG_LEVEL" in variables
