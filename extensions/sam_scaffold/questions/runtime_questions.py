"""The question about the runtime, under the names copier.yml uses."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from ..aws.runtimes import is_known, lifecycle_of, supported_pythons, today
from ..components import component_runtime as of_component
from ..sam.model.function_runtime import is_python
from .context import changed_of, known_of


@pass_context
def runtimes(context: Context) -> list[str]:
    """Return the choices of ``runtime``, with what is given if only its validator can tell."""
    known = known_of(context, "runtime")
    offered = [*supported_pythons(today()), context["house"]["runtime"]]
    return list(dict.fromkeys([*offered, *([known] if _is_judged(context, known) else [])]))


def _is_judged(context: Context, runtime: Any) -> bool:
    """Return whether the validator is to judge a runtime that may not be offered."""
    if not is_python(runtime):
        return False
    environment: Any = context.environment
    if environment.sam_again or _is_kept():  # recorded when it was offered
        return True
    if of_component.unfit(_what(context), runtime, today()):
        return True
    return is_known(runtime) and lifecycle_of(runtime).deprecated is None


def _is_kept() -> bool:
    """Return whether other answers of a component change, and its runtime does not."""
    changed = changed_of()
    return changed is not None and "runtime" not in changed


@pass_context
def default_runtime(context: Context) -> str:
    """Return the default of ``runtime``."""
    return of_component.default_runtime(_what(context), context["house"]["runtime"], today())


def runtime_problem(context: Context, runtime: str) -> str:
    """Validate ``runtime``; what has an old one already keeps it."""
    return "" if _is_kept() else of_component.runtime_problem(_what(context), runtime, today())


def _what(context: Context) -> str:
    """Return what gets a runtime: a component's kind, of a layer what it holds."""
    return str(context["contents"] if context["kind"] == "layer" else context["kind"])
