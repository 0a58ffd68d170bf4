"""Orders."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    ExceptionInfo,
    FailureResponse,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import (
    DynamoDBRecord,
)
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()
tracer = Tracer()


class InOrderProcessor(BatchProcessor):
    """Stops at the first record that fails, with which Lambda comes again.

    Otherwise what follows would overtake it, and not be processed again after it.
    """

    def process(self) -> list[tuple[Any, ...]]:
        """Process records in their order, up to the first that fails."""
        results: list[tuple[Any, ...]] = []
        for record in self.records:
            results.append(self._process_record(record))
            if self.fail_messages:
                break
        return results

    def failure_handler(self, record: Any, exception: ExceptionInfo) -> FailureResponse:
        """Log why a record failed: Lambda gets to know its sequence number alone."""
        logger.exception("Failed", extra={"event_id": record.event_id})
        return super().failure_handler(record, exception)

    def _entire_batch_failed(self) -> bool:
        """Fail if the first record did: Lambda halves the batch until it is alone."""
        return not self.success_messages


processor = InOrderProcessor(event_type=EventType.DynamoDBStreams)


class BadChangeError(ValueError):
    """A change that cannot be processed, while others may be."""


@dataclass(frozen=True)
class Change:
    """A change of an item of the table.

    Attributes:
        sequence_number: Its place in the order of changes.
        kind: What was done: ``INSERT``, ``MODIFY`` or ``REMOVE``.
        keys: What tells the item from others.
        old: The item before; None if it was not there, or the stream does not say.
        new: The item after; None if it was removed.
    """

    sequence_number: str
    kind: str
    keys: dict[str, Any]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def process_change(change: Change) -> dict[str, Any]:
    """Process one change: a pure function, so that tests need neither Lambda nor AWS.

    Returns:
        What happened to which item, in a form that JSON has, too: keys are text.

    Raises:
        BadChangeError: If the stream does not say what has become of the item.
    """
    if change.kind != "REMOVE" and change.new is None:
        raise BadChangeError("the stream has no new image of the item")
    return {
        "change": change.kind,
        "keys": {name: str(value) for name, value in change.keys.items()},
        "sequence_number": change.sequence_number,
    }


def correlation_id_of(record: DynamoDBRecord) -> str:
    """Return the id in the item's attribute, else the event's own."""
    told = record["dynamodb"]
    item = told.get("NewImage") or told.get("OldImage") or {}
    return str(item.get("correlation_id", {}).get("S") or record["eventID"])


def change_of(record: DynamoDBRecord) -> Change:
    """Return what a record of the stream tells, in Python's own types.

    A number becomes a ``Decimal``, which keeps all digits; bytes stay text in base64.

    Raises:
        BadChangeError: If it tells nothing.
    """
    told, kind = record.dynamodb, record.event_name
    if told is None or kind is None:
        raise BadChangeError("the record tells of no change")
    return Change(
        sequence_number=str(told.sequence_number),
        kind=kind.name,
        keys=told.keys,
        old=told.old_image or None,
        new=told.new_image or None,
    )


def process_record(record: DynamoDBRecord) -> dict[str, Any]:
    """Process a record of the stream."""
    return process_change(change_of(record))


# What came once is not worked off again: a second delivery gets the first one's result.
idempotency = IdempotencyConfig(
    event_key_jmespath="eventID",
    expires_after_seconds=86400,
)
process_once: Callable[..., dict[str, Any]] = idempotent_function(
    process_record,
    data_keyword_argument="record",
    config=idempotency,
    persistence_store=DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE_NAME"]),
)


@tracer.capture_method
def handle_record(record: DynamoDBRecord) -> None:
    """Process one record; what it raises fails it, and puts off what follows."""
    logger.set_correlation_id(correlation_id_of(record))
    process_once(record=record)
    metrics.add_metric("ProcessedRecords", MetricUnit.Count, 1)
    logger.info("Processed", extra={"event_id": record.event_id})


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> PartialItemFailureResponse:
    """Process a batch in its order; name the one to go on with, if one failed."""
    idempotency.register_lambda_context(context)
    metrics.add_metric("ReceivedRecords", MetricUnit.Count, len(event["Records"]))
    return process_partial_response(
        event=event,
        record_handler=handle_record,
        processor=processor,
        context=context,
    )
