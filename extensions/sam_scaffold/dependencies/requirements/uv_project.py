"""Requirements of a uv project, from its pyproject.toml and uv.lock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .markers import holds
from .pyproject import pyproject_requirements
from .requirements_file import Requirements, bytes_of, decoded, parsed
from .toml_text import toml_of

PYPROJECT = "pyproject.toml"

_MANIFESTS = (
    *("requirements.txt", "requirements-dev.txt", "requirements-test.txt"),
    *("requirements-prod.txt", PYPROJECT),
)
"""Manifests in the SAM CLI's order of precedence (lambda-builders 1.67)."""

_LOCK = "uv.lock"


def uv_manifest(folder: Path) -> Path | None:
    """Return the manifest that the SAM CLI passes to uv; None if a folder has none."""
    places = (folder / name for name in _MANIFESTS)
    return next((place for place in places if place.is_file()), None)


def read_project(
    file: Path, *, python: str = "3.12", machine: str = "x86_64"
) -> Requirements | None:
    """Read the requirements of a pyproject.toml, and of its uv.lock.

    Groups such as ``dev`` are left out, as in `sam build`.

    Args:
        file: A pyproject.toml.
        python: The Python that markers are for: ``3.12``.
        machine: ``x86_64``, or ``arm64``.

    Returns:
        None if it cannot be read.
    """
    data = bytes_of(file)
    if data is None:
        return None
    found = pyproject_requirements(data, python=python, machine=machine)
    project = _parsed(data).get("project")
    if not isinstance(project, dict) or "dependencies" in project.get("dynamic", ()):
        return Requirements(found.listed, (*found.opaque, PYPROJECT))
    lock = bytes_of(file.with_name(_LOCK))
    if lock is None:
        return found
    locked = _Locked.of(lock, python, machine)
    names = {canonicalize_name(package.name) for package in locked.reached}
    new = [
        requirement
        for requirement in found.listed
        if canonicalize_name(requirement.name) not in names
    ]
    is_lock = not new and not found.opaque and bool(locked.reached or not found.listed)
    return Requirements((*new, *locked.reached), found.opaque, is_lock)


def _parsed(data: bytes) -> dict[str, Any]:
    return toml_of(decoded(data)) or {}


@dataclass
class _Locked:
    """Packages of a uv.lock that its project needs.

    Attributes:
        packages: All packages of the lock by canonical name, the last of each.
        python: The Python that markers are for.
        machine: ``x86_64``, or ``arm64``.
        reached: The pinned requirements to install.
    """

    packages: dict[str, dict[str, Any]]
    python: str
    machine: str
    reached: list[Requirement] = field(default_factory=list)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, data: bytes, python: str, machine: str) -> _Locked:
        """Follow a lock from its project; https://docs.astral.sh/uv/concepts/resolution/."""
        listed = _parsed(data).get("package")
        packages = [
            package for package in listed or () if isinstance(package, dict) and "name" in package
        ]
        found = cls(
            {canonicalize_name(package["name"]): package for package in packages}, python, machine
        )
        for package in packages:
            source = package.get("source", {})
            if "." in (source.get("virtual"), source.get("editable")):
                found._follow(package.get("dependencies", ()))
        return found

    def _follow(self, dependencies: Iterable[dict[str, Any]]) -> None:
        for dependency in dependencies:
            name = canonicalize_name(str(dependency.get("name")))
            marker = f"; {dependency['marker']}" if dependency.get("marker") else ""
            wanted = parsed(f"{name}{marker}")
            package = self.packages.get(name)
            if wanted is None or package is None or not holds(wanted, self.python, self.machine):
                continue
            if (name, "") not in self._seen:
                self._seen.add((name, ""))
                pinned = f"{name}=={package['version']}" if "version" in package else name
                self.reached += filter(None, [parsed(pinned)])
                self._follow(package.get("dependencies", ()))
            for extra in dependency.get("extra", ()):
                if (name, extra) not in self._seen:
                    self._seen.add((name, extra))
                    self._follow(package.get("optional-dependencies", {}).get(extra, ()))
