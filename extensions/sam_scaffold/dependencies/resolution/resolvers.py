"""Calls of uv and pip to download wheels for another platform."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from packaging.requirements import Requirement

from ...errors import ScaffoldError
from ...transaction.files import empty_folder
from .lambda_platform import Platform
from .resolved_contents import Distribution, in_folder, in_wheels
from .resolver_errors import UnreachableError, explained

SECONDS = 300
"""Timeout of a resolver in seconds, as large wheels are downloaded completely."""

_PATIENCE = {
    "PIP_RETRIES": "1",
    "PIP_DEFAULT_TIMEOUT": "15",
    "UV_HTTP_RETRIES": "1",
    "UV_HTTP_TIMEOUT": "15",
}
"""Settings to fail quickly without a network."""

_NOT_OURS = {"PIP_REQUIRE_VIRTUALENV": "0"}
"""Overrides of user settings that are irrelevant, as nothing is installed."""

_QUIET = ("--quiet", "--disable-pip-version-check", "--no-input")


@dataclass(frozen=True, slots=True)
class Tool:
    """Resolver.

    Attributes:
        command: Its command.
        is_uv: Whether it is uv; otherwise it is pip.
    """

    command: tuple[str, ...]
    is_uv: bool

    def bring(self, lines: Sequence[str], folder: Path, platform: Platform) -> list[Distribution]:
        """Download packages as wheels, with all dependencies.

        Args:
            lines: Requirements.
            folder: An empty folder.
            platform: Their platform.

        Raises:
            ScaffoldError: They cannot be resolved, see `resolver_errors`.
        """
        if not self.is_uv:
            _refuse_addresses(lines)
        words = _uv(platform) if self.is_uv else _pip(platform)
        done = self._run(*words, str(folder), "--", *lines)
        if done.returncode:
            raise explained(done.stderr, platform, self.versions)
        return in_folder(folder) if self.is_uv else in_wheels(folder)

    def versions(self, name: str) -> list[str] | None:
        """Return all versions of a package, the newest first; None if it does not exist."""
        said = self._run("index", "versions", name, "--pre", *_QUIET[1:]).stdout
        found = re.search(r"^Available versions: (.*)$", said, re.MULTILINE)
        return None if found is None else found[1].split(", ")

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the tool in an empty folder, as pip imports from it and uv is configured there.

        So not the repository but the user's configuration determines what runs and the index of
        packages, as in `sam build`.
        """
        try:
            return subprocess.run(  # noqa: S603 - our own words, and requirements that were parsed
                [*self.command, *words],
                cwd=empty_folder(),
                env={**os.environ, **_PATIENCE, **_NOT_OURS},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise UnreachableError(
                f"the package index took more than {SECONDS} seconds; check the network."
            ) from None
        except OSError as error:
            raise UnreachableError(f"{self.command[0]} cannot be run ({error.strerror}).") from None


def _refuse_addresses(lines: Iterable[str]) -> None:
    """Refuse URLs that pip would build, and so run, despite ``--only-binary``.

    That option applies to names in an index, not to URLs, nor to dependencies of a wheel there
    (measured, 23.2); uv builds nothing. URLs of wheels are accepted.
    """
    for line in lines:
        url = Requirement(line).url
        if url and not urlsplit(url).path.endswith(".whl"):
            raise ScaffoldError(
                f"{line!r} is an address, from which pip would build and run code; install uv, "
                "name a version in an index instead, or use pin=false."
            )


def _uv(platform: Platform) -> list[str]:
    newest = platform.tags[-1].removesuffix(f"_{platform.machine}")
    return [
        "pip", "install", "--quiet", "--only-binary", ":all:", "--python", sys.executable,
        "--python-version", platform.python,
        "--python-platform", f"{platform.machine}-{newest}", "--target",
    ]  # fmt: skip


def _pip(platform: Platform) -> list[str]:
    """Return a download command, as in `sam build`: `install` also considers this Python.

    Measured with pip 23.2 on Python 3.11: of a package for 3.12 and newer, it installed an old
    version.
    """
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    return [
        "download", *_QUIET, "--only-binary=:all:", "--implementation", "cp",
        "--python-version", platform.python, *tags, "--dest",
    ]  # fmt: skip


def tools() -> Iterator[Tool]:
    """Yield the installed resolvers, the best first."""
    if uv := shutil.which("uv"):
        yield Tool((uv,), is_uv=True)
    if importlib.util.find_spec("pip") is not None:
        yield Tool((sys.executable, "-m", "pip"), is_uv=False)
    elif pip := shutil.which("pip") or shutil.which("pip3"):
        yield Tool((pip,), is_uv=False)
