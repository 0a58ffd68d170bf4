"""Functions without a failure destination."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..aws.event_sources.definition import Failures
from ..aws.event_sources.table import ASYNCHRONOUS_EVENTS, ASYNCHRONOUS_PRINCIPALS
from ..sam.model.function_resource import Event
from ..sam.model.globals_merge import is_intrinsic
from ..sam.model.intrinsics import Data, is_computed, mentioned
from ..sam.model.resource_types import PERMISSION, QUEUE
from ._rule import Rule, RuleFinding


class FailureDestination(Rule):
    """A warning: some functions do not need the events that they failed to process.

    A queue that is a dead-letter queue does not need another one.
    """

    id = "W9403"
    shortdesc = "Failed events are lost"
    description = "After the last retry, Lambda discards an event without a failure destination."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"
    tags = ["resources", "lambda", "events"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield the findings of asynchronous event sources, streams and queues."""
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
                f"{function.logical_id}: failed events of {', '.join(named)} are lost. Add an "
                "OnFailure destination (EventInvokeConfig) or a dead-letter queue.",
            )


def _is_asynchronous(event: Event) -> bool:
    """Return whether an event invokes asynchronously, without SAM's queue for a topic."""
    through_queue = event.properties.get("SqsSubscription") not in (None, False)
    return event.type in ASYNCHRONOUS_EVENTS and not through_queue


def _keeps_failures(function: Function) -> bool:
    """Return whether a function has, or may have, a failure destination."""
    stated = function.properties
    if stated.get("DeadLetterQueue") or stated.get("DeadLetterConfig"):
        return True
    return _has_destination(stated.get("EventInvokeConfig"))


def _has_destination(configuration: Data) -> bool:
    """Return whether a configuration has, or may have, an OnFailure destination."""
    found = configuration
    for key in ("DestinationConfig", "OnFailure"):
        if not isinstance(found, dict) or is_intrinsic(found):
            break
        found = found.get(key)
    return bool(found)


def _configured(facts: Application) -> set[str]:
    """Return the functions with an EventInvokeConfig resource that has a destination."""
    found = facts.template.of_type("AWS::Lambda::EventInvokeConfig")
    return {
        facts.arns.owner(configuration.properties.get("FunctionName"))
        for configuration in found
        if _has_destination(configuration.properties)
    }


def _permitted(facts: Application) -> dict[str, list[str]]:
    """Return the permissions of services that invoke asynchronously, by function."""
    found: dict[str, list[str]] = {}
    for permission in facts.template.of_type(PERMISSION):
        service = facts.values.text(permission.properties.get("Principal")).split(".")[0]
        if service in ASYNCHRONOUS_PRINCIPALS:
            function = facts.arns.owner(permission.properties.get("FunctionName"))
            found.setdefault(function, []).append(f"{permission.logical_id} ({service})")
    return found


def _streams(facts: Application) -> Iterator[RuleFinding]:
    for source in facts.sources:
        if source.kind.duties.failures is Failures.DISCARDED and not _has_destination(
            source.properties
        ):
            of = f" of {source.path[-2]}" if "Events" in source.path else ""
            yield RuleFinding(
                source.path,
                f"{source.path[1]}: failed records{of} are lost. Add a DestinationConfig with "
                "OnFailure.",
            )


def _queues(facts: Application) -> Iterator[RuleFinding]:
    queues = facts.template.of_type(QUEUE)
    policies = (queue.properties.get("RedrivePolicy") for queue in queues)
    seen = {name for policy in policies for name in mentioned(policy)}
    for source in facts.sources:
        queue = facts.resource(source.resource)
        if queue is None or queue.type != QUEUE or queue.logical_id in seen:
            continue
        seen.add(queue.logical_id)
        if "RedrivePolicy" not in queue.properties and not is_computed(queue.properties):
            yield RuleFinding(
                ("Resources", queue.logical_id, "Properties"),
                f"{queue.logical_id}: messages that {source.function.logical_id} fails to process "
                "are retried until they expire. Add a RedrivePolicy with a dead-letter queue.",
            )
