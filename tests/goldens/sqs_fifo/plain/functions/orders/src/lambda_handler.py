"""Orders."""

import json
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """What this module reads of the context that Lambda passes."""

    aws_request_id: str


class BadMessageError(ValueError):
    """A message that cannot be processed, while others may be."""


def process_message(body: str) -> dict[str, Any]:
    """Process one message: a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadMessageError: If it is not what the sender promised.
    """
    message = json.loads(body)
    if not isinstance(message, dict):
        raise BadMessageError("the message is not a JSON object")
    return {"processed": message}


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the id that the sender put on the message, else the message's own."""
    attribute = record["messageAttributes"].get("correlation_id", {})
    return str(attribute.get("stringValue") or record["messageId"])


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process a batch; name the messages that failed, so that only they come back.

    What follows a failed message in its group comes back with it, so that the group
    keeps its order. A ``ValueError`` fails its own message. Any other error reaches
    Lambda and fails the batch: it says that the function is broken, not the message.
    """
    failures = []
    failed_groups = set()
    for record in event["Records"]:
        set_correlation_id(correlation_id_of(record))
        group = record["attributes"]["MessageGroupId"]
        if group in failed_groups:
            logger.info("Waits for its turn", extra={"message_id": record["messageId"]})
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
