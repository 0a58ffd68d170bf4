"""Destinations for events that fail permanently."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..aws.event_sources.definition import Failures
from ..aws.event_sources.table import ASYNCHRONOUS_EVENTS, ASYNCHRONOUS_PRINCIPALS
from ..sam.iam.permissions import QUEUE
from ..sam.model.function_resource import Event
from ..sam.model.globals_merge import is_intrinsic
from ..sam.model.intrinsics import Data, mentioned
from ._rule import Rule, RuleFinding


class FailureDestination(Rule):
    """A warning: some functions can do without the events that they could not handle.

    A queue that others send their failures to needs no such queue itself.
    """

    id = "W9403"
    shortdesc = "Events that fail for good are lost"
    description = "After the last retry Lambda drops an event that has no failure destination."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"
    tags = ["resources", "lambda", "events"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each function and kind of source: asynchronous ones, a stream, a queue."""
        yield from _asynchronous(facts)
        yield from _streams(facts)
        yield from _queues(facts)


def _asynchronous(facts: Application) -> Iterator[RuleFinding]:
    configured = _configured(facts)
    permitted = _permitted(facts)
    for function in facts.functions:
        if _keeps_failures(function) or function.logical_id in configured:
            continue
        events = [event for event in function.events if _is_asynchronous(event)]
        named = [f"{event.name} ({event.type})" for event in events]
        named += permitted.get(function.logical_id, [])
        if named:
            yield RuleFinding(
                function.path("Events", events[0].name) if events else function.path(),
                f"{function.logical_id}: what fails of {', '.join(named)} is lost; give the "
                "function an OnFailure destination (EventInvokeConfig) or a dead-letter queue.",
            )


def _is_asynchronous(event: Event) -> bool:
    """Return whether it invokes asynchronously: a topic may put a queue in between."""
    through_queue = event.properties.get("SqsSubscription") not in (None, False)
    return event.type in ASYNCHRONOUS_EVENTS and not through_queue


def _keeps_failures(function: Function) -> bool:
    """Return whether it has a dead-letter queue or an OnFailure destination, or may have."""
    stated = function.properties
    if stated.get("DeadLetterQueue") or stated.get("DeadLetterConfig"):
        return True
    return _has_destination(stated.get("EventInvokeConfig"))


def _has_destination(configuration: Data) -> bool:
    """Return whether what is configured says where failures go; an intrinsic function may."""
    found = configuration
    for key in ("DestinationConfig", "OnFailure"):
        if not isinstance(found, dict) or is_intrinsic(found):
            break
        found = found.get(key)
    return bool(found)


def _configured(facts: Application) -> set[str]:
    """Return the functions that have a destination by a resource of its own."""
    found = facts.template.of_type("AWS::Lambda::EventInvokeConfig")
    return {
        facts.arns.owner(one.properties.get("FunctionName"))
        for one in found
        if _has_destination(one.properties)
    }


def _permitted(facts: Application) -> dict[str, list[str]]:
    """Return the permissions by which services invoke functions asynchronously, by function."""
    found: dict[str, list[str]] = {}
    for one in facts.template.of_type("AWS::Lambda::Permission"):
        service = facts.values.text(one.properties.get("Principal")).split(".")[0]
        if service in ASYNCHRONOUS_PRINCIPALS:
            function = facts.arns.owner(one.properties.get("FunctionName"))
            found.setdefault(function, []).append(f"{one.logical_id} ({service})")
    return found


def _streams(facts: Application) -> Iterator[RuleFinding]:
    for source in facts.sources:
        if source.kind.duties.failures is Failures.DISCARDED and not _has_destination(
            source.properties
        ):
            of = f" of {source.path[-2]}" if "Events" in source.path else ""
            yield RuleFinding(
                source.path,
                f"{source.path[1]}: records{of} that fail for good are lost; give it a "
                "DestinationConfig with OnFailure.",
            )


def _queues(facts: Application) -> Iterator[RuleFinding]:
    queues = facts.template.of_type(QUEUE)
    told = {name for one in queues for name in mentioned(one.properties.get("RedrivePolicy"))}
    for source in facts.sources:
        queue = facts.resource(source.resource)
        if queue is None or queue.type != QUEUE or queue.logical_id in told:
            continue
        told.add(queue.logical_id)
        if "RedrivePolicy" not in queue.properties and not _is_made_up(queue.properties):
            yield RuleFinding(
                ("Resources", queue.logical_id, "Properties"),
                f"{queue.logical_id}: messages that {source.function.logical_id} fails on come "
                "back until they expire; give the queue a RedrivePolicy to a dead-letter queue.",
            )


def _is_made_up(properties: dict[str, Data]) -> bool:
    """Return whether an intrinsic function makes the properties."""
    return any(key.startswith("Fn::") for key in properties)
