"""Dependencies in a pyproject.toml, in the standard form and that of Poetry 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from .markers import holds
from .requirements_file import Requirements, decoded, parsed
from .toml_text import toml_of


def pyproject_requirements(
    data: bytes, *, python: str = "3.12", machine: str = "x86_64"
) -> Requirements:
    """Return the dependencies of a project, from ``[project]`` and Poetry's own table.

    https://packaging.python.org/en/latest/specifications/pyproject-toml/#dependencies-optional-dependencies
    https://python-poetry.org/docs/dependency-specification/

    Args:
        data: The pyproject.toml.
        python: The Python that markers are for: ``3.12``.
        machine: ``x86_64``, or ``arm64``.
    """
    document = toml_of(decoded(data))
    if document is None:
        return Requirements(opaque=("pyproject.toml",))
    listed = _at(document, "project", "dependencies")
    lines = [str(line) for line in listed] if isinstance(listed, list) else []
    poetry = _at(document, "tool", "poetry", "dependencies")
    if isinstance(poetry, dict):
        lines += _poetrys(poetry)
    found = [(line, parsed(line)) for line in dict.fromkeys(lines)]
    return Requirements(
        tuple(
            requirement
            for _, requirement in found
            if requirement is not None and holds(requirement, python, machine)
        ),
        tuple(line for line, requirement in found if requirement is None),
    )


def _at(document: Any, *path: str) -> Any:
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _poetrys(table: dict[str, Any]) -> Iterator[str]:
    """Convert Poetry's dependencies to specifiers; a list has one for each platform."""
    for name, said in table.items():
        if name.lower() != "python":
            for constraint in said if isinstance(said, list) else [said]:
                yield from _poetrys_one(
                    name, constraint if isinstance(constraint, dict) else {"version": constraint}
                )


def _poetrys_one(name: str, said: dict[str, Any]) -> Iterator[str]:
    if said.get("optional"):
        return
    extras = said.get("extras")
    text = f"{name}[{','.join(map(str, extras))}]" if isinstance(extras, list) else name
    text += _specifier(str(said.get("version") or ""))
    markers = [str(said["markers"])] if said.get("markers") else []
    if python := _specifier(str(said.get("python") or "")):
        markers += [
            f'python_version {part.operator} "{part.version}"' for part in SpecifierSet(python)
        ]
    yield f"{text}; {' and '.join(f'({marker})' for marker in markers)}" if markers else text


def _specifier(text: str) -> str:
    """Convert Poetry's constraint to a version specifier; empty if that is not possible."""
    parts = [_translated(part.strip()) for part in text.split(",") if part.strip()]
    try:
        return str(SpecifierSet(",".join(parts)))
    except InvalidSpecifier:
        return ""


def _translated(part: str) -> str:
    if part in ("", "*"):
        return ""
    if part[0] in "^~" and not part.startswith("~="):
        return _range(part[0], part[1:].strip())
    return part if part[0] in "<>=!~" else f"=={part}"


def _range(sign: str, text: str) -> str:
    """Convert ``^1.2`` to ``>=1.2,<2``: it keeps the first non-zero part, ``~1.2`` two."""
    try:
        version = Version(text)
    except InvalidVersion:
        return text
    parts = version.release
    if sign == "~":
        kept = min(len(parts), 2)
    else:
        kept = next((at + 1 for at, part in enumerate(parts) if part), len(parts))
    top = (*parts[: kept - 1], parts[kept - 1] + 1)
    return f">={version},<{'.'.join(map(str, top))}"
