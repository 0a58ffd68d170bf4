"""Environment markers of requirements, for Lambda's Linux instead of this machine."""

from __future__ import annotations

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import Requirement
from packaging.version import InvalidVersion

_MACHINES = {"arm64": "aarch64"}
"""Python's ``platform.machine()`` by Lambda's name of an architecture."""


def holds(requirement: Requirement, python: str, machine: str, extra: str = "") -> bool:
    """Return whether a requirement applies to a Lambda runtime.

    https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers

    Args:
        requirement: The requirement, which may have a marker.
        python: ``3.12``.
        machine: ``x86_64``, or ``arm64`` or ``aarch64``.
        extra: The extra for which the requirement is wanted.
    """
    if requirement.marker is None:
        return True
    environment = {
        "extra": extra,
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "posix",
        "platform_machine": _MACHINES.get(machine, machine),
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "linux",
    }
    try:
        return requirement.marker.evaluate(environment)
    except (UndefinedComparison, UndefinedEnvironmentName, InvalidVersion):
        return True  # an unknown marker may apply
