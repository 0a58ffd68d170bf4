"""Handlers that Lambda cannot call with an event and a context."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..application.application import Application
from ._handlers import Definition, handler_of, own_nodes
from ._rule import Rule, RuleFinding

_ARGUMENTS = 2

_KEEPS = {"capture_lambda_handler", "inject_lambda_context", "log_metrics"}
"""Powertools' decorators that call the decorated function with the same arguments."""


class HandlerCall(Rule):
    """The runtime neither awaits nor iterates (measured, awslambdaric 4.2)."""

    id = "E9107"
    shortdesc = "Lambda cannot call the handler"
    description = "Each invocation of the function fails, with Runtime.MarshalError or TypeError."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    tags = ["resources", "lambda", "code", "handler"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each Python function whose handler certainly fails."""
        for function in facts.functions:
            try:
                found = handler_of(function)
            except OSError:  # no read permission, or an invalid file name
                continue
            problem = "" if found is None else _problem(found[0])
            if problem:
                yield RuleFinding(
                    function.path("Handler"),
                    f"{function.logical_id}: the handler {function.handler!r} {problem}",
                )


def _problem(handler: Definition) -> str:
    """Return the problem of a handler, nothing if a decorator may change it."""
    if isinstance(handler, ast.ClassDef):
        return _of_class(handler)
    if not isinstance(handler, ast.Lambda) and not all(map(_keeps, handler.decorator_list)):
        return ""
    if isinstance(handler, ast.AsyncFunctionDef):
        return "is async, but Lambda does not await it. Use a function that calls asyncio.run(...)."
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(handler)):
        return "is a generator, but Lambda does not iterate over it. Return the result."
    return _of_parameters(handler.args)


def _of_class(handler: ast.ClassDef) -> str:
    """Return the problem of a class: its instances are not serializable, unless it is special."""
    if handler.bases or handler.keywords or handler.decorator_list:
        return ""
    if any(isinstance(node, ast.FunctionDef) and node.name == "__new__" for node in handler.body):
        return ""
    return "is a class, whose instances are not JSON serializable. Use a function."


def _of_parameters(stated: ast.arguments) -> str:
    """Return the problem of a handler that cannot be called with an event and a context."""
    parameters = [*stated.posonlyargs, *stated.args]
    needed = len(parameters) - len(stated.defaults)
    names = [
        parameter.arg
        for parameter, default in zip(stated.kwonlyargs, stated.kw_defaults, strict=True)
        if default is None
    ]
    if needed > _ARGUMENTS or names:
        more = ", ".join([parameter.arg for parameter in parameters[_ARGUMENTS:needed]] + names)
        return f"requires {more}, but Lambda only passes an event and a context. Remove the others."
    if len(parameters) < _ARGUMENTS and stated.vararg is None:
        takes = "one parameter" if parameters else "no parameters"
        return f"takes {takes}, but Lambda passes an event and a context. Accept both."
    return ""


def _keeps(decorator: ast.expr) -> bool:
    """Return whether a decorator changes neither the arguments nor the result."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in _KEEPS
