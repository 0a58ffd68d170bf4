"""Errors that this package raises on purpose.

Each message is one line that names the value, the rule and the way out, so that a command can
print it unchanged.
"""

from collections.abc import Iterable, Sequence


class ScaffoldError(Exception):
    """Raised when input is rejected; nothing was written.

    Attributes:
        exit_code: The exit code of the command: 1 rejected, 2 usage error.
    """

    exit_code = 1


def nearest(value: str, valid: Iterable[str]) -> str:
    """Return `` Did you mean x?`` for a message; empty if no value is similar."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to import

    near = get_close_matches(value, list(valid), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def some(names: Sequence[str], most: int = 3) -> str:
    """Return the first names for a message: ``a, b, c and 2 more``.

    Args:
        names: The names.
        most: The number of names that fit into one line.
    """
    more = f" and {len(names) - most} more" if names[most:] else ""
    return f"{', '.join(names[:most])}{more}"


class UsageError(ScaffoldError):
    """Raised when a command is called with unknown words."""

    exit_code = 2
