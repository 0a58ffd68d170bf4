"""Requirements of the extras of distributions, from their metadata."""

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
    """Return the requirements of the extras of the distributions in a folder.

    Args:
        folder: A folder into which pip installed.
        python: The Python that markers are for: ``3.12``.
        machine: ``x86_64``, or ``arm64``.
    """
    found: Extras = {}
    for distribution in distributions(path=[str(folder)]):
        found.update(_extras_of(distribution, python, machine))
    return found


def extras_here(names: Iterable[str], *, python: str, machine: str) -> Extras:
    """Return the requirements of extras of distributions in our own environment.

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
        distribution = Distribution.from_name(name)
    except (PackageNotFoundError, ValueError):
        return {}
    return _extras_of(distribution, python, machine)


def _extras_of(distribution: Distribution, python: str, machine: str) -> Extras:
    """Return the requirements of a distribution's extras; empty if it cannot be read."""
    try:
        metadata, lines = distribution.metadata, distribution.requires or ()
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
