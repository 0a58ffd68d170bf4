"""Finds the tools that judge what is generated: the SAM CLI, cfn-lint, other Pythons."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NO_PYTHON = (
    "no python3.12 with pip found (looked on PATH and in the folders of pyenv, uv, Homebrew "
    "and python.org), and `sam build` runs the interpreter of the template's runtime"
)
NO_SAM = "no sam found, neither beside this Python nor on PATH (pip install aws-sam-cli)"

_FOLDERS = (
    "{pyenv}/versions/{version}*/bin",
    "{home}/.local/share/uv/python/cpython-{version}*/bin",
    "/opt/homebrew/opt/python@{version}/bin",
    "/usr/local/opt/python@{version}/bin",
    "/Library/Frameworks/Python.framework/Versions/{version}/bin",
)


def tool(name: str) -> str | None:
    """A command of this Python's environment, else one on PATH."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def interpreter(version: str) -> Path | None:
    """The real interpreter of a version such as ``3.12``, with pip.

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
    """Where a command that may be a shim or in a virtual environment really lies."""
    prefix = _output([executable, "-c", "import sys; print(sys.base_prefix)"])
    return Path(prefix or "/nowhere", "bin", command)


def _real(path: Path) -> Path | None:
    return path if path.exists() and _output([str(path), "-m", "pip", "--version"]) else None


def _output(command: list[str]) -> str:
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.strip()


def sam_environment(python: Path | None = None) -> dict[str, str]:
    """Variables with which the SAM CLI works offline and without credentials."""
    environment = {
        **os.environ,
        "SAM_CLI_TELEMETRY": "0",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_REGION": "eu-west-1",
    }
    if python is not None:
        environment["PATH"] = f"{python.parent}{os.pathsep}{environment['PATH']}"
    return environment
