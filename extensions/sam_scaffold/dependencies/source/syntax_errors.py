"""Which syntax errors are some for the Python of a function, too."""

from __future__ import annotations

import re
import sys

_OF_ANY_VERSION = re.compile(
    r"unmatched '|closing parenthesis |'.' was never closed|unexpected indent|unindent does not"
    r"|expected an indented block|inconsistent use of tabs|Missing parentheses in call to"
)
"""What Python says of mistakes that no new syntax has made valid, up to 3.14."""

_FORMATTED = re.compile(r"\b[ft]r?['\"]|\br[ft]['\"]", re.IGNORECASE)
"""What starts a text in which 3.12 allows quotes and brackets that were none before."""

_MERGE_MARK = re.compile(r"(<<<<<<<|=======|>>>>>>>)(\s|$)")


def is_mistake(mistake: SyntaxError, python: tuple[int, int]) -> bool:
    """Return whether a Python refuses a module, too, which the one that runs here refuses.

    What an older one takes, newer ones do; for newer ones only some mistakes are sure.

    Args:
        mistake: What the Python that runs here says.
        python: The other Python: ``(3, 12)``.
    """
    if python <= sys.version_info[:2]:
        return True
    line = mistake.text or ""
    if _MERGE_MARK.match(line):
        return True
    return bool(_OF_ANY_VERSION.match(mistake.msg)) and not _FORMATTED.search(line)
