"""Tests of Orders."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.data_classes.active_mq_event import ActiveMQMessage

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def messages_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the list of the sample's messages."""
    messages = event["messages"]
    found: list[dict[str, Any]] = messages
    return found


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation id of the sample's message."""
    (message,) = messages_of(event)
    return str(message["correlationId"])


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
    """The batch goes back to the queue, and the broker decides how often."""
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
    """A batch may hold several messages."""
    processed: list[dict[str, Any]] = []

    def process(message: dict[str, Any]) -> dict[str, Any]:
        processed.append(message)
        return message

    monkeypatch.setattr(handler, "process_message", process)
    (message,) = messages_of(event)
    messages_of(event).append({**message, "messageID": "2"})
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
    """The sender's id comes first; a message without one is known by its own."""
    (message,) = messages_of(event)
    bare = {**message, "correlationId": None}
    own = message["messageID"]
    assert handler.correlation_id_of(ActiveMQMessage(message)) == sent_id(event)
    assert handler.correlation_id_of(ActiveMQMessage(bare)) == own


@pytest.mark.filterwarnings("ignore:No application metrics")
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
    """An error that nobody foresaw is not swallowed: Lambda must count and retry it."""

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
    """Whoever reads the logs can follow one piece of work through all functions."""
    caplog.handler.setFormatter(handler.logger.registered_formatter)
    handler.lambda_handler(event, lambda_context)
    lines = caplog.text.splitlines()
    assert lines
    assert all(sent_id(event) in line for line in lines)
