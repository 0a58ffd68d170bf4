"""The question about the runtime, under the names copier.yml uses."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from ..aws.runtimes import today
from ..components import component_runtime as of_component
from ..sam.model.function_runtime import is_python
from .common_questions import RUNTIMES
from .context import changed_of, given_of


@pass_context
def runtimes(context: Context) -> list[str]:
    """Return the choices of ``runtime``; what is given and unfit is refused with its reason."""
    given = given_of(context).get("runtime")
    unfit = is_python(given) and of_component.unfit(_what(context), str(given), today())
    return list(
        dict.fromkeys([*RUNTIMES, context["house"]["runtime"], *([given] if unfit else [])])
    )


@pass_context
def default_runtime(context: Context) -> str:
    """Return the default of ``runtime``."""
    return of_component.default_runtime(_what(context), context["house"]["runtime"], today())


def runtime_problem(context: Context, runtime: str) -> str:
    """Validate ``runtime``; what has an old one already keeps it."""
    changed = changed_of()
    if changed is not None and "runtime" not in changed:
        return ""
    return of_component.runtime_problem(_what(context), runtime, today())


def _what(context: Context) -> str:
    """Return what gets a runtime: a component's kind, of a layer what it holds."""
    return str(context["contents"] if context["kind"] == "layer" else context["kind"])
