"""Errors of failed resolutions, from the output of uv and pip."""

from __future__ import annotations

import re
from collections.abc import Callable

from packaging.requirements import InvalidRequirement, Requirement

from ...errors import ScaffoldError
from .lambda_platform import Platform


class UnreachableError(ScaffoldError):
    """Raised when no resolver or package index can be reached in time."""


_OFFLINE = re.compile(
    r"connection broken|connect(ion)? (error|refused|timed out)|ConnectTimeout|ReadTimeout"
    r"|ProxyError|SSLError|name resolution|resolve host|dns error|Request failed after"
    r"|Failed to fetch|network is unreachable|network connectivity is disabled|Max retries",
    re.IGNORECASE,
)
_UNUSABLE = re.compile(
    r"invalid value '[^']*' for '--python-platform|unexpected argument|no such option|No module"
    r" named pip|No interpreter found"
)

_PIP_LACKS = re.compile(r"satisfies the requirement (.+?) \(from (?:.*\(from )?versions: (.*)\)")
_PIP_CLASH = re.compile(r"Cannot install (.+?) because these package versions have conflicting")
_UV_LACKS = re.compile(r"Because (\S+?) was not found in the package registry")
_UV_NO_VERSION = re.compile(r"there (?:is|are) no versions? of (\S+?)(?: and|,|\.)")
_UV_NO_WHEEL = re.compile(r"(?:only )?(\S+) (?:is available and )?has no (?:usable )?wheels")
_UV_CLASH = re.compile(r"Because (.+?),? we can conclude")

_OR_NOT = "or use pin=false to keep the lines as you wrote them"

Versions = Callable[[str], "list[str] | None"]
"""Function that returns all versions of a package; None if it does not exist."""


def explained(said: str, platform: Platform, versions: Versions) -> ScaffoldError:
    """Convert the output of a failed resolution to a message of one line.

    Args:
        said: The output of the tool.
        platform: The platform of the packages.
        versions: Looks up the versions of a package, as pip does not list those it left out.
    """
    text = " ".join(said.split())
    if _UNUSABLE.search(text):
        return UnreachableError(f"the resolver failed: {_last(said)}.")
    if _OFFLINE.search(text):
        return UnreachableError("the package index cannot be reached; check the network.")
    if found := _PIP_LACKS.search(text):
        return _lacking(found[1], platform, versions)
    if found := _PIP_CLASH.search(text):
        return ScaffoldError(f"{found[1]} are incompatible; loosen one of them, {_OR_NOT}.")
    return _explained_of_uv(text, platform) or ScaffoldError(
        f"the packages cannot be resolved: {_last(said)}; check their names and versions, "
        f"{_OR_NOT}."
    )


def _explained_of_uv(text: str, platform: Platform) -> ScaffoldError | None:
    if found := _UV_NO_WHEEL.search(text):
        return _no_wheel(found[1], platform)
    if found := _UV_LACKS.search(text):
        return _no_package(found[1])
    if found := _UV_NO_VERSION.search(text):
        return _no_version(found[1])
    if found := _UV_CLASH.search(text):
        return ScaffoldError(
            f"the packages are incompatible ({found[1]}); loosen one of them, {_OR_NOT}."
        )
    return None


def _lacking(line: str, platform: Platform, versions: Versions) -> ScaffoldError:
    """Separate what pip reports alike: no package, no version, no wheel."""
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return _no_version(line)
    known = versions(requirement.name)
    if known is None:
        return _no_package(requirement.name)
    if any(requirement.specifier.contains(version, prereleases=True) for version in known):
        return _no_wheel(line, platform)
    return _no_version(line, f" (the newest is {known[0]})" if known else "")


def _no_package(name: str) -> ScaffoldError:
    return ScaffoldError(f"{name} is not in the package index; check its spelling.")


def _no_version(line: str, newest: str = "") -> ScaffoldError:
    return ScaffoldError(f"there is no version {line}{newest}; choose an existing one.")


def _no_wheel(line: str, platform: Platform) -> ScaffoldError:
    glibc = ".".join(map(str, platform.glibc))
    return ScaffoldError(
        f"{line} has no wheel for {platform} (glibc {glibc}); choose another version, {_OR_NOT}."
    )


def _last(said: str) -> str:
    """Return the last line of a tool's output."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["no output"]
    return re.sub(r"^(ERROR|error|cause):\s*", "", lines[-1]).rstrip(".")
