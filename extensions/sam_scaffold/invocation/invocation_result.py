"""Result of an invocation, with Lambda's errors."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from ..aws.limits import RESULT_BYTES
from ..sam.model.intrinsics import Data

Error = dict[str, Data]
"""``errorMessage``, ``errorType`` and, if the runtime reported it, ``requestId`` and
``stackTrace``."""


@dataclass(frozen=True, slots=True)
class InvocationResult:
    """The result of an invocation.

    Attributes:
        result: The function's result; None if there is an error.
        error: The error as Lambda reports it; None if the function returned.
        logs: The function's standard output and error, including its start if it was started
            for this event; only the end if they are long.
        duration_ms: The duration of the invocation, in milliseconds.
        init_ms: The duration of the start; None if it was started before.
        peak_mb: The maximum memory used, in megabytes; 0 if unknown.
    """

    result: Data
    error: Error | None
    logs: str
    duration_ms: float
    init_ms: float | None
    peak_mb: int


def timed_out(timeout: int, request_id: str) -> Error:
    """Return the error of a function that exceeded its timeout.

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


def invalid_response() -> Error:
    """Return the error of a runtime whose response is not valid JSON."""
    return {
        "errorMessage": "The response is not valid JSON.",
        "errorType": "Runtime.InvalidResponse",
    }


def exited(code: int, request_id: str) -> Error:
    """Return the error of a function whose process ended.

    Args:
        code: Its exit code, negative for a signal.
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
