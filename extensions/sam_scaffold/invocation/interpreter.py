"""The Pythons of this machine, and those that are set up as Lambda's runtimes are."""

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
"""What every Python runtime of Lambda's brings; their dependencies come with them."""

PLACES = "PATH and the folders of pyenv, uv, Homebrew and python.org"
"""Where `interpreter` looks, for messages."""

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

    `sam build` runs ``python3.12`` from PATH, and a shim of pyenv does not do: it may
    stand for another version. So every candidate is asked what it is.
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
    """Return where a command that may be a shim or in a virtual environment really lies."""
    prefix = _output([executable, "-c", "import sys; print(sys.base_prefix)"])
    return Path(prefix or "/nowhere", "bin", command)


def _real(path: Path) -> Path | None:
    return path if path.exists() and _output([str(path), "-m", "pip", "--version"]) else None


def _output(command: list[str]) -> str:
    """Return what an interpreter says; it imports from the folder that it is run in."""
    try:
        run = subprocess.run(  # noqa: S603 - our own words
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
    """Return where the managed runtimes lie, in the user's cache."""
    return cache_folder("runtimes")


def managed(runtime: str, say: Callable[[str], object] | None = None) -> Path:
    """Return the interpreter of a runtime with what Lambda brings along, and nothing else.

    A virtual environment in the user's cache, made when it is first asked for: the packages
    of the developer's own Python must not be found, or missing layers would not be missed.

    Args:
        runtime: ``python3.12``.
        say: Gets a line where that takes a while.

    Raises:
        ScaffoldError: The interpreter is not here, its packages cannot be installed, or the
            system has no processes as they are in Lambda.
    """
    if not hasattr(os, "wait4"):
        raise ScaffoldError("functions run on Linux and macOS alone; on Windows use WSL.")
    folder = runtimes_folder() / runtime
    python = folder / "bin" / "python"
    if not python.exists():
        with locked([folder]):  # several commands may be the first one
            if not python.exists():
                _make(folder, runtime, say)
    return python


def home_of(python: Path) -> Path:
    """The folder of the real interpreter behind a managed one; `sam build` needs it on PATH."""
    return python.resolve().parent


def _make(folder: Path, runtime: str, say: Callable[[str], object] | None) -> None:
    real = interpreter(runtime.removeprefix("python"))
    if real is None:
        raise ScaffoldError(
            f"no {runtime} with pip found (looked on {PLACES}), and functions of that runtime "
            "run on it; install it and try again."
        )
    if say is not None:
        say(f"Setting up {runtime} as Lambda has it, once.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{runtime}-") as temporary:
            new = Path(temporary, runtime)
            _run(runtime, str(real), "-I", "-m", "venv", str(new))
            _run(runtime, str(new / "bin" / "python"), "-I", "-m", "pip", "install", *PACKAGES)
            if folder.exists():  # its interpreter is gone
                shutil.rmtree(folder)
            new.rename(folder)  # in one step: what is there is whole
    except OSError as error:
        raise ScaffoldError(
            f"{folder} cannot be written: {error.strerror}; it is where {runtime} is set up."
        ) from None


def _run(runtime: str, *command: str) -> None:
    # A user's pip may be set to install for the user, which no virtual environment allows.
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = finished(command, None, environment)
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        errors = [line for line in lines if line.upper().startswith("ERROR")]
        raise ScaffoldError(
            f"{runtime} cannot be set up as Lambda has it ({' and '.join(PACKAGES)} from PyPI): "
            f"{(errors or lines or ['no reason given'])[-1].rstrip('.')}."
        )
