"""Orders."""

import json
import os
from collections.abc import Callable
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()
tracer = Tracer()
sns = boto3.client("sns")


class BadDetailError(ValueError):
    """Raised when the detail of an event is invalid."""


def process_detail(detail: dict[str, Any]) -> dict[str, Any]:
    """Process one event; a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadDetailError: If the detail is empty.
    """
    if not detail:
        raise BadDetailError("the detail is empty")
    return {"processed": detail}


def process_event(event: EventBridgeEvent) -> dict[str, Any]:
    """Process an event; a replay from an archive is not a duplicate."""
    return process_detail(event.detail)


# A duplicate event is not processed again: it gets the stored result of the first one.
idempotency = IdempotencyConfig(
    event_key_jmespath='[id, "replay-name"]',
    expires_after_seconds=86400,
)
process_once: Callable[..., dict[str, Any]] = idempotent_function(
    process_event,
    data_keyword_argument="event",
    config=idempotency,
    persistence_store=DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE_NAME"]),
)


def correlation_id_of(event: EventBridgeEvent) -> str:
    """Return the correlation ID in the detail, or else the event ID."""
    return str(event.detail.get("correlation_id") or event.get_id)


def publish(result: dict[str, Any], correlation_id: str) -> None:
    """Publish a result to the topic, with its correlation ID."""
    body = json.dumps(result)
    sns.publish(
        TopicArn=os.environ["OUTPUT_TOPIC_ARN"],
        Message=body,
        MessageAttributes={
            "correlation_id": {"DataType": "String", "StringValue": correlation_id},
        },
    )


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process an event; if this raises, Lambda retries it."""
    idempotency.register_lambda_context(context)
    metrics.add_metric("ReceivedEvents", MetricUnit.Count, 1)
    bus_event = EventBridgeEvent(event)
    correlation_id = correlation_id_of(bus_event)
    logger.set_correlation_id(correlation_id)
    result = process_once(event=bus_event)
    publish(result, correlation_id)
    metrics.add_metric("ProcessedEvents", MetricUnit.Count, 1)
    logger.info("Processed", extra={"event_id": bus_event.get_id})
    return result
