"""Event sources that Lambda rejects, although their properties have valid types."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.event_connection import EventConnection
from ..aws.event_sources.polled import DYNAMODB_STREAM, SQS
from ..sam.iam.arns import text_of
from ..sam.iam.permissions import arn_of
from ..sam.model.intrinsics import is_computed
from ..sam.model.resource_types import TABLE
from ._rule import Path, Rule, RuleFinding

_WINDOW = "MaximumBatchingWindowInSeconds"
_POSITION = "StartingPosition"
_AT_TIMESTAMP = "AT_TIMESTAMP"
_TIMESTAMP = "StartingPositionTimestamp"
_TABLES = (*DYNAMODB_STREAM.types, "AWS::Serverless::SimpleTable")


class RefusedSource(Rule):
    """Neither cfn-lint nor the translator checks the polled resource (measured, 1.58 and 1.115)."""

    id = "E9405"
    shortdesc = "Lambda rejects the event source"
    description = "The deployment fails when the event source is created."
    source_url = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"
    tags = ["resources", "lambda", "events"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each mistake of an event or a mapping."""
        for source in facts.sources:
            for key, problem in (*_of_queue(facts, source), *_of_stream(facts, source)):
                yield RuleFinding((*source.path, key), f"{source.path[1]}: {problem}")
        for path, table in _tables_for_streams(facts):
            yield RuleFinding(
                path,
                f"{path[1]}: {table}.Arn is the ARN of the table, not of its stream. Use "
                f"{table}.StreamArn.",
            )


def _of_queue(facts: Application, source: EventConnection) -> Iterator[tuple[str, str]]:
    window = facts.values.number(source.properties.get(_WINDOW, 0))
    if source.kind is SQS and window and _is_fifo(facts, source):
        yield _WINDOW, f"a FIFO queue does not support a batching window ({window} s). Remove it."


def _is_fifo(facts: Application, source: EventConnection) -> bool:
    """Return whether a queue is certainly a FIFO queue."""
    queue = facts.resource(source.resource)
    if queue is not None:
        return facts.values.boolean(queue.properties.get("FifoQueue")) is True
    return text_of(facts.values.known(source.arn)).endswith(".fifo")


def _of_stream(facts: Application, source: EventConnection) -> Iterator[tuple[str, str]]:
    position = facts.values.text(source.properties.get(_POSITION))
    positions = source.kind.duties.positions
    if position == _AT_TIMESTAMP and positions and position not in positions:
        valid = " or ".join(positions)
        yield _POSITION, f"{position} is not valid for a DynamoDB stream. Use {valid}."
    elif position == _AT_TIMESTAMP and _TIMESTAMP not in source.properties:
        yield _POSITION, f"AT_TIMESTAMP requires a time. Add {_TIMESTAMP}."
    table = facts.resource(source.resource)
    if source.kind is not DYNAMODB_STREAM or table is None or table.type not in _TABLES:
        return
    if "StreamSpecification" not in table.properties and not is_computed(table.properties):
        way_out = "Add a StreamSpecification"
        if table.type not in DYNAMODB_STREAM.types:
            way_out = f"Change it to an {TABLE} with a StreamSpecification"
        yield "Stream", f"{table.logical_id} has no stream. {way_out}."


def _tables_for_streams(facts: Application) -> Iterator[tuple[Path, str]]:
    """Yield the events that refer to a table instead of its stream."""
    for function in facts.functions:
        for event in function.events:
            stream = event.properties.get("Stream")
            table = facts.arns.owner(stream)
            is_table = facts.template.resources.get(table) in _TABLES
            if event.type in DYNAMODB_STREAM.events and is_table and stream == arn_of(table):
                yield (*event.path, "Stream"), table
