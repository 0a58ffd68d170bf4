"""Files that list packages, read by the parser for their name."""

from __future__ import annotations

from pathlib import Path

from .requirements_file import Requirements, read_requirements_file
from .uv_project import PYPROJECT, read_project


def read_manifest(
    file: Path, *, python: str = "3.12", machine: str = "x86_64"
) -> Requirements | None:
    """Read the requirements of a manifest, and its uv.lock if it is a pyproject.toml.

    Args:
        file: A requirements.txt, or a pyproject.toml.
        python: The Python that markers are for: ``3.12``.
        machine: ``x86_64``, or ``arm64``.

    Returns:
        None if it cannot be read.
    """
    read = read_project if file.name == PYPROJECT else read_requirements_file
    return read(file, python=python, machine=machine)
