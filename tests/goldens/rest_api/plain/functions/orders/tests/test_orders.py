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
    """Return the correlation id that the sample's caller sent."""
    return str(event["headers"]["X-Correlation-Id"])


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """The caller gets the result, and the id to ask about it with."""
    response = handler.lambda_handler(event, lambda_context)
    assert response["statusCode"] == 200
    assert response["headers"]["x-correlation-id"] == sent_id(event)
    assert json.loads(response["body"]) == RESULT


def test_body_in_base64(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """What is taken for binary on its way is read all the same."""
    event["body"] = base64.b64encode(event["body"].encode()).decode()
    event["isBase64Encoded"] = True
    response = handler.lambda_handler(event, lambda_context)
    assert response["statusCode"] == 200
    assert json.loads(response["body"]) == RESULT


@pytest.mark.parametrize(
    "body",
    [None, "not json", "[]", "{}", '{"name": ""}', '{"name": 1}'],
)
def test_bad_input_is_refused(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    body: str | None,
) -> None:
    """Mistakes are the caller's to mend: they are no errors of the function."""
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
    """What the function has no answer to is not answered with something else."""
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
        ({"x-correlation-id": "no id: {}"}, None),
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
    """What is no id is not passed on; the request is known by its own then."""
    event["headers"] = headers
    response = handler.lambda_handler(event, lambda_context)
    own = event["requestContext"]["requestId"]
    assert response["headers"]["x-correlation-id"] == (expected or own)


def test_failure_reaches_lambda(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An error that nobody foresaw is not swallowed: Lambda must count and retry it."""

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
    """Whoever reads the logs can follow one piece of work through all functions."""
    handler.lambda_handler(event, lambda_context)
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(sent_id(event) in line for line in lines)
