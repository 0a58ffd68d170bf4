"""Which of some installed packages a platform needs, and which it lacks."""

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
    """What requirements need.

    Attributes:
        names: The canonical names of all packages, what they need in turn among them.
        missing: What is needed and not installed.
    """

    names: frozenset[str]
    missing: tuple[Requirement, ...]


def closure(
    wanted: Iterable[Requirement], installed: Mapping[str, Distribution], platform: Platform
) -> NeededPackages:
    """Follow requirements through what is installed.

    Args:
        wanted: The requirements to begin with; their markers hold.
        installed: The packages by canonical name.
        platform: Where they are to run.
    """
    waiting = [(canonicalize_name(one.name), one) for one in wanted]
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
                    (canonicalize_name(one.name), one) for one in _needed(found, extra, platform)
                ]
    return NeededPackages(frozenset(name for name, _ in followed), tuple(missing.values()))


def _needed(distribution: Distribution, extra: str, platform: Platform) -> Iterator[Requirement]:
    """Yield what a package needs for one of its extras; what it needs anyway for the empty one."""
    for line in distribution.requires:
        requirement = parsed(line)  # old packages have some that nobody can read
        if requirement and holds(requirement, platform.python, platform.machine, extra):
            yield requirement
