"""Orders."""

import base64
import json
import re
from dataclasses import dataclass
from typing import Any, Protocol

from shop.structured_logging import get_logger, set_correlation_id

logger = get_logger(__name__)


class LambdaContext(Protocol):
    """Attributes of Lambda's context object that this module uses."""

    aws_request_id: str


ROUTE = "POST /"
CORRELATION_HEADER = "x-correlation-id"
CORRELATION_ID = re.compile(r"[\w.:=/+-]{1,128}", re.ASCII)


class InvalidRequestError(ValueError):
    """Raised when a request is invalid; the response contains the message."""


@dataclass(frozen=True)
class Item:
    """The body of a request."""

    name: str


def process_request(item: Item) -> dict[str, Any]:
    """Process a request; a pure function, so that tests need neither Lambda nor AWS."""
    return {"processed": item.name}


def item_in(event: dict[str, Any]) -> Item:
    """Return the item in the body, which may be encoded in Base64.

    Raises:
        InvalidRequestError: If the body is not a valid item.
    """
    body = event.get("body") or ""
    try:
        sent = json.loads(base64.b64decode(body) if event["isBase64Encoded"] else body)
    except ValueError as error:
        raise InvalidRequestError("the body is not JSON") from error
    name = sent.get("name") if isinstance(sent, dict) else None
    if not name or not isinstance(name, str):
        raise InvalidRequestError("the body is not a JSON object with a string 'name'")
    return Item(name)


def route_of(event: dict[str, Any]) -> str:
    """Return the method and the path of a request, in the notation of ``ROUTE``."""
    method = event["requestContext"]["http"]["method"]
    path = event["rawPath"]
    return f"{method} {path}"


def correlation_id_of(event: dict[str, Any]) -> str:
    """Return the correlation ID of the caller, or else the request ID."""
    headers = {name.lower(): value for name, value in (event["headers"] or {}).items()}
    sent = headers.get(CORRELATION_HEADER, "")
    request_id: str = event["requestContext"]["requestId"]
    return sent if CORRELATION_ID.fullmatch(sent) else request_id


def answer(event: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Return the status and the body of the response."""
    if route_of(event) != ROUTE:
        return 404, {"message": "not found"}
    try:
        item = item_in(event)
    except InvalidRequestError as error:
        return 422, {"message": str(error)}
    return 200, process_request(item)


def lambda_handler(
    event: dict[str, Any],
    context: LambdaContext,
) -> dict[str, Any]:
    """Handle a request.

    An unexpected exception is an error of the function; the caller gets status 502.
    """
    correlation_id = correlation_id_of(event)
    set_correlation_id(correlation_id)
    status, body = answer(event)
    logger.info("Answered", extra={"status": status})
    return {
        "statusCode": status,
        "headers": {
            "content-type": "application/json",
            CORRELATION_HEADER: correlation_id,
        },
        "body": json.dumps(body),
    }
