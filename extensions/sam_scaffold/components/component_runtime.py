"""The runtime of a new component: the house's, where it can run what is generated."""

from __future__ import annotations

from datetime import date

from ..aws.runtimes import lifecycle_of, minor_version, supported
from ..sam.model.function_runtime import is_python

OLDEST = "python3.10"
"""The oldest runtime that generated code starts on: it annotates with ``str | None``, which
Python evaluates when it imports a module (https://peps.python.org/pep-0604/).
"""

CODE = ("function", "app", "shared_code")
"""What has generated code: kinds of components, and contents of a layer."""


def default_runtime(what: str, house_runtime: str, day: date) -> str:
    """Return the runtime that a component gets where nobody names one.

    Args:
        what: What it is: a kind, or a layer's contents.
        house_runtime: The runtime that the functions have in common: ``"python3.8"``.
        day: The day that it is made on.

    Returns:
        The house's, unless it is unfit; then the oldest that Lambda supports and that is fit.
    """
    fit = [one for one in supported(day) if is_python(one) and not unfit(what, one, day)]
    return fit[0] if fit and unfit(what, house_runtime, day) else house_runtime


def runtime_problem(what: str, runtime: str, day: date) -> str:
    """Say why a component cannot have a runtime.

    Args:
        what: What it is: a kind, or a layer's contents.
        runtime: ``"python3.8"``.
        day: The day that it is made on.
    """
    why = unfit(what, runtime, day)
    return f"{runtime} {why}; take {default_runtime(what, runtime, day)}." if why else ""


def unfit(what: str, runtime: str, day: date) -> str:
    """Say what keeps a runtime from a component, empty if nothing does.

    Args:
        what: What it is: a kind, or a layer's contents.
        runtime: ``"python3.8"``.
        day: The day that it is made on.
    """
    lifecycle = lifecycle_of(runtime)
    if lifecycle.creation_blocked is not None and lifecycle.creation_blocked <= day:
        return f"is closed to new functions since {lifecycle.creation_blocked}"
    if what in CODE and is_python(runtime) and minor_version(runtime) < minor_version(OLDEST):
        return f"cannot run what is generated, which takes {OLDEST} or newer"
    return ""
