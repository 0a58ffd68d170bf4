"""Logs are passed on whole, and kept in part."""

from __future__ import annotations

import tracemalloc

import pytest

from sam_scaffold.invocation.logs import KEPT, Logs


def test_all_is_passed_on_and_the_end_is_kept() -> None:
    heard = 0

    def hear(text: str) -> None:
        nonlocal heard
        heard += len(text)

    logs = Logs(hear)
    tracemalloc.start()
    try:
        for number in range(1000):
            logs.take(f"{number:09}\n".encode() * 10_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert heard == 100_000_000
    assert logs.end.endswith("000000999\n" * 10_000)
    assert len(logs.end) == KEPT
    assert peak < 10_000_000


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_little_is_kept_whole(size: int) -> None:
    written = "für 10 €\n".encode() * 99
    logs = Logs()
    for start in range(0, len(written), size):
        logs.take(written[start : start + size])
    assert logs.end == written.decode()
    logs.forget()
    assert logs.end == ""


def test_what_lambda_keeps_together_is_lines() -> None:
    logs = Logs()
    logs.take("[ERROR] x\rTraceback:\r\u00a0\u00a0File\r\n".encode())
    assert logs.end == "[ERROR] x\nTraceback:\n  File\n"
