"""Tests of Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """The detail of an event is processed."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"processed": event["detail"]}


def test_bad_detail_raises(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """An event with an empty detail is sent to the dead-letter queue."""
    event["detail"] = {}
    with pytest.raises(handler.BadDetailError, match="empty"):
        handler.lambda_handler(event, lambda_context)


def test_duplicate_event_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A processed event is not processed again: it would fail with this detail."""
    result = handler.lambda_handler(event, lambda_context)
    duplicate = {**event, "detail": {}}
    assert handler.lambda_handler(duplicate, lambda_context) == result


def test_replayed_event_is_processed(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A replay from an archive is not a duplicate: it is processed, and fails."""
    handler.lambda_handler(event, lambda_context)
    replayed = {**event, "detail": {}, "replay-name": "once-more"}
    with pytest.raises(handler.BadDetailError, match="empty"):
        handler.lambda_handler(replayed, lambda_context)


def test_correlation_id_of_event(handler: ModuleType, event: dict[str, Any]) -> None:
    """The default is the event ID."""
    other = {**event, "detail": {"id": "42"}}
    sent = handler.correlation_id_of(EventBridgeEvent(event))
    assert sent == event["detail"]["correlation_id"]
    assert handler.correlation_id_of(EventBridgeEvent(other)) == event["id"]


def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """An event without a detail is an error."""
    with pytest.raises(KeyError, match="detail"):
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

    monkeypatch.setattr(handler, "process_detail", fail)
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
    assert all(event["detail"]["correlation_id"] in line for line in lines)
