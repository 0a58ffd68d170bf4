"""What became of an event, in Lambda's words."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from ..aws.limits import RESULT_BYTES
from ..sam.model.intrinsics import Data

Error = dict[str, Data]
"""``errorMessage``, ``errorType`` and, where the runtime itself said it, ``requestId`` and
``stackTrace``."""


@dataclass(frozen=True, slots=True)
class InvocationResult:
    """What became of an event.

    Attributes:
        result: What the function returned; None where there is an error.
        error: The error as Lambda words it; None where the function returned.
        logs: What the function wrote to standard output and error, its start included if
            it was started for this event; the last of it where that is long.
        duration_ms: How long it worked on the event, in milliseconds.
        init_ms: How long it took to start; None if it was started before.
        peak_mb: The most memory that it had, in megabytes; 0 where that is not known.
    """

    result: Data
    error: Error | None
    logs: str
    duration_ms: float
    init_ms: float | None
    peak_mb: int


def timed_out(timeout: int, request_id: str) -> Error:
    """Return the error of a function that took too long.

    Args:
        timeout: Its timeout in seconds.
        request_id: The invocation's.
    """
    how = f"Task timed out after {timeout:.2f} seconds"
    return _error("Sandbox.Timedout", how, request_id)


def too_large() -> Error:
    """Return the error of a function whose result is larger than `RESULT_BYTES`."""
    how = f"Response payload size exceeded maximum allowed payload size ({RESULT_BYTES} bytes)."
    return {"errorMessage": how, "errorType": "Function.ResponseSizeTooLarge"}


def no_json() -> Error:
    """Return the error of a runtime whose answer nobody can read, as of two that share one."""
    return {"errorMessage": "The answer is no JSON.", "errorType": "Runtime.InvalidResponse"}


def exited(code: int, request_id: str) -> Error:
    """Return the error of a function whose process ended.

    Args:
        code: What it ended with, negative for a signal.
        request_id: The invocation's.
    """
    if code == 0:
        how = "without providing a reason"
    elif code > 0:
        how = f"with error: exit status {code}"
    else:
        how = f"with error: signal: {(signal.strsignal(-code) or str(-code)).lower()}"
    return _error("Runtime.ExitError", f"Runtime exited {how}", request_id)


def _error(kind: str, how: str, request_id: str) -> Error:
    return {"errorMessage": f"RequestId: {request_id} Error: {how}", "errorType": kind}
