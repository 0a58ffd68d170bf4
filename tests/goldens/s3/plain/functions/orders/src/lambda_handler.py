"""Orders."""

from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote_plus

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """Attributes of Lambda's context object that this module uses."""

    aws_request_id: str


@dataclass(frozen=True)
class StoredObject:
    """An object in the bucket."""

    bucket: str
    key: str
    size: int


def process_object(stored: StoredObject) -> dict[str, Any]:
    """Process an object; a pure function, so that tests need neither Lambda nor AWS."""
    return {"processed": stored.key, "size": stored.size}


def object_of(record: dict[str, Any]) -> StoredObject:
    """Return the object of a notification, in which the key is URL-encoded."""
    stored = record["s3"]["object"]
    return StoredObject(
        bucket=record["s3"]["bucket"]["name"],
        key=unquote_plus(stored["key"]),
        size=stored["size"],
    )


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> list[dict[str, Any]]:
    """Process the objects of an event; if this raises, Lambda retries it."""
    results = []
    for record in event["Records"]:
        set_correlation_id(record["responseElements"]["x-amz-request-id"])
        stored = object_of(record)
        result = process_object(stored)
        logger.info("Processed", extra={"object_key": stored.key})
        results.append(result)
    return results
