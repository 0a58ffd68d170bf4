"""What is printed: text of anybody's is shown as text, and colours are ours alone.

Names, paths, templates and messages come from a repository that somebody cloned. A control
character in them would move the cursor, hide text or set the window's title: it is shown escaped,
as JSON and Python write it. So are the characters that turn the order of writing around.
https://no-color.org/
"""

from __future__ import annotations

import os
import re
import sys
from io import TextIOWrapper
from typing import TextIO, cast

import click

_OURS = r"\x1b\[(?:0|1|2|9|3[0-7]|9[0-7])(?:;(?:1|9|3[0-7]|9[0-7]))*m"
"""What `click.style` and rich write for the colours that commands use."""

_UNSAFE = re.compile(
    rf"({_OURS})|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)


class SafeStream(TextIOWrapper):
    """A text stream that shows control characters, and has colours on a terminal alone.

    Attributes:
        raw_text: The stream without that.
    """

    def __init__(self, raw_text: TextIOWrapper) -> None:
        """Lay it over a stream, which is still there to write to."""
        super().__init__(
            raw_text.buffer,
            encoding=raw_text.encoding,
            errors="replace",  # a pipe on Windows cannot say every character
            line_buffering=raw_text.line_buffering,
            write_through=raw_text.write_through,
        )
        raw_text.reconfigure(errors="replace")
        self.raw_text = raw_text

    def write(self, text: str, /) -> int:
        """Write a text as it may be shown."""
        super().write(shown(text, coloured=self._is_coloured))
        return len(text)

    @property
    def _is_coloured(self) -> bool:
        return self.isatty() and not os.environ.get("NO_COLOR")


def shown(text: str, *, coloured: bool) -> str:
    """Return a text without anything that a terminal would obey.

    Args:
        text: What is to be printed.
        coloured: Whether our own colours stay; else they go.
    """

    def replaced(match: re.Match[str]) -> str:
        if match[1]:
            return match[1] if coloured else ""
        return f"\\u{ord(match[0]):04x}"

    return _UNSAFE.sub(replaced, text)


def raw(stream: TextIO) -> TextIO:
    """Return the stream for what is to be printed as it is: a bar, a function's own output."""
    if isinstance(stream, SafeStream):
        stream.flush()
        return cast("TextIO", stream.raw_text)
    return stream


def make_safe() -> None:
    """Let all that this process prints from now on be safe to show."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper) and not isinstance(stream, SafeStream):
            setattr(sys, name, SafeStream(stream))


def warn(message: str) -> None:
    """Write a line of warning to standard error."""
    click.secho("warning: ", fg="yellow", bold=True, nl=False, err=True)
    click.echo(message, err=True)


def can_ask() -> bool:
    """Say whether there is a terminal to ask on."""
    return sys.stdin.isatty() and sys.stdout.isatty()
