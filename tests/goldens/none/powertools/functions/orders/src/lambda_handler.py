"""Orders."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()
tracer = Tracer()


def process_items(items: list[Any]) -> dict[str, Any]:
    """Process the items; a pure function, so that tests need neither Lambda nor AWS."""
    return {"processed": len(items)}


def correlation_id_of(event: dict[str, Any], context: LambdaContext) -> str:
    """Return the correlation ID of the event, or else the request ID of Lambda."""
    return str(event.get("correlation_id") or context.aws_request_id)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Process the items in the event, and return the result to the caller."""
    metrics.add_metric("ReceivedRequests", MetricUnit.Count, 1)
    logger.set_correlation_id(correlation_id_of(event, context))
    result = process_items(event["items"])
    metrics.add_metric("ProcessedItems", MetricUnit.Count, result["processed"])
    logger.info("Items processed", extra={"processed": result["processed"]})
    return result
