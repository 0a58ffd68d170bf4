"""Tests of structured logging."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shop import structured_logging

if TYPE_CHECKING:
    import pytest


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return the fields of each line."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_line_carries_correlation_id_and_extra(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A line has the standard fields and those of `extra`."""
    structured_logging.set_correlation_id("run-1")
    logger = structured_logging.get_logger("orders")
    logger.info("Accepted %d", 2, extra={"order_id": "42"})
    (line,) = logged(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "INFO",
        "message": "Accepted 2",
        "correlation_id": "run-1",
        "function": "",
        "logger": "orders",
        "order_id": "42",
    }


def test_exception_stays_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback is a field of the line."""
    logger = structured_logging.get_logger("orders")
    try:
        raise ValueError("no such order")
    except ValueError:
        logger.exception("Rejected")
    (line,) = logged(capsys)
    assert "ValueError: no such order" in line["exception"]


def test_extra_cannot_hide_a_field(capsys: pytest.CaptureFixture[str]) -> None:
    """An `extra` with the name of a standard field does not replace it."""
    structured_logging.set_correlation_id("run-2")
    logger = structured_logging.get_logger("orders")
    logger.info("Accepted", extra={"correlation_id": "other", "at": object})
    (line,) = logged(capsys)
    assert line["correlation_id"] == "run-2"
    assert line["at"] == "<class 'object'>"


def test_level_comes_from_the_environment(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Records below LOG_LEVEL are not written."""
    monkeypatch.setenv("LOG_LEVEL", "warning")
    logger = structured_logging.get_logger("orders")
    logger.info("not written")
    logger.warning("written")
    assert [line["message"] for line in logged(capsys)] == ["written"]


def test_lines_are_written_once(
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither a second call nor the root logger writes a line again."""
    structured_logging.get_logger("orders")
    structured_logging.get_logger("orders").info("once")
    assert len(logged(capsys)) == 1
    assert caplog.records == []
