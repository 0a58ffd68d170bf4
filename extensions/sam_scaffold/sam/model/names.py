"""The spellings of a component's name, and which names are refused.

A component has one name, in snake_case, as it is a Python module; folders, logical
ids and AWS names are that name in other spellings.
"""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+")

_OF_WINDOWS = frozenset(
    (
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
    )
)
"""https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file"""


def words(text: str) -> list[str]:
    """The lower-case words of a name in any spelling; ``HTTPServer2`` is http and server2."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return [word.lower() for word in _WORD.findall(plain)]


def snake(name: str) -> str:
    """``order_router``.

    Args:
        name: A name in snake_case, here and in the other spellings.
    """
    return name


def kebab(name: str) -> str:
    """``order-router``."""
    return name.replace("_", "-")


def camel(name: str) -> str:
    """``orderRouter``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def pascal(name: str) -> str:
    """``OrderRouter``."""
    return "".join(word.capitalize() for word in name.split("_"))


def title(name: str) -> str:
    """``Order router``."""
    return name.replace("_", " ").capitalize()


def name_problem(name: str) -> str:
    """Why a name cannot be a component's, in one line; empty if it can."""
    if not _SNAKE_CASE.fullmatch(name):
        return f"{name!r} is not a name in snake_case (a-z, 0-9, _); {_suggestion(name)}."
    if keyword.iskeyword(name):
        return f"{name!r} is a Python keyword and cannot be imported; {_longer(name)}."
    if name in sys.stdlib_module_names:
        return f"{name!r} is a module of Python's standard library; {_longer(name)}."
    if name in _OF_WINDOWS:
        return f"{name!r} is no name of a folder on Windows; {_longer(name)}."
    return ""


def _suggestion(name: str) -> str:
    spelled = re.sub(r"^[0-9_]+", "", "_".join(words(name)))
    if spelled and not name_problem(spelled):
        return f"write {spelled!r}"
    return "write one like 'order_router'"


def _longer(name: str) -> str:
    return f"choose a longer name, like {name + '_job'!r}"
