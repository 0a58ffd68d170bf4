"""Orders."""

import json
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """Attributes of Lambda's context object that this module uses."""

    aws_request_id: str


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


def correlation_id_of(notification: dict[str, Any]) -> str:
    """Return the correlation ID of the message, or else the message ID."""
    attribute = notification["MessageAttributes"].get("correlation_id")
    return str(attribute["Value"] if attribute else notification["MessageId"])


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process a message; if this raises, Lambda retries it."""
    (record,) = event["Records"]  # SNS sends one record per event
    notification = record["Sns"]
    set_correlation_id(correlation_id_of(notification))
    result = process_message(notification["Message"])
    logger.info("Processed", extra={"message_id": notification["MessageId"]})
    return result
