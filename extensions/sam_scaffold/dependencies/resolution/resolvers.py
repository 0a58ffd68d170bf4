"""uv and pip, called to bring wheels for another platform."""

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
"""How long a resolver may take; large wheels are downloaded whole."""

_PATIENCE = {
    "PIP_RETRIES": "1",
    "PIP_DEFAULT_TIMEOUT": "15",
    "UV_HTTP_RETRIES": "1",
    "UV_HTTP_TIMEOUT": "15",
}
"""Without a network nobody wants to wait for minutes."""

_NOT_OURS = {"PIP_REQUIRE_VIRTUALENV": "0"}
"""A user's setting that does not matter where nothing is installed."""

_QUIET = ("--quiet", "--disable-pip-version-check", "--no-input")


@dataclass(frozen=True, slots=True)
class Tool:
    """A resolver.

    Attributes:
        command: How it is called.
        is_uv: Whether it is uv; else it is pip.
    """

    command: tuple[str, ...]
    is_uv: bool

    def bring(self, lines: Sequence[str], folder: Path, platform: Platform) -> list[Distribution]:
        """Bring packages as wheels, and all that they need.

        Args:
            lines: Requirements.
            folder: An empty folder.
            platform: What they are to run on.

        Raises:
            ScaffoldError: It is not possible, see `resolution_errors`.
        """
        if not self.is_uv:
            _refuse_addresses(lines)
        words = _uv(platform) if self.is_uv else _pip(platform)
        done = self._run(*words, str(folder), "--", *lines)
        if done.returncode:
            raise explained(done.stderr, platform, self.versions)
        return in_folder(folder) if self.is_uv else in_wheels(folder)

    def versions(self, name: str) -> list[str] | None:
        """All versions of a package, the newest first; None where there is no such package."""
        said = self._run("index", "versions", name, "--pre", *_QUIET[1:]).stdout
        found = re.search(r"^Available versions: (.*)$", said, re.MULTILINE)
        return None if found is None else found[1].split(", ")

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run it elsewhere: pip imports from the folder that it is run in, uv is configured there.

        So the repository decides neither what runs nor where packages come from; the user's own
        configuration does, as in `sam build`.
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
                f"the package index took more than {SECONDS} seconds; look at the network."
            ) from None
        except OSError as error:
            raise UnreachableError(f"{self.command[0]} cannot be run ({error.strerror}).") from None


def _refuse_addresses(lines: Iterable[str]) -> None:
    """Refuse what pip would build, and so run, though it is to take wheels alone.

    That goes for names in an index, not for addresses, nor for what a wheel there needs in turn
    (measured, 23.2); uv builds nothing. A wheel that needs nothing of the sort is taken.
    """
    for line in lines:
        url = Requirement(line).url
        if url and not urlsplit(url).path.endswith(".whl"):
            raise ScaffoldError(
                f"{line!r} is an address, from which pip would build and run code; install uv, "
                "name a version of an index instead, or give pin=false."
            )


def _uv(platform: Platform) -> list[str]:
    newest = platform.tags[-1].removesuffix(f"_{platform.machine}")
    return [
        "pip", "install", "--quiet", "--only-binary", ":all:", "--python", sys.executable,
        "--python-version", platform.python,
        "--python-platform", f"{platform.machine}-{newest}", "--target",
    ]  # fmt: skip


def _pip(platform: Platform) -> list[str]:
    """Download, as `sam build` does: `install` looks at what this Python may have, too.

    Measured with pip 23.2 under Python 3.11: of what is for 3.12 and newer, it took an old
    version.
    """
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    return [
        "download", *_QUIET, "--only-binary=:all:", "--implementation", "cp",
        "--python-version", platform.python, *tags, "--dest",
    ]  # fmt: skip


def tools() -> Iterator[Tool]:
    """Yield the resolvers that are here, the best first."""
    if uv := shutil.which("uv"):
        yield Tool((uv,), is_uv=True)
    if importlib.util.find_spec("pip") is not None:
        yield Tool((sys.executable, "-m", "pip"), is_uv=False)
    elif pip := shutil.which("pip") or shutil.which("pip3"):
        yield Tool((pip,), is_uv=False)
