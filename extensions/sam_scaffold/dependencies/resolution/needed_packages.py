"""Installed packages that a platform needs, and missing ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..requirements.markers import holds
from ..requirements.requirements_file import parsed
from .lambda_platform import Platform
from .resolved_contents import Distribution


@dataclass(frozen=True, slots=True)
class NeededPackages:
    """Packages that requirements need.

    Attributes:
        names: The canonical names of all packages, including transitive requirements.
        missing: The requirements that are not installed.
    """

    names: frozenset[str]
    missing: tuple[Requirement, ...]


def closure(
    wanted: Iterable[Requirement], installed: Mapping[str, Distribution], platform: Platform
) -> NeededPackages:
    """Follow requirements through installed packages.

    Args:
        wanted: The initial requirements, whose markers hold.
        installed: The packages by canonical name.
        platform: Their platform.
    """
    waiting = [(canonicalize_name(requirement.name), requirement) for requirement in wanted]
    followed: set[tuple[str, str]] = set()
    missing: dict[str, Requirement] = {}
    while waiting:
        name, requirement = waiting.pop()
        found = installed.get(name)
        if found is None:
            missing.setdefault(name, requirement)
            continue
        for extra in ("", *requirement.extras):
            if (name, extra) not in followed:
                followed.add((name, extra))
                waiting += [
                    (canonicalize_name(needed.name), needed)
                    for needed in _needed(found, extra, platform)
                ]
    return NeededPackages(frozenset(name for name, _ in followed), tuple(missing.values()))


def _needed(distribution: Distribution, extra: str, platform: Platform) -> Iterator[Requirement]:
    """Yield the requirements of a package for an extra, or without one if it is empty."""
    for line in distribution.requires:
        requirement = parsed(line)  # old packages have invalid ones
        if requirement and holds(requirement, platform.python, platform.machine, extra):
            yield requirement
