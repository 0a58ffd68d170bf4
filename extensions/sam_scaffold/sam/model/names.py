"""Spellings of a component's name, and names that are not valid.

A component has one name, in snake_case, as it is a Python module. Folders, logical ids and names in
AWS are that name in other spellings.
"""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_PLAIN_WORD = r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+"

_TERMS = (
    "ActiveMQ", "CosmosDB", "DDoS", "DevOps", "DocumentDB", "DoS", "DynamoDB", "FaaS", "GitHub",
    "GitLab", "GraphQL", "IaaS", "InfluxDB", "IoT", "IPv4", "IPv6", "JavaScript", "LinkedIn",
    "MariaDB", "MongoDB", "MySQL", "NoSQL", "OAuth", "OpenAI", "OpenAPI", "OpenID", "PaaS",
    "PayPal", "PnL", "PostgreSQL", "QoS", "RabbitMQ", "SaaS", "TypeScript", "WhatsApp", "WiFi",
    "YouTube",
)  # fmt: skip
"""Terms that are one word, though a capital letter is inside them."""

_WORD = re.compile(rf"(?:{'|'.join(_TERMS)})(?![a-z])[0-9]*|{_PLAIN_WORD}")
_OLD_WORD = re.compile(_PLAIN_WORD)

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
    """Return the words of a name in lower case; those of ``DailyPnL2`` are daily and pnl2."""
    return _split(text, _WORD)


def words_without_terms(text: str) -> list[str]:
    """Return the words of a name as version 0.1 did: those of ``DailyPnL`` are daily, pn and l.

    Names that are derived at each rendering would change with another splitting.
    """
    return _split(text, _OLD_WORD)


def _split(text: str, word: re.Pattern[str]) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return [found.lower() for found in word.findall(plain)]


def snake(name: str) -> str:
    """Return a name as ``order_router``.

    Args:
        name: A name in snake_case, as for the other spellings.
    """
    return name


def kebab(name: str) -> str:
    """Return a name as ``order-router``."""
    return name.replace("_", "-")


def camel(name: str) -> str:
    """Return a name as ``orderRouter``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def pascal(name: str) -> str:
    """Return a name as ``OrderRouter``."""
    return "".join(word.capitalize() for word in name.split("_"))


def title(name: str) -> str:
    """Return a name as ``Order router``."""
    return name.replace("_", " ").capitalize()


def name_problem(name: str) -> str:
    """Return why a component cannot have a name, in one line; empty if it can."""
    if not _SNAKE_CASE.fullmatch(name):
        rule = "it must be in snake_case (a-z, 0-9, _)"
        return f"{name!r} is not a valid name: {rule}. {_suggestion(name)}."
    if keyword.iskeyword(name):
        return f"{name!r} is not a valid name: it is a Python keyword. {_longer(name)}."
    if name in sys.stdlib_module_names:
        rule = "Python's standard library has a module of that name"
        return f"{name!r} is not a valid name: {rule}. {_longer(name)}."
    if name in _OF_WINDOWS:
        return f"{name!r} is not a valid name: Windows reserves it. {_longer(name)}."
    return ""


def _suggestion(name: str) -> str:
    spelled = re.sub(r"^[0-9_]+", "", "_".join(words(name)))
    if spelled and not name_problem(spelled):
        return f"Use {spelled!r}"
    return "Use a name such as 'order_router'"


def _longer(name: str) -> str:
    return f"Use a longer name, such as {name + '_job'!r}"
