"""A queue should hide a message for as long as its function may take over it."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.event_connection import EventConnection
from ..aws.event_sources.polled import VISIBILITY
from ..document import Document, Splice
from ..sam.iam.permissions import QUEUE
from . import _rule
from ._edits import facts_in, put


class Visibility(_rule.Rule):
    """Below the timeout itself Lambda refuses it, and cfn-lint says so of the output (E3505)."""

    id = "W9401"
    shortdesc = "A queue's visibility timeout is short for its function"
    description = (
        "A message that waits while the function is throttled comes back and is handled twice."
    )
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
    tags = ["resources", "lambda", "sqs"]

    def findings(self, facts: Application) -> Iterator[_rule.RuleFinding]:
        """Yield one for each queue of the template that is polled for a function."""
        for queue, (source, needed) in _needs(facts).items():
            stated = _visibility(facts, queue)
            if stated is None or stated >= needed:
                continue
            function, window = source.function, _window(facts, source)
            plus = f", and {window} s for the batching window" if window else ""
            yield _rule.RuleFinding(
                _path(queue),
                f"{queue}: its visibility timeout is {stated} s, and {function.logical_id} may "
                f"take {function.timeout} s; make it {needed} s, six times that{plus}.",
            )

    def fix(self, document: Document, path: _rule.Path) -> list[Splice]:
        """Raise a literal timeout, or state one."""
        needs = _needs(facts_in(document))
        queue = str(path[1])
        return put(document, _path(queue), needs[queue][1]) if queue in needs else []


def _path(queue: str) -> _rule.Path:
    return ("Resources", queue, "Properties", VISIBILITY.property)


def _needs(facts: Application) -> dict[str, tuple[EventConnection, int]]:
    """Return the queues, each with the source that asks for most, and the seconds that it does."""
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
    """Seconds that Lambda waits for a batch to fill, 0 where they are not known."""
    return facts.values.number(source.properties.get("MaximumBatchingWindowInSeconds")) or 0


def _visibility(facts: Application, queue: str) -> int | None:
    """Return the seconds of a queue, None where they are not known."""
    resource = facts.resource(queue)
    if resource is None or any(key.startswith("Fn::") for key in resource.properties):
        return None
    return facts.values.number(resource.properties.get(VISIBILITY.property, VISIBILITY.default))
