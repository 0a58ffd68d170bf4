"""Runtime of a new component: the one that the existing functions have, if it is suitable."""

from __future__ import annotations

from datetime import date

from ..aws.runtimes import lifecycle_of, minor_version, supported
from ..sam.model.function_runtime import is_python

OLDEST = "python3.10"
"""The oldest runtime that runs generated code: that has annotations such as ``str | None``,
which Python evaluates when it imports a module (https://peps.python.org/pep-0604/).
"""

CODE = ("function", "app", "shared_code")
"""Kinds of components, and contents of layers, with generated code."""


def default_runtime(what: str, usual_runtime: str, day: date) -> str:
    """Return the runtime that a component gets by default.

    Args:
        what: A kind of component, or the contents of a layer.
        usual_runtime: The runtime that the functions have in common: ``"python3.8"``.
        day: The day on which the component is added.

    Returns:
        The usual runtime, or the oldest suitable one that Lambda supports if that is unsuitable.
    """
    if not unsuitable(what, usual_runtime, day):
        return usual_runtime
    pythons = (runtime for runtime in supported(day) if is_python(runtime))
    return next((python for python in pythons if not unsuitable(what, python, day)), usual_runtime)


def runtime_problem(what: str, runtime: str, day: date) -> str:
    """Return an error if a component cannot have a runtime.

    Args:
        what: A kind of component, or the contents of a layer.
        runtime: ``"python3.8"``.
        day: The day on which the component is added.
    """
    reason = unsuitable(what, runtime, day)
    return f"{runtime} {reason}. Use {default_runtime(what, runtime, day)}." if reason else ""


def unsuitable(what: str, runtime: str, day: date) -> str:
    """Return why a runtime is not suitable for a component, empty if it is.

    Args:
        what: A kind of component, or the contents of a layer.
        runtime: ``"python3.8"``.
        day: The day on which the component is added.

    Returns:
        The end of a sentence that begins with the runtime.
    """
    lifecycle = lifecycle_of(runtime)
    if lifecycle.creation_blocked is not None and lifecycle.creation_blocked <= day:
        return f"is closed to new functions since {lifecycle.creation_blocked}"
    if what in CODE and is_python(runtime) and minor_version(runtime) < minor_version(OLDEST):
        return f"cannot run the generated code, which requires {OLDEST} or newer"
    return ""
