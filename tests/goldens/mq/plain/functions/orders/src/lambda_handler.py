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


def content_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a message.

    Raises:
        ValueError: If it is not valid JSON.
        BadMessageError: If it is not a JSON object.
    """
    content = json.loads(b64decode(record["data"]))
    if not isinstance(content, dict):
        raise BadMessageError("the message is not a JSON object")
    return content


def message_id_of(record: dict[str, Any]) -> str:
    """Return the message ID."""
    return str(record["messageID"])


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the correlation ID of the message, or else the message ID."""
    return str(record.get("correlationId") or message_id_of(record))


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> None:
    """Process a batch; if this raises, Lambda retries the whole batch."""
    for record in event["messages"]:
        set_correlation_id(correlation_id_of(record))
        try:
            process_message(content_of(record))
        except Exception:
            logger.exception("Failed", extra={"message_id": message_id_of(record)})
            raise
        logger.info("Processed", extra={"message_id": message_id_of(record)})
