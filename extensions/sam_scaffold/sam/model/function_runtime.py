"""Runtime and architecture of a function, and which runtimes are Python's."""

from __future__ import annotations

import re

from ...document.yaml_document import section
from .function_resource import FunctionResource
from .intrinsics import Data, to_data
from .template import Template

_PYTHON = re.compile(r"python3\.\d+")


def runtime_of(template: Template, properties: dict[str, Data]) -> Data:
    """A function's runtime, a parameter by its default, a mapping by its value.

    Args:
        template: The template, whose Globals count where the function says nothing.
        properties: The function's properties.

    Returns:
        Text where it is known, anything else where it is not.
    """
    inherited = template.globals_function.get("Runtime")
    return _mapped(template, template.resolved(properties.get("Runtime", inherited)))


def architecture_of(template: Template, function: FunctionResource, absent: str = "") -> str:
    """Return a function's architecture, a parameter by its default.

    Args:
        template: The template.
        function: One of its functions.
        absent: What counts where neither the function nor Globals state one.

    Returns:
        Its first one; empty where it is not known.
    """
    inherited = function.inherited.get("Architectures", absent)
    stated = function.own.get("Architectures", inherited)
    first = template.resolved(stated[0] if isinstance(stated, list) and stated else stated)
    return first if isinstance(first, str) else ""


def _mapped(template: Template, value: Data) -> Data:
    """A value, or what a mapping holds where its keys are known or have a default."""
    keys = value.get("Fn::FindInMap") if isinstance(value, dict) else None
    if not isinstance(keys, list):
        return value
    mappings = section(template.document, "Mappings")
    found: Data = None if mappings is None else to_data(mappings)
    for key in map(template.resolved, keys):
        found = found.get(key) if isinstance(found, dict) and isinstance(key, str) else None
    return found


def is_python(runtime: Data) -> bool:
    """Whether a runtime is one of Python's: ``python3.12``."""
    return isinstance(runtime, str) and _PYTHON.fullmatch(runtime) is not None


def may_be_python(runtime: Data) -> bool:
    """Whether a runtime is Python's, or a parameter without a default that may be."""
    return is_python(runtime) or not isinstance(runtime, str)
