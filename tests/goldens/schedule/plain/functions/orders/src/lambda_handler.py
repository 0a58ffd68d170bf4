"""Orders."""

from datetime import datetime
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """Attributes of Lambda's context object that this module uses."""

    aws_request_id: str


def run_job(scheduled_at: datetime | None) -> dict[str, Any]:
    """Run the job; a pure function, so that tests need neither Lambda nor AWS.

    Args:
        scheduled_at: The scheduled time, if the event has one.
    """
    return {"scheduled_at": scheduled_at.isoformat() if scheduled_at else None}


def due_time(event: dict[str, Any]) -> datetime | None:
    """Return the scheduled time; events of manual invocations may omit it."""
    due = event.get("scheduled_time")
    return datetime.strptime(due, "%Y-%m-%dT%H:%M:%S%z") if due else None


def correlation_id_of(event: dict[str, Any], context: LambdaContext) -> str:
    """Return the correlation ID of the event, or else the request ID of Lambda."""
    return str(event.get("correlation_id") or context.aws_request_id)


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Run the scheduled job; if this raises, Lambda retries the event."""
    set_correlation_id(correlation_id_of(event, context))
    result = run_job(due_time(event))
    logger.info("Run finished", extra={"scheduled_time": event.get("scheduled_time")})
    return result
