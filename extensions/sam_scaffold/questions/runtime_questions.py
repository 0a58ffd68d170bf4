"""Question about the runtime."""

from __future__ import annotations

from ..aws.runtimes import today
from ..components import component_runtime
from ..sam.model.function_runtime import is_python
from .context import QuestionContext

RUNTIMES = ("python3.11", "python3.12", "python3.13", "python3.14")
"""Runtimes with which functions can still be created for a while:
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""


def runtimes(context: QuestionContext) -> list[str]:
    """Return the choices of ``runtime``; one that is given and unfit is refused with its reason."""
    given = context.given.get("runtime")
    unfit = is_python(given) and component_runtime.unfit(_what(context), str(given), today())
    learned = context.answers["house"]["runtime"]
    return list(dict.fromkeys([*RUNTIMES, learned, *([given] if unfit else [])]))


def default_runtime(context: QuestionContext) -> str:
    """Return the default of ``runtime``."""
    learned = context.answers["house"]["runtime"]
    return component_runtime.default_runtime(_what(context), learned, today())


def runtime_problem(context: QuestionContext, runtime: str) -> str:
    """Validate ``runtime``; a component that has an old one keeps it."""
    if context.changed is not None and "runtime" not in context.changed:
        return ""
    return component_runtime.runtime_problem(_what(context), runtime, today())


def _what(context: QuestionContext) -> str:
    """Return what has a runtime: a component's kind, or the contents of a layer."""
    return str(context.answers["contents"]) if context.kind == "layer" else context.kind
