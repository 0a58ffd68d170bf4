"""Terminal output in which control characters are escaped, except those of our own colours.

Names, paths, templates and messages come from a cloned repository. A control character in them
could move the cursor, hide text or set the window's title, so it is escaped as in JSON and
Python. So are characters that reverse the direction of writing.
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
"""The sequences that `click.style` and rich write for the colours that commands use."""

_UNSAFE = re.compile(
    rf"({_OURS})|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)


class SafeStream(TextIOWrapper):
    """Text stream that escapes control characters, and has colours only on a terminal.

    Attributes:
        raw_text: The wrapped stream.
    """

    def __init__(self, raw_text: TextIOWrapper) -> None:
        """Wrap a stream, which can still be written to directly."""
        super().__init__(
            raw_text.buffer,
            encoding=raw_text.encoding,
            errors="replace",  # a pipe on Windows cannot encode every character
            line_buffering=raw_text.line_buffering,
            write_through=raw_text.write_through,
        )
        raw_text.reconfigure(errors="replace")
        self.raw_text = raw_text

    def write(self, text: str, /) -> int:
        """Write a text with its control characters escaped."""
        super().write(shown(text, coloured=self._is_coloured))
        return len(text)

    @property
    def _is_coloured(self) -> bool:
        return self.isatty() and not os.environ.get("NO_COLOR")


def shown(text: str, *, coloured: bool) -> str:
    """Return a text with its control characters escaped.

    Args:
        text: The text.
        coloured: Whether to keep our own colours.
    """

    def replaced(match: re.Match[str]) -> str:
        if match[1]:
            return match[1] if coloured else ""
        return f"\\u{ord(match[0]):04x}"

    return _UNSAFE.sub(replaced, text)


def raw(stream: TextIO) -> TextIO:
    """Return the stream below, for a progress bar or the output of a user's function."""
    if isinstance(stream, SafeStream):
        stream.flush()
        return cast("TextIO", stream.raw_text)
    return stream


def make_safe() -> None:
    """Escape everything that this process prints from now on."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper) and not isinstance(stream, SafeStream):
            setattr(sys, name, SafeStream(stream))


def warn(message: str) -> None:
    """Print a warning to standard error."""
    click.secho("warning: ", fg="yellow", bold=True, nl=False, err=True)
    click.echo(message, err=True)


def can_ask() -> bool:
    """Return whether the process has a terminal for prompts."""
    return sys.stdin.isatty() and sys.stdout.isatty()
