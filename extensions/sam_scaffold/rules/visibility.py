"""Queues whose visibility timeout is too short for their function."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.event_connection import EventConnection
from ..aws.event_sources.polled import VISIBILITY
from ..document import Document, Splice
from ..sam.model.resource_types import QUEUE
from . import _rule
from ._edits import facts_in, put


class Visibility(_rule.Rule):
    """If it is below the timeout, Lambda rejects it; cfn-lint finds that in the output (E3505)."""

    id = "W9401"
    shortdesc = "A queue's visibility timeout is short for its function"
    description = "A message that waits while the function is throttled is delivered again."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
    tags = ["resources", "lambda", "sqs"]

    def findings(self, facts: Application) -> Iterator[_rule.RuleFinding]:
        """Yield a finding for each queue of the template that is polled for a function."""
        for queue, (source, needed) in _needs(facts).items():
            stated = _visibility(facts, queue)
            if stated is None or stated >= needed:
                continue
            function, window = source.function, _window(facts, source)
            plus = f" plus the batching window of {window} s" if window else ""
            yield _rule.RuleFinding(
                _path(queue),
                f"{queue}: its visibility timeout is {stated} s, and the timeout of "
                f"{function.logical_id} is {function.timeout} s. Set it to {needed} s, six times "
                f"the function's{plus}.",
            )

    def fix(self, document: Document, path: _rule.Path) -> list[Splice]:
        """Set the timeout, unless it is not a literal."""
        needs = _needs(facts_in(document))
        queue = str(path[1])
        return put(document, _path(queue), needs[queue][1]) if queue in needs else []


def _path(queue: str) -> _rule.Path:
    return ("Resources", queue, "Properties", VISIBILITY.property)


def _needs(facts: Application) -> dict[str, tuple[EventConnection, int]]:
    """Return the queues, each with the most demanding source and the seconds that it needs."""
    needs: dict[str, tuple[EventConnection, int]] = {}
    for source in facts.sources:
        timeout = source.function.timeout
        if facts.template.resources.get(source.resource) != QUEUE or timeout is None:
            continue
        needed = VISIBILITY.factor * timeout + _window(facts, source)
        if source.resource not in needs or needed > needs[source.resource][1]:
            needs[source.resource] = source, needed
    return needs


def _window(facts: Application, source: EventConnection) -> int:
    """Return the batching window in seconds, 0 if it is unknown."""
    return facts.values.number(source.properties.get("MaximumBatchingWindowInSeconds")) or 0


def _visibility(facts: Application, queue: str) -> int | None:
    """Return the visibility timeout of a queue in seconds, None if it is unknown."""
    resource = facts.resource(queue)
    if resource is None or any(key.startswith("Fn::") for key in resource.properties):
        return None
    return facts.values.number(resource.properties.get(VISIBILITY.property, VISIBILITY.default))
