"""Orders."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """What this module reads of the context that Lambda passes."""

    aws_request_id: str


class BadChangeError(ValueError):
    """A change that cannot be processed, while others may be."""


@dataclass(frozen=True)
class Change:
    """A change of an item of the table.

    Attributes:
        sequence_number: Its place in the order of changes.
        kind: What was done: ``INSERT``, ``MODIFY`` or ``REMOVE``.
        keys: What tells the item from others.
        old: The item before; None if it was not there, or the stream does not say.
        new: The item after; None if it was removed.
    """

    sequence_number: str
    kind: str
    keys: dict[str, Any]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def process_change(change: Change) -> dict[str, Any]:
    """Process one change: a pure function, so that tests need neither Lambda nor AWS.

    Returns:
        What happened to which item, in a form that JSON has, too: keys are text.

    Raises:
        BadChangeError: If the stream does not say what has become of the item.
    """
    if change.kind != "REMOVE" and change.new is None:
        raise BadChangeError("the stream has no new image of the item")
    return {
        "change": change.kind,
        "keys": {name: str(value) for name, value in change.keys.items()},
        "sequence_number": change.sequence_number,
    }


def correlation_id_of(record: dict[str, Any]) -> str:
    """Return the id in the item's attribute, else the event's own."""
    told = record["dynamodb"]
    item = told.get("NewImage") or told.get("OldImage") or {}
    return str(item.get("correlation_id", {}).get("S") or record["eventID"])


def change_of(record: dict[str, Any]) -> Change:
    """Return what a record of the stream tells, in Python's own types."""
    told = record["dynamodb"]
    return Change(
        sequence_number=told["SequenceNumber"],
        kind=record["eventName"],
        keys=plain({"M": told["Keys"]}),
        old=plain({"M": told["OldImage"]}) if "OldImage" in told else None,
        new=plain({"M": told["NewImage"]}) if "NewImage" in told else None,
    )


def plain(value: dict[str, Any]) -> Any:
    """Return a value of DynamoDB's, like ``{"N": "1.5"}``, in Python's own types.

    A number becomes a ``Decimal``, which keeps all digits; bytes stay text in base64.
    """
    ((kind, content),) = value.items()
    match kind:
        case "M":
            return {name: plain(one) for name, one in content.items()}
        case "L":
            return [plain(one) for one in content]
        case "N":
            return Decimal(content)
        case "NS":
            return {Decimal(one) for one in content}
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
    """Process a batch in its order, up to the first record that fails.

    Lambda comes again with that record and all that follow. If it is the first one, the
    batch fails, so that Lambda halves it until that record is alone. So does the batch
    with an error that is no ``ValueError``: the function is broken, not the record.
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
