"""Partial batch responses that the event source ignores."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..application.application import Application
from ..application.event_connection import EventConnection
from ..document import Document, Splice
from . import _rule
from ._batch_results import reported_by
from ._edits import facts_in, put
from ._handlers import handler_of

_PROPERTY = "FunctionResponseTypes"
_REPORTS = "ReportBatchItemFailures"


class UnreportedFailures(_rule.Rule):
    """A warning: nothing is lost until a message fails."""

    id = "W9404"
    shortdesc = "A partial batch response is ignored"
    description = "Lambda treats the whole batch as processed, and its failed messages are lost."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html"
    tags = ["resources", "lambda", "events", "code"]

    def findings(self, facts: Application) -> Iterator[_rule.RuleFinding]:
        """Yield a finding for each queue or stream that ignores its function's response."""
        reporting = {
            source.function.logical_id
            for source in facts.sources
            if not _ignores_failures(facts, source)
        }
        for source in facts.sources:
            function = source.function.logical_id
            if not source.kind.duties.batch_failures or not _ignores_failures(facts, source):
                continue
            if _returns(source, is_sure=function not in reporting):
                name = source.path[-2] if "Events" in source.path else source.path[1]
                yield _rule.RuleFinding(
                    (*source.path, _PROPERTY),
                    f"{function} returns batchItemFailures, but {name} ignores them: failed "
                    f"messages of a batch are lost. Set {_PROPERTY} to [{_REPORTS}].",
                )

    def fix(self, document: Document, path: _rule.Path) -> list[Splice]:
        """Set the response type, if none is set."""
        at = next(
            (source for source in facts_in(document).sources if source.path == path[:-1]), None
        )
        return [] if at is None or _PROPERTY in at.properties else put(document, path, [_REPORTS])


def _ignores_failures(facts: Application, source: EventConnection) -> bool:
    """Return whether a source certainly ignores a partial batch response."""
    stated = facts.values.texts(source.properties.get(_PROPERTY, []))
    is_computed = any(key.startswith("Fn::") for key in source.properties)
    return stated is not None and _REPORTS not in stated and not is_computed


def _returns(source: EventConnection, *, is_sure: bool) -> bool:
    """Return whether the handler returns failures of such a source.

    Args:
        source: The source.
        is_sure: Whether no other source of the function reads the response. Otherwise, the
            handler may only return failures of the other source.
    """
    try:
        found = handler_of(source.function)
    except OSError:  # no read permission, or an invalid file name
        return False
    if found is None or not reported_by(*found):
        return False
    nodes = [*ast.walk(found[1].tree)]
    kinds = {kind for node in nodes if (kind := _event_type(node))}
    if kinds:
        return source.kind.duties.batch_failures in kinds
    return is_sure or not any(map(_reads_source, nodes))


def _event_type(node: ast.AST) -> str:
    """Return the event type of a Powertools processor."""
    match node:
        case ast.Attribute(value=ast.Name(id="EventType"), attr=kind):
            return kind
    return ""


def _reads_source(node: ast.AST) -> bool:
    """Return whether code reads the source of a record."""
    match node:
        case ast.Constant(value="eventSource" | "eventSourceARN"):
            return True
        case ast.Attribute(attr="event_source" | "event_source_arn"):
            return True
    return False
