"""Orders."""

import os
from collections.abc import Callable
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
from aws_lambda_powertools.utilities.data_classes.kinesis_stream_event import (
    KinesisStreamRecord,
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


processor = InOrderProcessor(event_type=EventType.KinesisDataStreams)


class BadMessageError(ValueError):
    """Raised when a message cannot be processed."""


def process_message(message: dict[str, Any]) -> dict[str, Any]:
    """Process one message; a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadMessageError: If the message is invalid.
    """
    return {"processed": message}


def message_of(record: KinesisStreamRecord) -> dict[str, Any]:
    """Return the message in a record.

    Raises:
        ValueError: If it is not valid JSON.
        BadMessageError: If it is not a JSON object.
    """
    message = record.kinesis.data_as_json()
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return message


def correlation_id_of(record: KinesisStreamRecord) -> str:
    """Return the correlation ID in the message, or else the event ID."""
    try:
        sent = message_of(record).get("correlation_id")
    except ValueError:
        sent = None
    return str(sent or record["eventID"])


def process_record(record: KinesisStreamRecord) -> dict[str, Any]:
    """Process a record of the stream."""
    return process_message(message_of(record))


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
def handle_record(record: KinesisStreamRecord) -> None:
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
