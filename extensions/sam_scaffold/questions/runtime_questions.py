"""Question about the runtime of a component."""

from __future__ import annotations

from typing import Any

from ..aws.runtimes import is_known, lifecycle_of, supported_pythons, today
from ..components import component_runtime
from ..sam.model.function_runtime import is_python
from .context import Phase, QuestionContext


def runtimes(context: QuestionContext) -> list[str]:
    """Return the choices of ``runtime``, including a given runtime that the validator explains."""
    known = context.known("runtime")
    offered = [*supported_pythons(today()), context.answers["house"]["runtime"]]
    return list(dict.fromkeys([*offered, *([known] if _is_judged(context, known) else [])]))


def _is_judged(context: QuestionContext, runtime: Any) -> bool:
    """Return whether the validator, rather than the choices, accepts or refuses a runtime."""
    if not is_python(runtime):
        return False
    if context.phase is Phase.AGAIN or _is_kept(context):  # recorded when it was offered
        return True
    if component_runtime.unsuitable(_what(context), runtime, today()):
        return True
    return is_known(runtime) and lifecycle_of(runtime).deprecated is None


def _is_kept(context: QuestionContext) -> bool:
    """Return whether a component keeps its runtime while other answers change."""
    return context.changed is not None and "runtime" not in context.changed


def default_runtime(context: QuestionContext) -> str:
    """Return the default of ``runtime``."""
    learned = context.answers["house"]["runtime"]
    return component_runtime.default_runtime(_what(context), learned, today())


def runtime_problem(context: QuestionContext, runtime: str) -> str:
    """Validate ``runtime``; a component that has an old one keeps it."""
    if _is_kept(context):
        return ""
    return component_runtime.runtime_problem(_what(context), runtime, today())


def _what(context: QuestionContext) -> str:
    """Return the kind of the component, or the contents if it is a layer."""
    return str(context.answers["contents"]) if context.kind == "layer" else context.kind
