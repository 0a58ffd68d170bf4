"""The one error that this package raises on purpose.

Every message is one line that names the value, the rule and the way out, so that
a command can print it as it stands.
"""

from collections.abc import Iterable, Sequence


class ScaffoldError(Exception):
    """Something was refused; nothing was written.

    Attributes:
        exit_code: What a command exits with: 1 refused, 2 wrong usage.
    """

    exit_code = 1


def nearest(value: str, valid: Iterable[str]) -> str:
    """`` Did you mean x?`` for a message, or nothing where nothing is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to import

    near = get_close_matches(value, list(valid), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def some(names: Sequence[str], most: int = 3) -> str:
    """Return the first of some names for a message: ``a, b, c and 2 more``.

    Args:
        names: The names.
        most: How many are named; a message stays one line.
    """
    more = f" and {len(names) - most} more" if names[most:] else ""
    return f"{', '.join(names[:most])}{more}"


class UsageError(ScaffoldError):
    """The command was called with words that it does not know."""

    exit_code = 2
