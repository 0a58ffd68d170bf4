"""Orders."""

from datetime import datetime
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """What this module reads of the context that Lambda passes."""

    aws_request_id: str


def run_job(scheduled_at: datetime | None) -> dict[str, Any]:
    """Do one run: a pure function, so that tests need neither Lambda nor AWS.

    Args:
        scheduled_at: When the run was due; None where whoever started it did not say.
    """
    return {"scheduled_at": scheduled_at.isoformat() if scheduled_at else None}


def due_time(event: dict[str, Any]) -> datetime | None:
    """Return when the run was due; a run started by hand need not say so."""
    due = event.get("scheduled_time")
    return datetime.strptime(due, "%Y-%m-%dT%H:%M:%S%z") if due else None


def correlation_id_of(event: dict[str, Any], context: LambdaContext) -> str:
    """Return the id that came with the event, else the invocation's own."""
    return str(event.get("correlation_id") or context.aws_request_id)


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Read the schedule's input and do the run; what this raises, Lambda retries."""
    set_correlation_id(correlation_id_of(event, context))
    result = run_job(due_time(event))
    logger.info("Run finished", extra={"scheduled_time": event.get("scheduled_time")})
    return result
