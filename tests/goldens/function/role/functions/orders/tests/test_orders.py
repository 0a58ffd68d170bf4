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
    """A run knows when it was due, however late it starts."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"scheduled_at": "2026-01-31T03:00:00+00:00"}


def test_empty_input(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """A run started by hand need not say when it was due."""
    result = handler.lambda_handler({}, lambda_context)
    assert result == {"scheduled_at": None}


def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """A due time that is none fails the run instead of passing for a missing one."""
    with pytest.raises(ValueError, match="tomorrow"):
        handler.lambda_handler({"scheduled_time": "tomorrow"}, lambda_context)


def test_second_start_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A run that is started twice is done once: without its job it would fail."""
    result = handler.lambda_handler(event, lambda_context)
    monkeypatch.delattr(handler, "run_job")
    event["correlation_id"] = "the second attempt's"
    assert handler.lambda_handler(event, lambda_context) == result


def test_run_by_hand_is_done_again(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever starts a run by hand means it, though the schedule had it done."""
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
    """The id that came comes first; without one the invocation's own is taken."""
    sent = handler.correlation_id_of(event, lambda_context)
    assert sent == event["correlation_id"]
    made = handler.correlation_id_of({}, lambda_context)
    assert made == lambda_context.aws_request_id


def test_failure_reaches_lambda(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An error that nobody foresaw is not swallowed: Lambda must count and retry it."""

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
    """Whoever reads the logs can follow one piece of work through all functions."""
    caplog.handler.setFormatter(handler.logger.registered_formatter)
    handler.lambda_handler(event, lambda_context)
    lines = caplog.text.splitlines()
    assert lines
    assert all(event["correlation_id"] in line for line in lines)
