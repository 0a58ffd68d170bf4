"""Tests of Orders."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


RESULT = {"processed": "first"}


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation ID in the sample event."""
    return str(event["headers"]["X-Correlation-Id"])


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """The response has the result and the correlation ID."""
    response = handler.lambda_handler(event, lambda_context)
    assert response["statusCode"] == 200
    assert response["headers"]["x-correlation-id"] == sent_id(event)
    assert json.loads(response["body"]) == RESULT


def test_body_in_base64(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A body that is encoded in Base64 is decoded."""
    event["body"] = base64.b64encode(event["body"].encode()).decode()
    event["isBase64Encoded"] = True
    response = handler.lambda_handler(event, lambda_context)
    assert response["statusCode"] == 200
    assert json.loads(response["body"]) == RESULT


@pytest.mark.parametrize(
    "body",
    [None, "not json", "[]", "{}", '{"name": ""}', '{"name": 1}'],
)
def test_bad_input_is_rejected(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    body: str | None,
) -> None:
    """An invalid request gets a client error, and is not an error of the function."""
    event["body"] = body
    response = handler.lambda_handler(event, lambda_context)
    assert response["statusCode"] == 422
    assert response["headers"]["x-correlation-id"] == sent_id(event)
    assert "name" in response["body"] or "body" in response["body"]


def test_other_path_is_not_found(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A request of another path gets status 404."""
    event.update(path="/elsewhere", resource="/elsewhere")
    response = handler.lambda_handler(event, lambda_context)
    assert response["statusCode"] == 404
    assert response["headers"]["x-correlation-id"] == sent_id(event)
    assert json.loads(response["body"])


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-CORRELATION-ID": "run-1"}, "run-1"),
        ({}, None),
        ({"x-correlation-id": "not valid: {}"}, None),
        ({"x-correlation-id": "x" * 129}, None),
    ],
)
def test_correlation_id(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    headers: dict[str, str],
    expected: str | None,
) -> None:
    """A missing or invalid correlation ID is replaced by the request ID."""
    event["headers"] = headers
    response = handler.lambda_handler(event, lambda_context)
    request_id = event["requestContext"]["requestId"]
    assert response["headers"]["x-correlation-id"] == (expected or request_id)


def test_failure_reaches_lambda(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unexpected exception is not caught, so that Lambda counts it as an error."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(handler, "process_request", fail)
    with pytest.raises(RuntimeError, match="out of order"):
        handler.lambda_handler(event, lambda_context)


def test_correlation_id_is_logged(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All log lines have the correlation ID of the event."""
    handler.lambda_handler(event, lambda_context)
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(sent_id(event) in line for line in lines)
