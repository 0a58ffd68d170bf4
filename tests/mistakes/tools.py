"""The findings of each tool in a repository."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryFile

from generated.toolchain import interpreter, sam_environment

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
    return ", ".join(sorted({finding["Rule"]["Id"] for finding in findings}))  # type: ignore[index]


def _findings(folder: Path, name: str, *words: str) -> list[dict[str, str]]:
    _, said = _run(folder, name, *words)
    found: list[dict[str, str]] = json.loads(said)
    return found


def _sam(folder: Path, *words: str) -> str:
    code, _ = _run(folder, "sam", *words)
    return "error" if code else ""


def _run(folder: Path, name: str, *words: str) -> tuple[int, str]:
    """Run a command in a fork of this process; its exit code and what it prints.

    The modules of the commands are imported once, which takes half the time of each.
    """
    main = _main(name)
    with TemporaryFile() as out:
        process = os.fork()
        if not process:
            os._exit(_in_fork(folder, main, (name, *words), out.fileno()))
        _, status = os.waitpid(process, 0)
        out.seek(0)
        return os.waitstatus_to_exitcode(status), out.read().decode()


def _in_fork(folder: Path, main: Callable[[], object], words: Sequence[str], out: int) -> int:
    """Do as the script of a command does, without a way back into what called it."""
    os.dup2(out, 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
    os.chdir(folder)
    os.environ.update(sam_environment(interpreter("3.12")))
    sys.argv = list(words)
    code: object = 1
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - Python would end with 1, too
        return 1
    sys.stdout.flush()
    return code if isinstance(code, int) else int(bool(code))


@cache
def _main(name: str) -> Callable[[], object]:
    """Return the function that a command's script calls, with all modules of it imported."""
    entry = next(
        entry_point
        for entry_point in entry_points(group="console_scripts")
        if entry_point.name == name
    )
    for module in _LATE.get(name, ()):
        import_module(module)
    found: Callable[[], object] = entry.load()
    return found


_LATE = {
    "sam": ("samcli.commands.validate.validate", "samcli.commands.build.build_context"),
    "sam-scaffold": ("sam_scaffold.checking.pipeline",),
}
"""Modules that commands import once they know what to do."""
