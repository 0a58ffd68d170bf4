"""Orders."""

from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """Attributes of Lambda's context object that this module uses."""

    aws_request_id: str


def process_items(items: list[Any]) -> dict[str, Any]:
    """Process the items; a pure function, so that tests need neither Lambda nor AWS."""
    return {"processed": len(items)}


def correlation_id_of(event: dict[str, Any], context: LambdaContext) -> str:
    """Return the correlation ID of the event, or else the request ID of Lambda."""
    return str(event.get("correlation_id") or context.aws_request_id)


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process the items in the event, and return the result to the caller."""
    set_correlation_id(correlation_id_of(event, context))
    result = process_items(event["items"])
    logger.info("Items processed", extra={"processed": result["processed"]})
    return result
