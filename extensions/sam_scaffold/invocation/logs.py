"""Logs of a function: passed on as they are written, with their end kept."""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Callable

KEPT = 1_000_000
"""Maximum number of characters that are kept; Lambda returns the last 4 KB:
https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

_INDENT = re.compile("^\u00a0+", re.MULTILINE)


class Logs:
    """The logs of one event.

    Args:
        on_log: Called with the function's output as it is written.
    """

    def __init__(self, on_log: Callable[[str], object] | None = None) -> None:
        self._on_log = on_log
        self._end: deque[str] = deque()
        self._kept = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def take(self, data: bytes) -> None:
        """Add output of the function.

        Lambda joins the lines of an error with carriage returns and no-break spaces, which
        terminals do not show as lines.
        """
        text = self._decoder.decode(data).replace("\r\n", "\n").replace("\r", "\n")
        text = _INDENT.sub(lambda match: " " * len(match[0]), text)
        if not text:
            return
        self._end.append(text)
        self._kept += len(text)
        while self._kept - len(self._end[0]) >= KEPT:
            self._kept -= len(self._end.popleft())
        if self._on_log is not None:
            self._on_log(text)

    @property
    def end(self) -> str:
        """Return the end of the output."""
        return "".join(self._end)[-KEPT:]

    def forget(self) -> None:
        """Clear the logs for the next event."""
        self._end.clear()
        self._kept = 0
