"""Errors in Lambda's words."""

from __future__ import annotations

import pytest

from sam_scaffold.invocation.invocation_result import exited, timed_out


def test_timeout() -> None:
    assert timed_out(900, "abc") == {
        "errorMessage": "RequestId: abc Error: Task timed out after 900.00 seconds",
        "errorType": "Sandbox.Timedout",
    }


@pytest.mark.parametrize(
    ("code", "how"),
    [
        (0, "without providing a reason"),
        (1, "with error: exit status 1"),
        (-9, "with error: signal: killed"),
        (-11, "with error: signal: segmentation fault"),
    ],
)
def test_end(code: int, how: str) -> None:
    assert exited(code, "abc") == {
        "errorMessage": f"RequestId: abc Error: Runtime exited {how}",
        "errorType": "Runtime.ExitError",
    }
