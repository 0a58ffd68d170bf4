"""Orders."""

import os
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes.kafka_event import (
    KafkaEvent,
    KafkaEventRecord,
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


def message_of(record: KafkaEventRecord) -> dict[str, Any]:
    """Return the message in a record.

    Raises:
        ValueError: If it is not valid JSON.
        BadMessageError: If it is not a JSON object.
    """
    message = record.json_value
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return message


def record_id_of(record: KafkaEventRecord) -> str:
    """Return the unique ID of a record: topic, partition and offset."""
    return f"{record['topic']}-{record['partition']}-{record['offset']}"


def correlation_id_of(record: KafkaEventRecord) -> str:
    """Return the correlation ID in the headers, or else the ID of the record."""
    sent = record.decoded_headers.get("correlation_id")
    return sent.decode() if sent else record_id_of(record)


def process_record(record: KafkaEventRecord) -> dict[str, Any]:
    """Process a record of the topic."""
    return process_message(message_of(record))


# A duplicate event is not processed again: it gets the stored result of the first one.
idempotency = IdempotencyConfig(
    event_key_jmespath="[topic, partition, offset]",
    expires_after_seconds=86400,
)
process_once: Callable[..., dict[str, Any]] = idempotent_function(
    process_record,
    data_keyword_argument="record",
    config=idempotency,
    persistence_store=DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE_NAME"]),
)


@tracer.capture_method
def handle_record(record: KafkaEventRecord) -> None:
    """Process one record; an exception fails the batch."""
    logger.set_correlation_id(correlation_id_of(record))
    try:
        process_once(record=record)
    except Exception:
        logger.exception("Failed", extra={"record_id": record_id_of(record)})
        raise
    metrics.add_metric("ProcessedRecords", MetricUnit.Count, 1)
    logger.info("Processed", extra={"record_id": record_id_of(record)})


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> None:
    """Process a batch, partition by partition; if this raises, Lambda retries it."""
    idempotency.register_lambda_context(context)
    received = sum(map(len, event["records"].values()))
    metrics.add_metric("ReceivedRecords", MetricUnit.Count, received)
    for record in KafkaEvent(event).records:
        handle_record(record)
