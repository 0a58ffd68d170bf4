"""Python interpreters of this machine, and environments like Lambda's runtimes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import ScaffoldError
from ..transaction.files import cache_folder, empty_folder, locked
from .process import finished

PACKAGES = ("awslambdaric", "boto3")
"""Packages that every Python runtime of Lambda includes, with their dependencies."""

PLACES = "PATH and the folders of pyenv, uv, Homebrew and python.org"
"""Places that `interpreter` searches, for messages."""

_FOLDERS = (
    "{pyenv}/versions/{version}*/bin",
    "{home}/.local/share/uv/python/cpython-{version}*/bin",
    "/opt/homebrew/opt/python@{version}/bin",
    "/usr/local/opt/python@{version}/bin",
    "/Library/Frameworks/Python.framework/Versions/{version}/bin",
)

_SECONDS = 60


def interpreter(version: str) -> Path | None:
    """Return the real interpreter of a version such as ``3.12``, with pip.

    `sam build` runs ``python3.12`` from PATH, for which a pyenv shim is not sufficient: it
    may start another version. Therefore, each candidate is run.
    """
    return next((found for found in map(_real, _candidates(version)) if found), None)


def _candidates(version: str) -> Iterator[Path]:
    command = f"python{version}"
    if on_path := shutil.which(command):
        yield _installation(on_path, command)
    yield Path(sys.base_prefix, "bin", command)
    home = Path.home()
    pyenv = os.environ.get("PYENV_ROOT", home / ".pyenv")
    for pattern in _FOLDERS:
        folder = pattern.format(version=version, pyenv=pyenv, home=home)
        for path in sorted(Path("/").glob(folder.lstrip("/")), reverse=True):
            yield path / command


def _installation(executable: str, command: str) -> Path:
    """Return the real path of a command, which may be a shim or in a virtual environment."""
    prefix = _output([executable, "-c", "import sys; print(sys.base_prefix)"])
    return Path(prefix or "/nowhere", "bin", command)


def _real(path: Path) -> Path | None:
    return path if path.exists() and _output([str(path), "-m", "pip", "--version"]) else None


def _output(command: list[str]) -> str:
    """Return an interpreter's output; it runs in an empty folder, as it imports from there."""
    try:
        run = subprocess.run(  # noqa: S603 - trusted arguments
            command,
            cwd=empty_folder(),
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.strip()


def runtimes_folder() -> Path:
    """Return the folder of the managed runtimes, in the user's cache."""
    return cache_folder("runtimes")


def managed(runtime: str, say: Callable[[str], object] | None = None) -> Path:
    """Return the interpreter of a runtime with only the packages that Lambda includes.

    It is a virtual environment in the user's cache, created on first use: if the packages of
    the developer's own Python were found, missing layers would not be noticed.

    Args:
        runtime: ``python3.12``.
        say: Called with a line if this takes a while.

    Raises:
        ScaffoldError: The interpreter is missing, its packages cannot be installed, or the
            system is not supported.
    """
    if not hasattr(os, "wait4"):
        raise ScaffoldError("functions can only be run on Linux and macOS. On Windows, use WSL.")
    folder = runtimes_folder() / runtime
    python = folder / "bin" / "python"
    if not python.exists():
        with locked([folder]):  # several commands may start at once
            if not python.exists():
                _make(folder, runtime, say)
    return python


def home_of(python: Path) -> Path:
    """Return the folder of a managed interpreter's real one, for the PATH of `sam build`."""
    return python.resolve().parent


def _make(folder: Path, runtime: str, say: Callable[[str], object] | None) -> None:
    real = interpreter(runtime.removeprefix("python"))
    if real is None:
        raise ScaffoldError(
            f"no {runtime} with pip found on {PLACES}, but functions of that runtime require it. "
            "Install it."
        )
    if say is not None:
        say(f"Setting up {runtime} as in Lambda, once.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{runtime}-") as temporary:
            new = Path(temporary, runtime)
            _run(runtime, str(real), "-I", "-m", "venv", str(new))
            _run(runtime, str(new / "bin" / "python"), "-I", "-m", "pip", "install", *PACKAGES)
            if folder.exists():  # its interpreter is gone
                shutil.rmtree(folder)
            new.rename(folder)  # in one step: an existing folder is complete
    except OSError as error:
        raise ScaffoldError(
            f"{folder} for {runtime} cannot be written ({error.strerror}). Make it writable."
        ) from None


def _run(runtime: str, *command: str) -> None:
    # pip may be configured for user installs, which virtual environments do not support.
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = finished(command, None, environment)
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        errors = [line for line in lines if line.upper().startswith("ERROR")]
        raise ScaffoldError(
            f"{runtime} cannot be set up as in Lambda ({' and '.join(PACKAGES)} from PyPI): "
            f"{(errors or lines or ['no reason given'])[-1].rstrip('.')}."
        )
