"""The runtime of a function, and which runtimes are Python's."""

from __future__ import annotations

import re

from .template import Template
from .values import Data

_PYTHON = re.compile(r"python3\.\d+")


def runtime_of(template: Template, properties: dict[str, Data]) -> Data:
    """A function's runtime, a parameter by its default.

    Args:
        template: The template, whose Globals count where the function says nothing.
        properties: The function's properties.

    Returns:
        Text where it is known, anything else where it is not.
    """
    inherited = template.globals_function.get("Runtime")
    return template.resolved(properties.get("Runtime", inherited))


def is_python(runtime: Data) -> bool:
    """Whether a runtime is one of Python's: ``python3.12``."""
    return isinstance(runtime, str) and _PYTHON.fullmatch(runtime) is not None


def may_be_python(runtime: Data) -> bool:
    """Whether a runtime is Python's, or a parameter without a default that may be."""
    return is_python(runtime) or not isinstance(runtime, str)
