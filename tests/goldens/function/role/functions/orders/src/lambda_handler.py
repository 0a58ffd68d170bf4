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


def run_scheduled(event: dict[str, Any]) -> dict[str, Any]:
    """Do the run that an event asks for."""
    return run_job(due_time(event))


# What came once is not worked off again: a second delivery gets the first one's result.
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
    """Read the schedule's input and do the run; what this raises, Lambda retries."""
    idempotency.register_lambda_context(context)
    metrics.add_metric("StartedRuns", MetricUnit.Count, 1)
    logger.set_correlation_id(correlation_id_of(event, context))
    # A schedule may start the same run twice; whoever starts one by hand means it.
    by_schedule = {"schedule", "scheduled_time"} <= event.keys()
    result = run_once(event=event) if by_schedule else run_scheduled(event)
    metrics.add_metric("FinishedRuns", MetricUnit.Count, 1)
    logger.info("Run finished", extra={"scheduled_time": event.get("scheduled_time")})
    return result
