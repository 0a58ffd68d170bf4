"""Quotas of AWS are written once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from sam_scaffold.aws import limits

PACKAGE = ROOT / "extensions" / "sam_scaffold"
LIMITS = Path(limits.__file__)

SMALLEST = 101
"""Smaller numbers stand for too much else to be told apart."""

OTHERWISE = {
    ("commands/invoke.py", 1000): "characters of a log that are shown",
    ("components/stated_properties.py", 256): "MB of memory of a generated function",
    ("dependencies/packages/layer_contents.py", 1024): "entries of a cache",
    ("dependencies/packages/layer_contents.py", 4096): "entries of a cache",
    ("dependencies/source/literal_values.py", 200): "values that are followed",
    ("invocation/api.py", 200): "the status OK of HTTP",
    ("invocation/process_table.py", 1024): "bytes of a kibibyte, in /proc",
    ("invocation/sandbox.py", 1000): "milliseconds of a second",
    ("merge/snippet.py", 1024): "entries of a cache",
    ("migration/elsewhere/elsewhere.py", 1000): "characters of a line",
    ("sam/writing/notation.py", 4096): "columns of a line of YAML",
    ("__main__.py", 128): "what a shell adds to the number of a signal",
}
"""Numbers that happen to be a quota's, with what they are."""


def numbers(tree: ast.AST) -> Iterator[int]:
    """Yield the whole numbers of a module, products of two of them included."""
    for node in ast.walk(tree):
        if (number := _number(node)) is not None:
            yield number
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            left, right = _number(node.left), _number(node.right)
            if left is not None and right is not None:
                yield left * right


def _number(node: ast.AST) -> int | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return int(value) if type(value) in (int, float) and isinstance(value, int | float) else None


def quotas() -> set[int]:
    """Return the quotas that can be told by their number."""
    values = [value for key, value in vars(limits).items() if key.isupper()]
    ranges = [value for value in values if isinstance(value, limits.Limit)]
    single = [value for value in values if isinstance(value, int)]
    ends = [end for limit in ranges for end in (limit.low, limit.high, limit.default)]
    return {number for number in (*single, *ends) if number >= SMALLEST}


def written() -> set[tuple[str, int]]:
    """Return the files outside `limits` with the quotas that they write, in numbers."""
    known = quotas()
    return {
        (file.relative_to(PACKAGE).as_posix(), number)
        for file in PACKAGE.rglob("*.py")
        if file != LIMITS
        for number in numbers(ast.parse(file.read_text(encoding="utf-8")))
        if number in known
    }


def test_quotas_are_written_once() -> None:
    assert written() - OTHERWISE.keys() == set()


def test_what_is_something_else_is_there() -> None:
    assert OTHERWISE.keys() - written() == set()


def test_questions_ask_for_the_quotas() -> None:
    text = (ROOT / "copier.yml").read_text(encoding="utf-8")
    validators = re.findall(r"^  validator: (.*)$", text, re.MULTILINE)
    found = {int(digits) for line in validators for digits in re.findall(r"\b\d+\b", line)}
    assert len(validators) > len(OTHERWISE)
    assert found & quotas() == set()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (0, "0 is not between 1 and 900 seconds."),
        (1, ""),
        (900, ""),
        (901, "901 is not between 1 and 900 seconds."),
    ],
)
def test_a_limit_holds_its_ends(value: int, problem: str) -> None:
    assert limits.TIMEOUT.problem(value) == problem
