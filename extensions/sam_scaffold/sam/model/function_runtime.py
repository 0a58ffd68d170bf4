"""Runtime and architecture of a function."""

from __future__ import annotations

import re

from ...document.yaml_document import section
from .function_resource import FunctionResource
from .intrinsics import Data, to_data
from .template import Template

_PYTHON = re.compile(r"python3\.\d+")


def runtime_of(template: Template, properties: dict[str, Data]) -> Data:
    """Return a function's runtime; the default of a parameter, the value of a mapping.

    Args:
        template: The template; its Globals apply if the function has no Runtime.
        properties: The function's properties.

    Returns:
        A string if it is known, any other value if it is not.
    """
    inherited = template.globals_function.get("Runtime")
    return _mapped(template, template.resolved(properties.get("Runtime", inherited)))


def architecture_of(template: Template, function: FunctionResource, absent: str = "") -> str:
    """Return a function's architecture; the default of a parameter.

    Args:
        template: The template.
        function: A function of the template.
        absent: Returned if neither the function nor Globals state one.

    Returns:
        Its first architecture; empty if it is unknown.
    """
    inherited = function.inherited.get("Architectures", absent)
    stated = function.own.get("Architectures", inherited)
    first = template.resolved(stated[0] if isinstance(stated, list) and stated else stated)
    return first if isinstance(first, str) else ""


def _mapped(template: Template, value: Data) -> Data:
    """Return a value; that of ``Fn::FindInMap`` if its keys are literals or have a default."""
    keys = value.get("Fn::FindInMap") if isinstance(value, dict) else None
    if not isinstance(keys, list):
        return value
    mappings = section(template.document, "Mappings")
    found: Data = None if mappings is None else to_data(mappings)
    for key in map(template.resolved, keys):
        found = found.get(key) if isinstance(found, dict) and isinstance(key, str) else None
    return found


def is_python(runtime: Data) -> bool:
    """Return whether a runtime is one for Python, such as ``python3.12``."""
    return isinstance(runtime, str) and _PYTHON.fullmatch(runtime) is not None


def may_be_python(runtime: Data) -> bool:
    """Return whether a runtime is for Python, or unknown."""
    return is_python(runtime) or not isinstance(runtime, str)
