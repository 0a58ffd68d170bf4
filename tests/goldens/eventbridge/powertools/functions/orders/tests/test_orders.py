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
    """What an event says is processed."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"processed": event["detail"]}


def test_bad_detail_raises(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A detail that says nothing ends in the dead-letter queue, and not nowhere."""
    event["detail"] = {}
    with pytest.raises(handler.BadDetailError, match="empty"):
        handler.lambda_handler(event, lambda_context)


def test_second_delivery_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """What was worked off is not worked off again: it would fail with this detail."""
    result = handler.lambda_handler(event, lambda_context)
    again = {**event, "detail": {}}
    assert handler.lambda_handler(again, lambda_context) == result


def test_replay_is_worked_off(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """Whoever replays an archive means it: this one is worked off, and fails."""
    handler.lambda_handler(event, lambda_context)
    replayed = {**event, "detail": {}, "replay-name": "once-more"}
    with pytest.raises(handler.BadDetailError, match="empty"):
        handler.lambda_handler(replayed, lambda_context)


def test_correlation_id_of_event(handler: ModuleType, event: dict[str, Any]) -> None:
    """The sender's id comes first; an event without one is known by its own."""
    bare = {**event, "detail": {"id": "42"}}
    sent = handler.correlation_id_of(EventBridgeEvent(event))
    assert sent == event["detail"]["correlation_id"]
    assert handler.correlation_id_of(EventBridgeEvent(bare)) == event["id"]


def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """What is no event of a bus is not taken for an empty one."""
    with pytest.raises(KeyError, match="detail"):
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

    monkeypatch.setattr(handler, "process_detail", fail)
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
    assert all(event["detail"]["correlation_id"] in line for line in lines)
