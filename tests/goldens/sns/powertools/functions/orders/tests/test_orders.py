"""Tests of Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.data_classes.sns_event import SNSMessage

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def published_id(event: dict[str, Any]) -> str:
    """Return the correlation ID in the sample event."""
    attributes = event["Records"][0]["Sns"]["MessageAttributes"]
    return str(attributes["correlation_id"]["Value"])


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """The message is processed."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"processed": {"id": "42"}}


@pytest.mark.parametrize(
    ("message", "problem"),
    [("not json", "Expecting value"), ("[]", "not a JSON object")],
)
def test_malformed_message_raises(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    message: str,
    problem: str,
) -> None:
    """An invalid message is an error, so that it reaches the dead-letter queue."""
    event["Records"][0]["Sns"]["Message"] = message
    with pytest.raises(ValueError, match=problem):
        handler.lambda_handler(event, lambda_context)


def test_duplicate_message_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A processed message is not processed again: it would fail with this text."""
    result = handler.lambda_handler(event, lambda_context)
    event["Records"][0]["Sns"]["Message"] = "not json"
    assert handler.lambda_handler(event, lambda_context) == result


def test_correlation_id_of_message(handler: ModuleType, event: dict[str, Any]) -> None:
    """The default is the message ID."""
    notification = event["Records"][0]["Sns"]
    other = {**notification, "MessageAttributes": {}}
    assert handler.correlation_id_of(SNSMessage(notification)) == published_id(event)
    assert handler.correlation_id_of(SNSMessage(other)) == notification["MessageId"]


def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """An event without records is an error."""
    with pytest.raises(KeyError, match="Records"):
        handler.lambda_handler({}, lambda_context)


def test_failure_reaches_lambda(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unexpected exception is not caught, so that Lambda counts it as an error."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(handler, "process_message", fail)
    with pytest.raises(RuntimeError, match="out of order"):
        handler.lambda_handler(event, lambda_context)


def test_correlation_id_is_logged(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """All log lines have the correlation ID of the event."""
    caplog.handler.setFormatter(handler.logger.registered_formatter)
    handler.lambda_handler(event, lambda_context)
    lines = caplog.text.splitlines()
    assert lines
    assert all(published_id(event) in line for line in lines)
