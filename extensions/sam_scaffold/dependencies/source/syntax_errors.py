"""Syntax errors that are also errors in the Python version of a function."""

from __future__ import annotations

import re
import sys

_OF_ANY_VERSION = re.compile(
    r"unmatched '|closing parenthesis |'.' was never closed|unexpected indent|unindent does not"
    r"|expected an indented block|inconsistent use of tabs|Missing parentheses in call to"
)
"""Messages on errors that are invalid in all versions up to 3.14."""

_FORMATTED = re.compile(r"\b[ft]r?['\"]|\br[ft]['\"]", re.IGNORECASE)
"""Start of a string in which Python 3.12 permits further quotes and brackets."""

_MERGE_MARK = re.compile(r"(<<<<<<<|=======|>>>>>>>)(\s|$)")


def is_mistake(mistake: SyntaxError, python: tuple[int, int]) -> bool:
    """Return whether another version of Python also rejects a module.

    Newer versions accept whatever older ones do, so for a newer one only some errors are certain.

    Args:
        mistake: The error of the running Python.
        python: The other version: ``(3, 12)``.
    """
    if python <= sys.version_info[:2]:
        return True
    line = mistake.text or ""
    if _MERGE_MARK.match(line):
        return True
    return bool(_OF_ANY_VERSION.match(mistake.msg)) and not _FORMATTED.search(line)
