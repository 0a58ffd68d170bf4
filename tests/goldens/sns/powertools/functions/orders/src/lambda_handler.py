"""Orders."""

import json
import os
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes.sns_event import SNSEvent, SNSMessage
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


def process_message(message: str) -> dict[str, Any]:
    """Process one message; a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadMessageError: If it is not a JSON object.
    """
    body = json.loads(message)
    if not isinstance(body, dict):
        raise BadMessageError("the message is not a JSON object")
    return {"processed": body}


def process_notification(notification: SNSMessage) -> dict[str, Any]:
    """Process a message of the topic."""
    return process_message(notification.message)


# A duplicate event is not processed again: it gets the stored result of the first one.
idempotency = IdempotencyConfig(
    event_key_jmespath="MessageId",
    expires_after_seconds=86400,
)
process_once: Callable[..., dict[str, Any]] = idempotent_function(
    process_notification,
    data_keyword_argument="notification",
    config=idempotency,
    persistence_store=DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE_NAME"]),
)


def correlation_id_of(notification: SNSMessage) -> str:
    """Return the correlation ID of the message, or else the message ID."""
    attribute = notification.message_attributes.get("correlation_id")
    return attribute.value if attribute else notification.message_id


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process a message; if this raises, Lambda retries it."""
    idempotency.register_lambda_context(context)
    metrics.add_metric("ReceivedMessages", MetricUnit.Count, 1)
    notification = SNSEvent(event).record.sns  # SNS sends one record per event
    logger.set_correlation_id(correlation_id_of(notification))
    result = process_once(notification=notification)
    metrics.add_metric("ProcessedMessages", MetricUnit.Count, 1)
    logger.info("Processed", extra={"message_id": notification.message_id})
    return result
