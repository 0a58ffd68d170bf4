"""Orders."""

import re
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Field

logger = Logger()
metrics = Metrics()
tracer = Tracer()

CORRELATION_HEADER = "x-correlation-id"
CORRELATION_ID = re.compile(r"[\w.:=/+-]{1,128}", re.ASCII)

# Validates requests by the types of the routes (status 422); other paths get 404.
app = APIGatewayRestResolver(enable_validation=True)


class Item(BaseModel):
    """The body of a request."""

    name: str = Field(min_length=1)


def process_request(item: Item) -> dict[str, Any]:
    """Process a request; a pure function, so that tests need neither Lambda nor AWS."""
    return {"processed": item.name}


def correlation_id_of(request: APIGatewayProxyEvent) -> str:
    """Return the correlation ID of the caller, or else the request ID."""
    sent = request.headers.get(CORRELATION_HEADER, "")
    request_id = request.request_context.request_id
    return sent if CORRELATION_ID.fullmatch(sent) else request_id


@app.post("/orders")
@tracer.capture_method
def answer(item: Item) -> dict[str, Any]:
    """Handle a valid request."""
    result = process_request(item)
    metrics.add_metric("ProcessedRequests", MetricUnit.Count, 1)
    return result


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler
@metrics.log_metrics
def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Handle a request.

    An unexpected exception is an error of the function; the caller gets status 502.
    """
    metrics.add_metric("ReceivedRequests", MetricUnit.Count, 1)
    correlation_id = correlation_id_of(APIGatewayProxyEvent(event))
    logger.set_correlation_id(correlation_id)
    response = app.resolve(event, context)
    response.setdefault("headers", {})[CORRELATION_HEADER] = correlation_id
    logger.info("Answered", extra={"status": response["statusCode"]})
    return response
