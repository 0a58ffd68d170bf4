"""What a function writes: passed on as it comes, and its end kept."""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Callable

KEPT = 1_000_000
"""Characters that are kept at most; Lambda itself gives back the last 4 KB:
https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

_INDENT = re.compile("^\u00a0+", re.MULTILINE)


class Logs:
    """The logs of one event.

    Args:
        on_log: Gets what the function writes, as it comes.
    """

    def __init__(self, on_log: Callable[[str], object] | None = None) -> None:
        self._on_log = on_log
        self._end: deque[str] = deque()
        self._kept = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def take(self, data: bytes) -> None:
        """Pass on what the function wrote.

        Lambda keeps an error of several lines together by carriage returns and hard
        spaces, which no terminal shows as lines.
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
        """Return the last of what was written."""
        return "".join(self._end)[-KEPT:]

    def forget(self) -> None:
        """Begin with the next event."""
        self._end.clear()
        self._kept = 0
