"""Lambda calls the handler with an event and a context, and takes what it returns for JSON."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..application.application import Application
from ._handlers import Definition, handler_of, own_nodes
from ._rule import Rule, RuleFinding

_ARGUMENTS = 2

_KEEPS = {"capture_lambda_handler", "inject_lambda_context", "log_metrics"}
"""Decorators of Powertools' that call what they decorate as Lambda would have."""


class HandlerCall(Rule):
    """The runtime neither awaits nor iterates (measured, awslambdaric 4.2)."""

    id = "E9107"
    shortdesc = "Lambda cannot call the handler"
    description = "Each call of the function fails, with Runtime.MarshalError or TypeError."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    tags = ["resources", "lambda", "code", "handler"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each function of Python whose handler certainly fails."""
        for function in facts.functions:
            try:
                found = handler_of(function)
            except OSError:  # a folder that is not ours to read, a name that no file can have
                continue
            problem = "" if found is None else _problem(found[0])
            if problem:
                yield RuleFinding(
                    function.path("Handler"),
                    f"{function.logical_id}: the handler {function.handler!r} {problem}",
                )


def _problem(handler: Definition) -> str:
    """Return what is wrong with a handler, nothing where a decorator may change it."""
    if isinstance(handler, ast.ClassDef):
        return _of_class(handler)
    if not isinstance(handler, ast.Lambda) and not all(map(_keeps, handler.decorator_list)):
        return ""
    if isinstance(handler, ast.AsyncFunctionDef):
        return (
            "is async, and Lambda does not await it; make it a function that calls "
            "asyncio.run(...)."
        )
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(handler)):
        return "is a generator, and Lambda does not iterate over it; return the result."
    return _of_parameters(handler.args)


def _of_class(handler: ast.ClassDef) -> str:
    """What is wrong with a class, whose instances are no JSON if nothing made it otherwise."""
    if handler.bases or handler.keywords or handler.decorator_list:
        return ""
    if any(isinstance(one, ast.FunctionDef) and one.name == "__new__" for one in handler.body):
        return ""
    return "is a class, and an instance of it is no JSON; name a function."


def _of_parameters(stated: ast.arguments) -> str:
    """Return what is wrong where a handler cannot be called with an event and a context."""
    parameters = [*stated.posonlyargs, *stated.args]
    needed = len(parameters) - len(stated.defaults)
    names = [
        one.arg
        for one, default in zip(stated.kwonlyargs, stated.kw_defaults, strict=True)
        if default is None
    ]
    if needed > _ARGUMENTS or names:
        more = ", ".join([parameter.arg for parameter in parameters[_ARGUMENTS:needed]] + names)
        return f"needs {more}, and Lambda gives it an event and a context alone; drop what is more."
    if len(parameters) < _ARGUMENTS and stated.vararg is None:
        takes = "one parameter" if parameters else "no parameters"
        return f"takes {takes}, and Lambda gives it an event and a context; take both."
    return ""


def _keeps(decorator: ast.expr) -> bool:
    """Return whether a decorator changes neither what is called nor what is returned."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in _KEEPS
