"""Tests of Orders."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.data_classes.rabbit_mq_event import RabbitMessage

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def messages_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the list of messages in the sample event."""
    messages: list[dict[str, Any]]
    (messages,) = event["rmqMessagesByQueue"].values()
    return messages


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation ID in the sample event."""
    (message,) = messages_of(event)
    return str(message["basicProperties"]["correlationId"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [("not json", "Expecting value"), ("[]", "not a JSON object")],
)
@pytest.mark.filterwarnings("ignore:No application metrics")
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
    properties = {**message["basicProperties"], "messageId": "2"}
    messages_of(event).append({**message, "basicProperties": properties})
    handler.lambda_handler(event, lambda_context)
    assert processed == [{"id": "42"}, {"id": "42"}]


def test_duplicate_message_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A processed message is not processed again: it would fail now."""
    handler.lambda_handler(event, lambda_context)
    monkeypatch.delattr(handler, "process_message")
    handler.lambda_handler(event, lambda_context)


def test_correlation_id_of_message(handler: ModuleType, event: dict[str, Any]) -> None:
    """The default is the message ID."""
    (message,) = messages_of(event)
    properties = {**message["basicProperties"], "correlationId": None}
    other = {**message, "basicProperties": properties}
    message_id = message["basicProperties"]["messageId"]
    assert handler.correlation_id_of(RabbitMessage(message)) == sent_id(event)
    assert handler.correlation_id_of(RabbitMessage(other)) == message_id


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """An event without messages is an error."""
    with pytest.raises(KeyError, match="rmqMessagesByQueue"):
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
    assert all(sent_id(event) in line for line in lines)
