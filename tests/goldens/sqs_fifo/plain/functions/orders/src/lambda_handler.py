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


def process_message(body: str) -> dict[str, Any]:
    """Process one message; a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadMessageError: If it is not a JSON object.
    """
    message = json.loads(body)
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return {"processed": message}


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the correlation ID of the message, or else the message ID."""
    attribute = record["messageAttributes"].get("correlation_id", {})
    return str(attribute.get("stringValue") or record["messageId"])


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process a batch, and return the messages that failed: only these are retried.

    The messages after a failed one in its group are retried, too, so that the group
    keeps its order. A ``ValueError`` fails its message. Any other exception fails the
    batch: it indicates a bug, not an invalid message.
    """
    failures = []
    failed_groups = set()
    for record in event["Records"]:
        set_correlation_id(correlation_id_of(record))
        group = record["attributes"]["MessageGroupId"]
        if group in failed_groups:
            logger.info("Deferred", extra={"message_id": record["messageId"]})
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        try:
            process_message(record["body"])
        except ValueError:
            logger.exception("Failed", extra={"message_id": record["messageId"]})
            failures.append({"itemIdentifier": record["messageId"]})
            failed_groups.add(group)
        else:
            logger.info("Processed", extra={"message_id": record["messageId"]})
    return {"batchItemFailures": failures}
