from __future__ import annotations

import json

import pytest

from trading.log import correlation, get_logger


def test_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logger = get_logger("test-json")
    with correlation("c-1"):
        logger.info("hello", extra={"order_id": "o-1"})

    assert json.loads(capsys.readouterr().out) == {
        "level": "INFO",
        "service": "test-json",
        "correlation_id": "c-1",
        "message": "hello",
        "order_id": "o-1",
    }


def test_exceptions_stay_on_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    logger = get_logger("test-exception")
    try:
        raise ValueError("bad")
    except ValueError:
        logger.exception("failed")

    (line,) = capsys.readouterr().out.splitlines()
    assert "ValueError: bad" in json.loads(line)["exception"]


def test_correlation_ends_with_the_block() -> None:
    with correlation() as outer:
        with correlation("inner") as inner:
            assert inner == "inner"
        assert outer and outer != "inner"


def test_no_second_handler() -> None:
    assert len(get_logger("twice").handlers) == len(get_logger("twice").handlers) == 1
