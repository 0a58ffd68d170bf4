"""First lines of docstrings: a function's is an imperative, an exception's says when."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from words.texts import Documented, nodes_of, summary_of

VERBS = Path(__file__).with_name("verbs.txt")

_EXCEPTION = re.compile(r"(Error|Exception|Warning)$")
_PROPERTIES = {"property", "cached_property"}


def faults(source: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, what was found, what to write instead, and the rule."""
    for node in nodes_of(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not _is_exempt(node):
                yield from _function(node)
        elif isinstance(node, ast.ClassDef) and _is_exception(node):
            yield from _exception(node)


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[int, str, str, str]]:
    first = _first_word(node)
    if first and first.lower() not in verbs():
        yield _line(node), first, f"a verb in the imperative (see {VERBS.name})", "imperative"


def _exception(node: ast.ClassDef) -> Iterator[tuple[int, str, str, str]]:
    summary = summary_of(node)
    if summary and not summary.startswith(("Raised when ", "Raised if ", "Base class ")):
        yield _line(node), _first_word(node), '"Raised when …"', "exception"


def _is_exempt(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a docstring may be a noun phrase: of tests, properties and overrides."""
    decorators = {ast.unparse(found).rpartition(".")[2] for found in node.decorator_list}
    return node.name.startswith("test_") or bool(decorators & {*_PROPERTIES, "override"})


def _is_exception(node: ast.ClassDef) -> bool:
    return any(_EXCEPTION.search(ast.unparse(base)) for base in node.bases)


def _first_word(node: Documented) -> str:
    found = re.match(r"[\w'-]+", summary_of(node))
    return found[0] if found else summary_of(node).partition(" ")[0]


def _line(node: Documented) -> int:
    return node.body[0].lineno


@cache
def verbs() -> frozenset[str]:
    """Return the verbs that may begin a function's docstring."""
    return frozenset(VERBS.read_text(encoding="utf-8").split())
