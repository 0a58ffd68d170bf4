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
    """Batch processor that stops at the first record that fails.

    Lambda retries the batch from that record, so that the order is kept.
    """

    def process(self) -> list[tuple[Any, ...]]:
        """Process records in order, up to the first one that fails."""
        results: list[tuple[Any, ...]] = []
        for record in self.records:
            results.append(self._process_record(record))
            if self.fail_messages:
                break
        return results

    def failure_handler(self, record: Any, exception: ExceptionInfo) -> FailureResponse:
        """Log the exception, as Lambda only receives the sequence number."""
        logger.exception("Failed", extra={"event_id": record.event_id})
        return super().failure_handler(record, exception)

    def _entire_batch_failed(self) -> bool:
        """Return whether the first record failed: Lambda then splits the batch."""
        return not self.success_messages


processor = InOrderProcessor(event_type=EventType.DynamoDBStreams)


class BadChangeError(ValueError):
    """Raised when a change cannot be processed."""


@dataclass(frozen=True)
class Change:
    """A change of an item of the table.

    Attributes:
        sequence_number: Its position in the stream.
        kind: ``INSERT``, ``MODIFY`` or ``REMOVE``.
        keys: The primary key of the item.
        old: The item before the change, if it existed and the stream has old images.
        new: The item after the change, if it exists and the stream has new images.
    """

    sequence_number: str
    kind: str
    keys: dict[str, Any]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def process_change(change: Change) -> dict[str, Any]:
    """Process one change; a pure function, so that tests need neither Lambda nor AWS.

    Returns:
        The kind of change and the key of the item, as JSON values.

    Raises:
        BadChangeError: If the stream has no new image of the item.
    """
    if change.kind != "REMOVE" and change.new is None:
        raise BadChangeError("the stream has no new image of the item")
    return {
        "change": change.kind,
        "keys": {name: str(value) for name, value in change.keys.items()},
        "sequence_number": change.sequence_number,
    }


def correlation_id_of(record: DynamoDBRecord) -> str:
    """Return the correlation ID in the item, or else the event ID."""
    change = record["dynamodb"]
    item = change.get("NewImage") or change.get("OldImage") or {}
    return str(item.get("correlation_id", {}).get("S") or record["eventID"])


def change_of(record: DynamoDBRecord) -> Change:
    """Return the change in a record of the stream, with Python types.

    Numbers become ``Decimal``, which keeps all digits; binary values stay in Base64.

    Raises:
        BadChangeError: If the record has no change.
    """
    change, kind = record.dynamodb, record.event_name
    if change is None or kind is None:
        raise BadChangeError("the record has no change")
    return Change(
        sequence_number=str(change.sequence_number),
        kind=kind.name,
        keys=change.keys,
        old=change.old_image or None,
        new=change.new_image or None,
    )


def process_record(record: DynamoDBRecord) -> dict[str, Any]:
    """Process a record of the stream."""
    return process_change(change_of(record))


# A duplicate event is not processed again: it gets the stored result of the first one.
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
    """Process one record; an exception ends the batch at this record."""
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
    """Process a batch in order, and return the first record that failed."""
    idempotency.register_lambda_context(context)
    metrics.add_metric("ReceivedRecords", MetricUnit.Count, len(event["Records"]))
    return process_partial_response(
        event=event,
        record_handler=handle_record,
        processor=processor,
        context=context,
    )
