"""Orders."""

from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """Attributes of Lambda's context object that this module uses."""

    aws_request_id: str


class BadDetailError(ValueError):
    """Raised when the detail of an event is invalid."""


def process_detail(detail: dict[str, Any]) -> dict[str, Any]:
    """Process one event; a pure function, so that tests need neither Lambda nor AWS.

    Raises:
        BadDetailError: If the detail is empty.
    """
    if not detail:
        raise BadDetailError("the detail is empty")
    return {"processed": detail}


def correlation_id_of(event: dict[str, Any]) -> str:
    """Return the correlation ID in the detail, or else the event ID."""
    return str(event["detail"].get("correlation_id") or event["id"])


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process an event; if this raises, Lambda retries it."""
    set_correlation_id(correlation_id_of(event))
    result = process_detail(event["detail"])
    logger.info("Processed", extra={"event_id": event["id"]})
    return result
