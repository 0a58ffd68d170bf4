"""Orders."""

from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """What this module reads of the context that Lambda passes."""

    aws_request_id: str


class BadDetailError(ValueError):
    """An event whose detail is not what its sender promised."""


def process_detail(detail: dict[str, Any]) -> dict[str, Any]:
    """Process one event: a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadDetailError: If the detail is not what the sender promised.
    """
    if not detail:
        raise BadDetailError("the detail is empty")
    return {"processed": detail}


def correlation_id_of(event: dict[str, Any]) -> str:
    """Return the id that the sender put into the detail, else the event's own."""
    return str(event["detail"].get("correlation_id") or event["id"])


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process an event of the bus; what this raises, Lambda retries."""
    set_correlation_id(correlation_id_of(event))
    result = process_detail(event["detail"])
    logger.info("Processed", extra={"event_id": event["id"]})
    return result
