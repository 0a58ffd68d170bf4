"""Failures of a batch that a handler returns have to be asked for by the event source."""

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
_ASKS = "ReportBatchItemFailures"


class UnreportedFailures(_rule.Rule):
    """A warning: nothing fails until a message does."""

    id = "W9404"
    shortdesc = "Failures of a batch are returned, and not asked for"
    description = "Lambda takes the whole batch for done, and what failed of it is lost."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html"
    tags = ["resources", "lambda", "events", "code"]

    def findings(self, facts: Application) -> Iterator[_rule.RuleFinding]:
        """Yield one for each queue or stream whose function returns failures in vain."""
        asking = {one.function.logical_id for one in facts.sources if not _is_silent(facts, one)}
        for source in facts.sources:
            function = source.function.logical_id
            if not source.kind.duties.batch_failures or not _is_silent(facts, source):
                continue
            if _returns(source, is_sure=function not in asking):
                name = source.path[-2] if "Events" in source.path else source.path[1]
                yield _rule.RuleFinding(
                    (*source.path, _PROPERTY),
                    f"{function} returns batchItemFailures, and {name} does not ask for them: "
                    f"what fails of a batch is lost; set {_PROPERTY} to [{_ASKS}].",
                )

    def fix(self, document: Document, path: _rule.Path) -> list[Splice]:
        """Ask for them, where nothing is stated."""
        at = next(
            (source for source in facts_in(document).sources if source.path == path[:-1]), None
        )
        return [] if at is None or _PROPERTY in at.properties else put(document, path, [_ASKS])


def _is_silent(facts: Application, source: EventConnection) -> bool:
    """Return whether a source certainly does not ask for what failed."""
    stated = facts.values.texts(source.properties.get(_PROPERTY, []))
    made_up = any(key.startswith("Fn::") for key in source.properties)
    return stated is not None and _ASKS not in stated and not made_up


def _returns(source: EventConnection, *, is_sure: bool) -> bool:
    """Return whether the handler returns failures of such a source.

    Args:
        source: The source.
        is_sure: Whether no other source of the function asks for them; else the handler may
            look at where the records are from.
    """
    try:
        found = handler_of(source.function)
    except OSError:  # a folder that is not ours to read, a name that no file can have
        return False
    if found is None or not reported_by(*found):
        return False
    nodes = [*ast.walk(found[1].tree)]
    kinds = {kind for node in nodes if (kind := _event_type(node))}
    if kinds:
        return source.kind.duties.batch_failures in kinds
    return is_sure or not any(map(_tells_sources, nodes))


def _event_type(node: ast.AST) -> str:
    """Return the kind of records that one of Powertools' processors is made for."""
    match node:
        case ast.Attribute(value=ast.Name(id="EventType"), attr=kind):
            return kind
    return ""


def _tells_sources(node: ast.AST) -> bool:
    """Return whether code looks at where a record is from."""
    match node:
        case ast.Constant(value="eventSource" | "eventSourceARN"):
            return True
        case ast.Attribute(attr="event_source" | "event_source_arn"):
            return True
    return False
