"""Orders."""

import json
from base64 import b64decode
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """Attributes of Lambda's context object that this module uses."""

    aws_request_id: str


class BadMessageError(ValueError):
    """Raised when a message is invalid."""


def process_message(message: dict[str, Any]) -> dict[str, Any]:
    """Process one message; a pure function that needs neither Lambda nor AWS."""
    return {"processed": message}


def message_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return the message in a record.

    Raises:
        ValueError: If it is not valid JSON.
        BadMessageError: If it is not a JSON object.
    """
    message = json.loads(b64decode(record["value"]))
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return message


def record_id_of(record: dict[str, Any]) -> str:
    """Return the unique ID of a record: topic, partition and offset."""
    return f"{record['topic']}-{record['partition']}-{record['offset']}"


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the correlation ID in the headers, or else the ID of the record."""
    for header in record["headers"]:
        if "correlation_id" in header:
            return bytes(header["correlation_id"]).decode()
    return record_id_of(record)


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> None:
    """Process a batch, partition by partition; if this raises, Lambda retries it."""
    for records in event["records"].values():
        for record in records:
            set_correlation_id(correlation_id_of(record))
            try:
                process_message(message_of(record))
            except Exception:
                logger.exception("Failed", extra={"record_id": record_id_of(record)})
                raise
            logger.info("Processed", extra={"record_id": record_id_of(record)})
