"""Detection of handlers that return the failures of a batch, by their source code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ._handlers import Definition, HandlerModule, own_nodes

KEY = "batchItemFailures"

# https://docs.aws.amazon.com/powertools/python/latest/utilities/batch/
_RESPONDERS = {"process_partial_response", "async_process_partial_response"}
_PROCESSORS = {
    "BatchProcessor",
    "AsyncBatchProcessor",
    "SqsFifoPartialProcessor",
    "BasePartialBatchProcessor",
}

_MOST_CALLS = 6
"""Limit of followed calls: functions may call each other."""


def reported_by(handler: Definition, module: HandlerModule, calls: int = _MOST_CALLS) -> bool:
    """Return whether a function returns the failures of a batch.

    Args:
        handler: The function.
        module: The module in which it is defined.
        calls: How many calls may be followed.
    """
    if isinstance(handler, ast.ClassDef):
        return False
    scope = _Scope(handler, module, calls)
    return any(map(scope.is_report, scope.results()))


class _Scope:
    """A function whose results are examined."""

    def __init__(self, function: Definition, module: HandlerModule, calls: int) -> None:
        self._function = function
        self._module = module
        self._calls = calls
        self._nodes = list(own_nodes(function))

    def results(self) -> Iterator[ast.expr]:
        """Yield the values that it returns."""
        if isinstance(self._function, ast.Lambda):
            yield self._function.body
        for node in self._nodes:
            if isinstance(node, ast.Return) and node.value is not None:
                yield node.value

    def is_report(self, value: ast.expr) -> bool:
        """Return whether a value reports the failures of a batch to Lambda."""
        match value:
            case ast.Dict():
                return _has_failures(value)
            case ast.Call():
                return self._is_reporting(value)
            case ast.Await(value=below):
                return self.is_report(below)
            case ast.IfExp(body=one, orelse=other):
                return self.is_report(one) or self.is_report(other)
            case ast.Name(id=name):
                return any(self._makes(node, name) for node in self._nodes)
        return False

    def _makes(self, node: ast.AST, name: str) -> bool:
        """Return whether a statement turns a variable into a report."""
        match node:
            case ast.Subscript(ctx=ast.Store()):
                return _is_list_of(node, name)
            case ast.Attribute(value=ast.Subscript() as below, attr="append" | "extend" | "insert"):
                return _is_list_of(below, name)
            case (
                ast.Assign(targets=[ast.Name(id=own)], value=value)
                | ast.AnnAssign(target=ast.Name(id=own), value=ast.expr() as value)
            ) if own == name and not isinstance(value, ast.Name):
                return self.is_report(value)
        return False

    def _is_reporting(self, call: ast.Call) -> bool:
        """Return whether a call returns a report."""
        if any(keyword.arg == KEY for keyword in call.keywords):
            return True
        match call.func:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _RESPONDERS:
                return True
            case ast.Attribute(value=ast.Name(id=owner), attr="response"):
                return any(_is_processor(node, owner) for node in ast.walk(self._module.tree))
            case ast.Name(id=name) if self._calls:
                found = self._module.definition(name)
                return found is not None and reported_by(*found, self._calls - 1)
        return False


def _is_list_of(node: ast.Subscript, name: str) -> bool:
    """Return whether an expression is the list of failures of a variable."""
    match node:
        case ast.Subscript(value=ast.Name(id=own), slice=ast.Constant(value=key)):
            return own == name and key == KEY
    return False


def _has_failures(value: ast.Dict) -> bool:
    """Return whether a mapping has a list of failures that is not always empty."""
    for key, below in zip(value.keys, value.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == KEY:
            return not (isinstance(below, ast.List) and not below.elts)
    return False


def _is_processor(node: ast.AST, name: str) -> bool:
    """Return whether a statement assigns one of Powertools' processors to a variable."""
    match node:
        case ast.Assign(
            targets=[ast.Name(id=own)],
            value=ast.Call(func=ast.Name(id=made) | ast.Attribute(attr=made)),
        ):
            return own == name and made in _PROCESSORS
    return False
