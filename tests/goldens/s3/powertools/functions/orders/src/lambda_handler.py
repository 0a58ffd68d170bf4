"""Orders."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes.s3_event import S3Event, S3EventRecord
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()
tracer = Tracer()


@dataclass(frozen=True)
class StoredObject:
    """An object in the bucket."""

    bucket: str
    key: str
    size: int


def process_object(stored: StoredObject) -> dict[str, Any]:
    """Process an object; a pure function, so that tests need neither Lambda nor AWS."""
    return {"processed": stored.key, "size": stored.size}


def object_of(record: S3EventRecord) -> StoredObject:
    """Return the object of a notification, in which the key is URL-encoded."""
    stored = record.s3.get_object
    return StoredObject(
        bucket=record.s3.bucket.name,
        key=unquote_plus(stored.key),
        size=stored.size,
    )


def process_record(record: S3EventRecord) -> dict[str, Any]:
    """Process the object of a notification."""
    return process_object(object_of(record))


# A duplicate event is not processed again: it gets the stored result of the first one.
idempotency = IdempotencyConfig(
    event_key_jmespath="s3.[bucket.name, object.key, object.sequencer]",
    expires_after_seconds=86400,
)
process_once: Callable[..., dict[str, Any]] = idempotent_function(
    process_record,
    data_keyword_argument="record",
    config=idempotency,
    persistence_store=DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE_NAME"]),
)


@tracer.capture_method
def handle_record(record: S3EventRecord) -> dict[str, Any]:
    """Process one object."""
    logger.set_correlation_id(record.response_elements["x-amz-request-id"])
    result = process_once(record=record)
    metrics.add_metric("ProcessedObjects", MetricUnit.Count, 1)
    logger.info("Processed", extra={"object_key": object_of(record).key})
    return result


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> list[dict[str, Any]]:
    """Process the objects of an event; if this raises, Lambda retries it."""
    idempotency.register_lambda_context(context)
    metrics.add_metric("ReceivedObjects", MetricUnit.Count, len(event["Records"]))
    return [handle_record(record) for record in S3Event(event).records]
