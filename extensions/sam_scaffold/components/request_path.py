"""The path of an API's route: which ones there are, and how a handler has its variables."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from functools import cached_property

from ..sam.model.names import words
from .python_source import WIDTH

_LITERAL = re.compile(r"[A-Za-z0-9._:-]+")
"""https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html and what REST APIs
say of others: "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable".
"""

_VARIABLE = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)(\+?)\}")

_LONGEST_VARIABLE = 32
_LONGEST_LITERAL = 64
"""Characters that fit into a line of the handler."""

_TAKEN = frozenset(
    ("app", "item", "logger", "metrics", "name", "process_request", "processed", "publish")
)
"""Names that the handler has for something else where it takes the variables."""

_SAMPLE = "42"


@dataclass(frozen=True)
class Variable:
    """A variable of a path.

    Attributes:
        name: Its name in the path: ``"orderId"`` of ``/orders/{orderId}``.
        greedy: Whether it takes the rest of the path, slashes included: ``{proxy+}``.
    """

    name: str
    greedy: bool

    @property
    def argument(self) -> str:
        """Its name in Python: ``"order_id"``."""
        snake = "_".join(words(self.name))
        return f"{snake}_" if keyword.iskeyword(snake) or snake in _TAKEN else snake


@dataclass(frozen=True)
class RequestPath:
    """The path of a route.

    Attributes:
        text: As API Gateway has it: ``"/orders/{orderId}"``.
    """

    text: str

    @cached_property
    def variables(self) -> list[Variable]:
        """Its variables in their order."""
        return [Variable(name, bool(plus)) for name, plus in _VARIABLE.findall(self.text)]

    @property
    def rule(self) -> str:
        """The same for a resolver of Powertools: ``"/orders/<order_id>"``.

        What is greedy has no name there; it is to be read from the event.
        """
        names = iter(self.variables)

        def named(_: re.Match[str]) -> str:
            one = next(names)
            return ".+" if one.greedy else f"<{one.argument}>"

        return _VARIABLE.sub(named, self.text)

    @property
    def sample(self) -> str:
        """The path of a request: ``"/orders/42"``."""
        return _VARIABLE.sub(_SAMPLE, self.text)


def request_path_problem(path: str) -> str:
    """Why API Gateway, or a handler, cannot have a path."""
    if path == "/":
        return ""
    example = "write one like /orders, /orders/{order_id} or /files/{proxy+}"
    if not path.startswith("/") or path.endswith("/"):
        return f"{path!r} is no path: it begins with a slash and ends without one; {example}."
    *before, last = path.split("/")[1:]
    for part in (*before, last):
        if problem := _part_problem(part):
            return f"{path!r} is no path: {problem}; {example}."
    if greedy := [part for part in before if part.endswith("+}")]:
        return f"{path!r} is no path: {greedy[0]} takes all that follows and comes last; {example}."
    arguments = [one.argument for one in RequestPath(path).variables]
    if len(set(arguments)) < len(arguments):
        return f"{path!r} has a variable twice; {example}."
    return ""


def _part_problem(part: str) -> str:
    if variable := _VARIABLE.fullmatch(part):
        longest, what = _LONGEST_VARIABLE, Variable(variable[1], greedy=False).argument
    elif _LITERAL.fullmatch(part):
        longest, what = _LONGEST_LITERAL, part
    else:
        return f"{part!r} is neither letters, digits and . _ : - nor a variable in braces"
    return f"{part} has over {longest} characters" if len(what) > longest else ""


def quoted(text: str, head: str) -> str:
    """A text of Python behind a head, broken behind its slashes where the line is too short.

    Args:
        text: A text without quotes, such as a path.
        head: What stands before: ``"ROUTE = "``, or a call up to its parenthesis.
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
