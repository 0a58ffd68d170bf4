"""The tools that judge generated code: the SAM CLI, cfn-lint, other Pythons."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from sam_scaffold.invocation.interpreter import PLACES, interpreter

__all__ = [
    "NO_PYTHON",
    "NO_SAM",
    "PYTEST",
    "interpreter",
    "pytest_environment",
    "sam_environment",
    "tool",
]

NO_PYTHON = (
    f"no python3.12 with pip found (looked on {PLACES}), and `sam build` runs the interpreter "
    "of the template's runtime"
)
NO_SAM = "no sam found, neither beside this Python nor on PATH (pip install aws-sam-cli)"


def tool(name: str) -> str | None:
    """Return the path of a command in this Python's environment, else on PATH."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def sam_environment(python: Path | None = None) -> dict[str, str]:
    """Return variables with which the SAM CLI works offline and without credentials."""
    environment = {
        **os.environ,
        "SAM_CLI_TELEMETRY": "0",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_REGION": "eu-west-1",
    }
    if python is not None:
        environment["PATH"] = f"{python.parent}{os.pathsep}{environment['PATH']}"
    return environment


PYTEST = (sys.executable, "-m", "pytest", "-p", "one_loader", "-p", "no:cacheprovider")
"""Runs generated tests, in the environment below."""

_PLUGIN = Path(__file__).with_name("plugin")


def pytest_environment() -> dict[str, str]:
    """Return variables with which pytest has our plugin and no other: generated tests need none."""
    others = [part for part in (os.environ.get("PYTHONPATH"),) if part]
    environment = {
        **os.environ,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": os.pathsep.join([str(_PLUGIN), *others]),
    }
    environment.pop("PYTEST_ADDOPTS", None)
    return environment
