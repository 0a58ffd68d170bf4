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
    """Raised when a message cannot be processed."""


def process_message(message: dict[str, Any]) -> dict[str, Any]:
    """Process one message; a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadMessageError: If the message is invalid.
    """
    return {"processed": message}


def message_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return the message in a record.

    Raises:
        ValueError: If it is not valid JSON.
        BadMessageError: If it is not a JSON object.
    """
    message = json.loads(b64decode(record["kinesis"]["data"]))
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return message


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the correlation ID in the message, or else the event ID."""
    try:
        sent = message_of(record).get("correlation_id")
    except ValueError:
        sent = None
    return str(sent or record["eventID"])


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process a batch in order, up to the first record that fails.

    Lambda retries the batch from that record. If it is the first one, the batch fails,
    so that Lambda splits it until the record is isolated. Any exception other than
    ``ValueError`` fails the batch, too: it indicates a bug, not an invalid record.
    """
    for position, record in enumerate(event["Records"]):
        sequence_number = record["kinesis"]["sequenceNumber"]
        set_correlation_id(correlation_id_of(record))
        try:
            process_message(message_of(record))
        except ValueError:
            logger.exception("Failed", extra={"sequence_number": sequence_number})
            if position == 0:
                raise
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
        logger.info("Processed", extra={"sequence_number": sequence_number})
    return {"batchItemFailures": []}
