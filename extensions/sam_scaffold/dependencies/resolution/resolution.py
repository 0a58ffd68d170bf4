"""Resolution of requirements for Lambda: exact versions, size and import names.

They are installed into a temporary folder, by uv if it is on PATH or else by pip, only from wheels
for Lambda's platform. Only the real files determine the size.
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
"""Maximum number of attempts to add packages that this machine's markers left out."""

_LARGEST = 5
"""Number of largest packages that are listed."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Resolved requirements.

    Attributes:
        pins: A pinned requirement for each package, ``"numpy==2.1.0"``, including transitive
            ones, sorted by name.
        size: The unzipped size in `sam build`, in bytes.
        import_names: The import names, dotted in namespaces: ``"google.cloud.storage"``.
        largest: The largest packages with their size in bytes, the largest first.
    """

    pins: tuple[str, ...]
    size: int
    import_names: tuple[str, ...]
    largest: tuple[tuple[str, int], ...]


def resolve(lines: Sequence[str], runtime: str, architecture: str) -> Resolution:
    """Resolve requirements for Lambda; results are cached in the process.

    A dependency that the runtime has is resolved like any other: `sam build` still includes it,
    so it counts.

    Args:
        lines: Requirements as in requirements.txt: ``"httpx>=0.27"``.
        runtime: The Lambda runtime: ``"python3.12"``.
        architecture: ``"x86_64"`` or ``"arm64"``.

    Raises:
        UnreachableError: No resolver is installed, or no package index responds in time.
        ScaffoldError: A line is not a requirement, a package or version does not exist or
            has no wheel for the platform, or versions are incompatible.
    """
    return _resolve(tuple(lines), Platform.of(runtime, architecture))


@lru_cache(maxsize=64)
def _resolve(lines: tuple[str, ...], platform: Platform) -> Resolution:
    asked = [_parsed(line) for line in lines]
    wanted = [
        requirement
        for requirement in asked
        if holds(requirement, platform.python, platform.machine)
    ]
    if not wanted:
        return Resolution((), 0, (), ())
    return _resolved(wanted, _brought(wanted, platform))


def _parsed(line: str) -> Requirement:
    requirement = parsed(line)
    if requirement is None:
        raise ScaffoldError(
            f"{line!r} is not a requirement; write it as in requirements.txt: httpx==0.28.1."
        )
    return requirement


def _brought(wanted: Sequence[Requirement], platform: Platform) -> list[Distribution]:
    """Return the result of the first tool that succeeds, as they may use different indexes."""
    failures: list[ScaffoldError] = []
    for tool in tools():
        found = _tried(tool, wanted, platform)
        if not isinstance(found, ScaffoldError):
            return found
        failures.append(found)
    refused = [failure for failure in failures if not isinstance(failure, UnreachableError)]
    if refused or failures:
        raise (refused or failures)[-1]
    raise UnreachableError("neither uv nor pip is installed to resolve packages; install uv.")


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
    """Return the packages that the platform needs, independent of this machine.

    pip evaluates the markers of dependencies for its own Python (measured, 23.2): packages that
    it leaves out are requested once more, and those that it adds are ignored.
    """
    asked = [_bare(requirement) for requirement in wanted]
    for _ in range(_ROUNDS):
        with tempfile.TemporaryDirectory(prefix="sam-scaffold-", ignore_cleanup_errors=True) as to:
            found = tool.bring(asked, Path(to), platform)
        needed = closure(
            wanted, {distribution.name: distribution for distribution in found}, platform
        )
        if not needed.missing:
            break
        asked += [_bare(requirement) for requirement in needed.missing]
    return [distribution for distribution in found if distribution.name in needed.names]


def _bare(requirement: Requirement) -> str:
    """Return a requirement without its marker, which is known to hold."""
    return str(requirement).partition(" ;" if requirement.url else ";")[0]


def _resolved(wanted: Iterable[Requirement], found: Sequence[Distribution]) -> Resolution:
    urls: dict[str, str] = {
        canonicalize_name(requirement.name): requirement.url
        for requirement in wanted
        if requirement.url
    }
    sizes = {distribution.name: distribution.size for distribution in found}
    largest = sorted(sizes.items(), key=lambda item: -item[1])
    return Resolution(
        tuple(
            f"{distribution.name} @ {urls[distribution.name]}"
            if distribution.name in urls
            else f"{distribution.name}=={distribution.version}"
            for distribution in sorted(found, key=lambda distribution: distribution.name)
        ),
        sum(sizes.values()),
        tuple(
            sorted(import_names_of(path for distribution in found for path in distribution.files))
        ),
        tuple(largest[:_LARGEST]),
    )
