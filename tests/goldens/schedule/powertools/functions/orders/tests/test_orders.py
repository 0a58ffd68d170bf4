"""Tests of Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """The scheduled time is in the event."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"scheduled_at": "2026-01-31T03:00:00+00:00"}


def test_empty_input(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """The scheduled time is optional in manual invocations."""
    result = handler.lambda_handler({}, lambda_context)
    assert result == {"scheduled_at": None}


def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """An invalid scheduled time is an error."""
    with pytest.raises(ValueError, match="tomorrow"):
        handler.lambda_handler({"scheduled_time": "tomorrow"}, lambda_context)


def test_duplicate_event_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A processed event is not processed again: it would fail now."""
    result = handler.lambda_handler(event, lambda_context)
    monkeypatch.delattr(handler, "run_job")
    event["correlation_id"] = "of the duplicate"
    assert handler.lambda_handler(event, lambda_context) == result


def test_manual_invocation_is_processed_again(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An event without the schedule is not a duplicate."""
    handler.lambda_handler(event, lambda_context)
    del event["schedule"]
    monkeypatch.setattr(handler, "run_job", lambda _: {"scheduled_at": "by hand"})
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"scheduled_at": "by hand"}


def test_correlation_id_of_event(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """The default is the request ID of Lambda."""
    sent = handler.correlation_id_of(event, lambda_context)
    assert sent == event["correlation_id"]
    default = handler.correlation_id_of({}, lambda_context)
    assert default == lambda_context.aws_request_id


def test_failure_reaches_lambda(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unexpected exception is not caught, so that Lambda counts it as an error."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(handler, "run_job", fail)
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
    assert all(event["correlation_id"] in line for line in lines)
