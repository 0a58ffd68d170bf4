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
    """A message that cannot be processed, while others may be."""


def process_message(message: dict[str, Any]) -> dict[str, Any]:
    """Process one message: a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadMessageError: If it is not what the sender promised.
    """
    return {"processed": message}


def message_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a producer put into the stream.

    Raises:
        ValueError: If that is no JSON, in base64.
        BadMessageError: If it is JSON, and no object.
    """
    message = json.loads(b64decode(record["kinesis"]["data"]))
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return message


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the id in the message, else the event's own, as for what is unreadable."""
    try:
        sent = message_of(record).get("correlation_id")
    except ValueError:
        sent = None
    return str(sent or record["eventID"])


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process a batch in its order, up to the first record that fails.

    Lambda comes again with that record and all that follow. If it is the first one, the
    batch fails, so that Lambda halves it until that record is alone. So does the batch
    with an error that is no ``ValueError``: the function is broken, not the record.
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
