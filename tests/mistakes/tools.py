"""What each tool says of a repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from generated.toolchain import interpreter, sam_environment, tool

OURS = "sam-scaffold check"
TOOLS = ("cfn-lint", "sam validate --lint", "sam validate", "sam build", OURS)


def verdicts(folder: Path) -> dict[str, str]:
    """The verdict of every tool, by its command: the ids that it names, ``error``, or nothing."""
    return {
        "cfn-lint": _ids(_findings(folder, "cfn-lint", "template.yaml", "--format", "json")),
        "sam validate --lint": _sam(folder, "validate", "--lint"),
        "sam validate": _sam(folder, "validate"),
        "sam build": _sam(folder, "build"),
        OURS: _ids(_findings(folder, "sam-scaffold", "check", "--offline", "--format", "json")),
    }


def _ids(findings: list[dict[str, str]]) -> str:
    """The ids of findings, each once; ours before anything is built, and without network."""
    return ", ".join(sorted({one["Rule"]["Id"] for one in findings}))  # type: ignore[index]


def _findings(folder: Path, name: str, *words: str) -> list[dict[str, str]]:
    run = _run(folder, name, *words)
    found: list[dict[str, str]] = json.loads(run.stdout)
    return found


def _sam(folder: Path, *words: str) -> str:
    return "error" if _run(folder, "sam", *words).returncode else ""


def _run(folder: Path, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = tool(name)
    if command is None:
        raise FileNotFoundError(f"no {name} beside this Python or on PATH")
    return subprocess.run(
        [command, *words],
        cwd=folder,
        env=sam_environment(interpreter("3.12")),
        capture_output=True,
        text=True,
        check=False,
    )
