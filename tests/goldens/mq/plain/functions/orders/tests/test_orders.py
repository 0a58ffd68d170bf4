"""Tests of Orders."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def messages_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the list of messages in the sample event."""
    messages: list[dict[str, Any]] = event["messages"]
    return messages


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation ID in the sample event."""
    (message,) = messages_of(event)
    return str(message["correlationId"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [("not json", "Expecting value"), ("[]", "not a JSON object")],
)
def test_bad_message_fails_the_batch(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    text: str,
    problem: str,
) -> None:
    """Lambda retries the batch."""
    (message,) = messages_of(event)
    message["data"] = b64encode(text.encode()).decode()
    with pytest.raises(ValueError, match=problem):
        handler.lambda_handler(event, lambda_context)


def test_every_message_is_processed(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All messages of a batch are processed."""
    processed: list[dict[str, Any]] = []

    def process(message: dict[str, Any]) -> dict[str, Any]:
        processed.append(message)
        return message

    monkeypatch.setattr(handler, "process_message", process)
    (message,) = messages_of(event)
    messages_of(event).append({**message, "messageID": "2"})
    handler.lambda_handler(event, lambda_context)
    assert processed == [{"id": "42"}, {"id": "42"}]


def test_correlation_id_of_message(handler: ModuleType, event: dict[str, Any]) -> None:
    """The default is the message ID."""
    (message,) = messages_of(event)
    other = {**message, "correlationId": None}
    message_id = message["messageID"]
    assert handler.correlation_id_of(message) == sent_id(event)
    assert handler.correlation_id_of(other) == message_id


def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """An event without messages is an error."""
    with pytest.raises(KeyError, match="messages"):
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
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All log lines have the correlation ID of the event."""
    handler.lambda_handler(event, lambda_context)
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(sent_id(event) in line for line in lines)
