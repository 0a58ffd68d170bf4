"""Orders."""

import json
from base64 import b64decode
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """What this module reads of the context that Lambda passes."""

    aws_request_id: str


class BadMessageError(ValueError):
    """A message that is not what its sender promised."""


def process_message(message: dict[str, Any]) -> dict[str, Any]:
    """Process one message: a pure function that needs neither Lambda nor AWS."""
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
    """Return the id that the broker gave the message."""
    return str(record["messageID"])


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the correlation id that the sender set, else the id of the message."""
    return str(record.get("correlationId") or message_id_of(record))


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> None:
    """Process a batch; if this raises, the whole batch goes back to the queue."""
    for record in event["messages"]:
        set_correlation_id(correlation_id_of(record))
        try:
            process_message(content_of(record))
        except Exception:
            logger.exception("Failed", extra={"message_id": message_id_of(record)})
            raise
        logger.info("Processed", extra={"message_id": message_id_of(record)})
