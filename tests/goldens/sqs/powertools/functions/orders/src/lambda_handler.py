"""Orders."""

import json
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
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()
tracer = Tracer()


class LoggingProcessor(BatchProcessor):
    """Batch processor that logs exceptions, as Lambda only receives message IDs."""

    def failure_handler(
        self,
        record: SQSRecord,
        exception: ExceptionInfo,
    ) -> FailureResponse:
        """Log the exception, with the correlation ID of its message."""
        logger.set_correlation_id(correlation_id_of(record))
        logger.error(
            "Failed",
            exc_info=exception[1],
            extra={"message_id": record.message_id},
        )
        return super().failure_handler(record, exception)


processor = LoggingProcessor(event_type=EventType.SQS)


class BadMessageError(ValueError):
    """Raised when a message is invalid."""


def process_message(body: str) -> dict[str, Any]:
    """Process one message; a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadMessageError: If it is not a JSON object.
    """
    message = json.loads(body)
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return {"processed": message}


def process_record(record: SQSRecord) -> dict[str, Any]:
    """Process a message of the queue."""
    return process_message(record.body)


# A duplicate event is not processed again: it gets the stored result of the first one.
idempotency = IdempotencyConfig(
    event_key_jmespath="messageId",
    expires_after_seconds=86400,
)
process_once: Callable[..., dict[str, Any]] = idempotent_function(
    process_record,
    data_keyword_argument="record",
    config=idempotency,
    persistence_store=DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE_NAME"]),
)


def correlation_id_of(record: SQSRecord) -> str:
    """Return the correlation ID of the message, or else the message ID."""
    attribute = record.message_attributes["correlation_id"]
    return (attribute and attribute.string_value) or record.message_id


@tracer.capture_method
def handle_record(record: SQSRecord) -> None:
    """Process one message; an exception fails only this message."""
    logger.set_correlation_id(correlation_id_of(record))
    process_once(record=record)
    metrics.add_metric("ProcessedMessages", MetricUnit.Count, 1)
    logger.info("Processed", extra={"message_id": record.message_id})


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> PartialItemFailureResponse:
    """Process a batch, and return the messages that failed: only these are retried.

    If all messages fail, the batch fails, which Lambda counts as an error.
    """
    idempotency.register_lambda_context(context)
    metrics.add_metric("ReceivedMessages", MetricUnit.Count, len(event["Records"]))
    return process_partial_response(
        event=event,
        record_handler=handle_record,
        processor=processor,
        context=context,
    )
