"""Large batches without a batching window."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.event_connection import EventConnection
from ..document import Document, Splice
from ..sam.iam.arns import text_of
from ..sam.model.intrinsics import as_boolean
from . import _rule
from ._edits import facts_in, put

_WINDOW = "MaximumBatchingWindowInSeconds"


class BatchWindow(_rule.Rule):
    """FIFO queues do not support a window; cfn-lint finds their larger batches in the output."""

    id = "E9402"
    shortdesc = "An SQS batch above 10 has no batching window"
    description = "Lambda rejects the event source: a batch above 10 needs a window of 1 s or more."
    source_url = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"
    tags = ["resources", "lambda", "sqs"]

    def findings(self, facts: Application) -> Iterator[_rule.RuleFinding]:
        """Yield a finding for each event or mapping with such a batch."""
        for source in facts.sources:
            size = facts.values.number(source.properties.get("BatchSize"))
            window = facts.values.number(source.properties.get(_WINDOW, 0))
            most = source.kind.duties.batch_without_window
            if most is None or size is None or size <= most or window != 0:
                continue
            if not _is_fifo(facts, source):
                yield _rule.RuleFinding(
                    (*source.path, "BatchSize"),
                    f"{source.path[1]}: a batch of {size} messages requires a batching window. "
                    f"Set {_WINDOW} to 1 or more, or BatchSize to {most} or less.",
                )

    def fix(self, document: Document, path: _rule.Path) -> list[Splice]:
        """Set the shortest window, unless the queue may be a FIFO queue."""
        facts = facts_in(document)
        at = next((source for source in facts.sources if source.path == path[:-1]), None)
        if at is None or not (at.resource or _text(facts, at)):
            return []
        return put(document, (*at.path, _WINDOW), 1)


def _is_fifo(facts: Application, source: EventConnection) -> bool:
    queue = facts.resource(source.resource)
    if queue is not None and "FifoQueue" in queue.properties:
        return as_boolean(facts.values.known(queue.properties["FifoQueue"])) is not False
    return _text(facts, source).endswith(".fifo")


def _text(facts: Application, source: EventConnection) -> str:
    """Return the literal ARN, whose suffix shows whether the queue is a FIFO queue."""
    return text_of(facts.values.known(source.arn) or source.arn)
