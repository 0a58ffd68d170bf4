"""Orders."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """Attributes of Lambda's context object that this module uses."""

    aws_request_id: str


class BadChangeError(ValueError):
    """Raised when a change cannot be processed."""


@dataclass(frozen=True)
class Change:
    """A change of an item of the table.

    Attributes:
        sequence_number: Its position in the stream.
        kind: ``INSERT``, ``MODIFY`` or ``REMOVE``.
        keys: The primary key of the item.
        old: The item before the change, if it existed and the stream has old images.
        new: The item after the change, if it exists and the stream has new images.
    """

    sequence_number: str
    kind: str
    keys: dict[str, Any]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def process_change(change: Change) -> dict[str, Any]:
    """Process one change; a pure function, so that tests need neither Lambda nor AWS.

    Returns:
        The kind of change and the key of the item, as JSON values.

    Raises:
        BadChangeError: If the stream has no new image of the item.
    """
    if change.kind != "REMOVE" and change.new is None:
        raise BadChangeError("the stream has no new image of the item")
    return {
        "change": change.kind,
        "keys": {name: str(value) for name, value in change.keys.items()},
        "sequence_number": change.sequence_number,
    }


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the correlation ID in the item, or else the event ID."""
    change = record["dynamodb"]
    item = change.get("NewImage") or change.get("OldImage") or {}
    return str(item.get("correlation_id", {}).get("S") or record["eventID"])


def change_of(record: dict[str, Any]) -> Change:
    """Return the change in a record of the stream, with Python types."""
    change = record["dynamodb"]
    return Change(
        sequence_number=change["SequenceNumber"],
        kind=record["eventName"],
        keys=plain({"M": change["Keys"]}),
        old=plain({"M": change["OldImage"]}) if "OldImage" in change else None,
        new=plain({"M": change["NewImage"]}) if "NewImage" in change else None,
    )


def plain(value: dict[str, Any]) -> Any:
    """Return a DynamoDB attribute value, such as ``{"N": "1.5"}``, with Python types.

    Numbers become ``Decimal``, which keeps all digits; binary values stay in Base64.
    """
    ((kind, content),) = value.items()
    match kind:
        case "M":
            return {name: plain(element) for name, element in content.items()}
        case "L":
            return [plain(element) for element in content]
        case "N":
            return Decimal(content)
        case "NS":
            return {Decimal(number) for number in content}
        case "SS" | "BS":
            return set(content)
        case "NULL":
            return None
        case _:
            return content


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
        sequence_number = record["dynamodb"]["SequenceNumber"]
        set_correlation_id(correlation_id_of(record))
        try:
            process_change(change_of(record))
        except ValueError:
            logger.exception("Failed", extra={"sequence_number": sequence_number})
            if position == 0:
                raise
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
        logger.info("Processed", extra={"sequence_number": sequence_number})
    return {"batchItemFailures": []}
