"""Orders."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()
tracer = Tracer()


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


def run_scheduled(event: dict[str, Any]) -> dict[str, Any]:
    """Run the job for an event."""
    return run_job(due_time(event))


# A duplicate event is not processed again: it gets the stored result of the first one.
idempotency = IdempotencyConfig(
    event_key_jmespath="[schedule, scheduled_time]",
    expires_after_seconds=86400,
)
run_once: Callable[..., dict[str, Any]] = idempotent_function(
    run_scheduled,
    data_keyword_argument="event",
    config=idempotency,
    persistence_store=DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE_NAME"]),
)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Run the scheduled job; if this raises, Lambda retries the event."""
    idempotency.register_lambda_context(context)
    metrics.add_metric("StartedRuns", MetricUnit.Count, 1)
    logger.set_correlation_id(correlation_id_of(event, context))
    # A schedule may send duplicate events; manual invocations are always processed.
    by_schedule = {"schedule", "scheduled_time"} <= event.keys()
    result = run_once(event=event) if by_schedule else run_scheduled(event)
    metrics.add_metric("FinishedRuns", MetricUnit.Count, 1)
    logger.info("Run finished", extra={"scheduled_time": event.get("scheduled_time")})
    return result
