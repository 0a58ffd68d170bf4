"""Orders."""

import os
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes.active_mq_event import (
    ActiveMQEvent,
    ActiveMQMessage,
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


class BadMessageError(ValueError):
    """Raised when a message is invalid."""


def process_message(message: dict[str, Any]) -> dict[str, Any]:
    """Process one message; a pure function that needs neither Lambda nor AWS."""
    return {"processed": message}


def content_of(record: ActiveMQMessage) -> dict[str, Any]:
    """Return the content of a message.

    Raises:
        ValueError: If it is not valid JSON.
        BadMessageError: If it is not a JSON object.
    """
    content = record.json_data
    if not isinstance(content, dict):
        raise BadMessageError("the message is not a JSON object")
    return content


def message_id_of(record: ActiveMQMessage) -> str:
    """Return the message ID."""
    return str(record["messageID"])


def correlation_id_of(record: ActiveMQMessage) -> str:
    """Return the correlation ID of the message, or else the message ID."""
    return str(record.get("correlationId") or message_id_of(record))


def process_record(record: ActiveMQMessage) -> dict[str, Any]:
    """Process a message of the queue."""
    return process_message(content_of(record))


# A duplicate event is not processed again: it gets the stored result of the first one.
idempotency = IdempotencyConfig(
    event_key_jmespath="messageID",
    expires_after_seconds=86400,
)
process_once: Callable[..., dict[str, Any]] = idempotent_function(
    process_record,
    data_keyword_argument="record",
    config=idempotency,
    persistence_store=DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE_NAME"]),
)


@tracer.capture_method
def handle_record(record: ActiveMQMessage) -> None:
    """Process one message; an exception fails the batch."""
    logger.set_correlation_id(correlation_id_of(record))
    try:
        process_once(record=record)
    except Exception:
        logger.exception("Failed", extra={"message_id": message_id_of(record)})
        raise
    metrics.add_metric("ProcessedMessages", MetricUnit.Count, 1)
    logger.info("Processed", extra={"message_id": message_id_of(record)})


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> None:
    """Process a batch; if this raises, Lambda retries the whole batch."""
    idempotency.register_lambda_context(context)
    records = list(ActiveMQEvent(event).messages)
    metrics.add_metric("ReceivedMessages", MetricUnit.Count, len(records))
    for record in records:
        handle_record(record)
