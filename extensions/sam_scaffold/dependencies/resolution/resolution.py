"""What requirements come to on Lambda: exact versions, their size, what they let one import.

They are brought into a folder that goes away again, by uv where it is on PATH and else by
pip, as wheels alone and for Lambda's platform. Only the real files tell the size.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ...errors import ScaffoldError
from ..packages.installed import import_names_of
from ..requirements.markers import holds
from ..requirements.requirements_file import parsed
from .lambda_platform import Platform
from .needed_packages import closure
from .resolved_contents import Distribution
from .resolver_errors import UnreachableError
from .resolvers import Tool, tools

_ROUNDS = 3
"""How often what the markers of this machine's Python left out is asked for by name."""

_LARGEST = 5
"""How many packages are named where the size matters."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What requirements come to.

    Attributes:
        pins: A requirement a package, ``"numpy==2.1.0"``, all that they need among them; by name.
        size: Bytes unzipped, as `sam build` ships them.
        import_names: What can be imported then; a namespace package by what is in it:
            ``"google.cloud.storage"``.
        largest: The largest packages with their bytes, the largest first.
    """

    pins: tuple[str, ...]
    size: int
    import_names: tuple[str, ...]
    largest: tuple[tuple[str, int], ...]


def resolve(lines: Sequence[str], runtime: str, architecture: str) -> Resolution:
    """Resolve requirements for Lambda; the same ones once a process.

    A package that the runtime has is resolved like any other where another one needs it:
    `sam build` ships it all the same, so it counts.

    Args:
        lines: Requirements as in requirements.txt: ``"httpx>=0.27"``.
        runtime: Lambda's name of it: ``"python3.12"``.
        architecture: ``"x86_64"`` or ``"arm64"``.

    Raises:
        UnreachableError: There is no resolver, or no package index to be reached in time.
        ScaffoldError: A line is no requirement, there is no such package or version, none
            with a wheel for the platform, or they do not go together.
    """
    return _resolve(tuple(lines), Platform.of(runtime, architecture))


@lru_cache(maxsize=64)
def _resolve(lines: tuple[str, ...], platform: Platform) -> Resolution:
    asked = [_parsed(line) for line in lines]
    wanted = [one for one in asked if holds(one, platform.python, platform.machine)]
    if not wanted:
        return Resolution((), 0, (), ())
    return _resolved(wanted, _brought(wanted, platform))


def _parsed(line: str) -> Requirement:
    requirement = parsed(line)
    if requirement is None:
        raise ScaffoldError(
            f"{line!r} is no requirement; write it as in requirements.txt: httpx==0.28.1."
        )
    return requirement


def _brought(wanted: Sequence[Requirement], platform: Platform) -> list[Distribution]:
    """Return what the first tool brings that can: one may know an index that another does not."""
    failures: list[ScaffoldError] = []
    for tool in tools():
        found = _tried(tool, wanted, platform)
        if not isinstance(found, ScaffoldError):
            return found
        failures.append(found)
    refused = [failure for failure in failures if not isinstance(failure, UnreachableError)]
    if refused or failures:
        raise (refused or failures)[-1]
    raise UnreachableError("neither uv nor pip is here to look packages up; install uv.")


def _tried(
    tool: Tool, wanted: Sequence[Requirement], platform: Platform
) -> list[Distribution] | ScaffoldError:
    try:
        return _brought_by(tool, wanted, platform)
    except ScaffoldError as error:
        return error


def _brought_by(
    tool: Tool, wanted: Sequence[Requirement], platform: Platform
) -> list[Distribution]:
    """Return the packages that are needed on the platform, whatever this machine is.

    pip takes the markers of dependencies to be about the Python that it runs in (measured,
    23.2): what it leaves out for that is asked for once more, what it adds is passed over.
    """
    asked = [_bare(one) for one in wanted]
    for _ in range(_ROUNDS):
        with tempfile.TemporaryDirectory(prefix="sam-scaffold-", ignore_cleanup_errors=True) as to:
            found = tool.bring(asked, Path(to), platform)
        needed = closure(wanted, {one.name: one for one in found}, platform)
        if not needed.missing:
            break
        asked += [_bare(one) for one in needed.missing]
    return [one for one in found if one.name in needed.names]


def _bare(requirement: Requirement) -> str:
    """Return a requirement without its marker, which is known to hold."""
    return str(requirement).partition(" ;" if requirement.url else ";")[0]


def _resolved(wanted: Iterable[Requirement], found: Sequence[Distribution]) -> Resolution:
    urls: dict[str, str] = {canonicalize_name(one.name): one.url for one in wanted if one.url}
    sizes = {one.name: one.size for one in found}
    largest = sorted(sizes.items(), key=lambda one: -one[1])
    return Resolution(
        tuple(
            f"{one.name} @ {urls[one.name]}" if one.name in urls else f"{one.name}=={one.version}"
            for one in sorted(found, key=lambda one: one.name)
        ),
        sum(sizes.values()),
        tuple(sorted(import_names_of(path for one in found for path in one.files))),
        tuple(largest[:_LARGEST]),
    )
