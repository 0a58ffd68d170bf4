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


processor = InOrderProcessor(event_type=EventType.KinesisDataStreams)


class BadMessageError(ValueError):
    """A message that cannot be processed, while others may be."""


def process_message(message: dict[str, Any]) -> dict[str, Any]:
    """Process one message: a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadMessageError: If it is not what the sender promised.
    """
    return {"processed": message}


def message_of(record: KinesisStreamRecord) -> dict[str, Any]:
    """Return what a producer put into the stream.

    Raises:
        ValueError: If that is no JSON, in base64.
        BadMessageError: If it is JSON, and no object.
    """
    message = record.kinesis.data_as_json()
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return message


def correlation_id_of(record: KinesisStreamRecord) -> str:
    """Return the id in the message, else the event's own, as for what is unreadable."""
    try:
        sent = message_of(record).get("correlation_id")
    except ValueError:
        sent = None
    return str(sent or record["eventID"])


def process_record(record: KinesisStreamRecord) -> dict[str, Any]:
    """Process a record of the stream."""
    return process_message(message_of(record))


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
def handle_record(record: KinesisStreamRecord) -> None:
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
