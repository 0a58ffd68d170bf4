"""Path of an API's route: its validation, and its variables in a handler."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from functools import cached_property

from ..sam.model.names import words_without_terms
from .python_source import WIDTH

_LITERAL = re.compile(r"[A-Za-z0-9._:-]+")
"""https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html, and the error of REST APIs:
"Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable".
"""

_VARIABLE = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)(\+?)\}")

_LONGEST_VARIABLE = 32
_LONGEST_LITERAL = 64
"""Lengths that fit on a line of the handler."""

_TAKEN = frozenset(
    ("app", "item", "logger", "metrics", "name", "process_request", "processed", "publish")
)
"""Names that the handler uses for other things, so that no variable can have them."""

_SAMPLE = "42"


@dataclass(frozen=True)
class Variable:
    """A variable of a path.

    Attributes:
        name: Its name in the path: ``"orderId"`` of ``/orders/{orderId}``.
        greedy: Whether it matches the rest of the path, including slashes: ``{proxy+}``.
    """

    name: str
    greedy: bool

    @property
    def argument(self) -> str:
        """Its name in Python: ``"order_id"``."""
        snake = "_".join(words_without_terms(self.name))
        return f"{snake}_" if keyword.iskeyword(snake) or snake in _TAKEN else snake


@dataclass(frozen=True)
class RequestPath:
    """The path of a route.

    Attributes:
        text: The path in the notation of API Gateway: ``"/orders/{orderId}"``.
    """

    text: str

    @cached_property
    def variables(self) -> list[Variable]:
        """Its variables in their order."""
        return [Variable(name, bool(plus)) for name, plus in _VARIABLE.findall(self.text)]

    @property
    def rule(self) -> str:
        """The path in the notation of Powertools' resolvers: ``"/orders/<order_id>"``.

        A greedy variable has no name there; the handler reads it from the event.
        """
        names = iter(self.variables)

        def named(_: re.Match[str]) -> str:
            variable = next(names)
            return ".+" if variable.greedy else f"<{variable.argument}>"

        return _VARIABLE.sub(named, self.text)

    @property
    def sample(self) -> str:
        """The path of a sample request: ``"/orders/42"``."""
        return _VARIABLE.sub(_SAMPLE, self.text)


def request_path_problem(path: str) -> str:
    """Return an error if a path is not valid in API Gateway, or cannot be handled."""
    if path == "/":
        return ""
    example = "Use a path such as /orders, /orders/{order_id} or /files/{proxy+}"
    if not path.startswith("/") or path.endswith("/"):
        return (
            f"{path!r} is not a valid path: it must begin with a slash, and not end with one. "
            f"{example}."
        )
    *before, last = path.split("/")[1:]
    for part in (*before, last):
        if problem := _part_problem(part):
            return f"{path!r} is not a valid path: {problem}. {example}."
    if greedy := [part for part in before if part.endswith("+}")]:
        return f"{path!r} is not a valid path: {greedy[0]} must be the last part. {example}."
    arguments = [variable.argument for variable in RequestPath(path).variables]
    if len(set(arguments)) < len(arguments):
        return f"{path!r} is not a valid path: a variable occurs twice. {example}."
    return ""


def _part_problem(part: str) -> str:
    if variable := _VARIABLE.fullmatch(part):
        longest, text = _LONGEST_VARIABLE, Variable(variable[1], greedy=False).argument
    elif _LITERAL.fullmatch(part):
        longest, text = _LONGEST_LITERAL, part
    else:
        return f"{part!r} is neither letters, digits and . _ : - nor a variable in braces"
    return f"{part} is longer than {longest} characters" if len(text) > longest else ""


def quoted(text: str, head: str) -> str:
    """Return Python with a string, split after slashes if it does not fit on a line.

    Args:
        text: The string, without quotes in it.
        head: The Python before it: ``"ROUTE = "``, or a call up to its parenthesis.
    """
    call = head.endswith("(")
    line = f'{head}"{text}"{")" if call else ""}'
    if len(line) <= WIDTH:
        return line
    comma = "," if call else ""
    room = WIDTH - len(f'    ""{comma}')
    pieces = [""]
    for part in re.findall(r"[^/]*/?", text):
        if len(pieces[-1]) + len(part) > room:
            pieces.append("")
        pieces[-1] += part
    *lines, last = (f'    "{piece}"' for piece in pieces)
    return "\n".join([f"{head.removesuffix('(')}(", *lines, last + comma, ")"])
