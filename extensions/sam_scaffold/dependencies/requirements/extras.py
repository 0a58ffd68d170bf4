"""What the extras of distributions need, told by their metadata."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from .markers import holds
from .requirements_file import parsed

Extras = dict[tuple[str, str], frozenset[str]]
"""Canonical names by a distribution's canonical name and its extra."""


def extras_in(folder: Path, *, python: str, machine: str) -> Extras:
    """Return what the extras of the distributions need that lie in a folder.

    Args:
        folder: One that pip installed into.
        python: The Python that markers are for: ``3.12``.
        machine: ``x86_64``, or ``arm64``.
    """
    found: Extras = {}
    for distribution in distributions(path=[str(folder)]):
        found.update(_extras_of(distribution, python, machine))
    return found


def extras_here(names: Iterable[str], *, python: str, machine: str) -> Extras:
    """Return what the extras of some distributions need, as far as they are installed beside us.

    Args:
        names: Names of distributions.
        python: The Python that markers are for: ``3.12``.
        machine: ``x86_64``, or ``arm64``.
    """
    found: Extras = {}
    for name in names:
        found.update(_here(name, python, machine))
    return found


@cache
def _here(name: str, python: str, machine: str) -> Extras:
    try:
        one = Distribution.from_name(name)
    except (PackageNotFoundError, ValueError):
        return {}
    return _extras_of(one, python, machine)


def _extras_of(one: Distribution, python: str, machine: str) -> Extras:
    """Return what the extras of a distribution need; nothing where its metadata cannot be read."""
    try:
        metadata, lines = one.metadata, one.requires or ()
        name = canonicalize_name(metadata["Name"] or "")
    except (AttributeError, OSError, TypeError, ValueError):
        return {}
    needs = [need for need in map(parsed, lines) if need is not None]
    optional = [need for need in needs if not holds(need, python, machine)]
    return {
        (name, canonicalize_name(extra)): frozenset(
            canonicalize_name(need.name) for need in optional if holds(need, python, machine, extra)
        )
        for extra in metadata.get_all("Provides-Extra") or ()
    }
