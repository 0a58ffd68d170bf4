"""Measurement of the times."""

from __future__ import annotations

import gc
import io
import itertools
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from templates_by_feature import SNIPPET

from generated.projects import commit, committed_checkout
from generated.toolchain import NO_SAM, tool
from sam_scaffold.document import Document
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import merge

from .checked import checks
from .figures import Figures, Sizes, Updates
from .migrated import migrations
from .subjects import (
    cookiecutter,
    fresh_copy,
    function_name,
    part_of,
    repository,
    sam_template,
    two_versions,
    with_functions,
)

SMALL, LARGE = 2_500, 50_000
RUNS = 11
MERGE_RUNS = 21
UPDATE_RUNS = 2
PLAIN_UPDATES = 8
STATUS_RUNS = 3
MANY = 100
COUNTS = (20, 50, MANY, 300)
NAME = "settlement_importer"
DATA = ["-d", "trigger=sqs", "-d", "description=Imports settlements"]


def figures(folder: Path, say: Callable[[str], None]) -> Figures:
    """Measure everything, in a temporary folder."""
    say("the merge, in process")
    ours, theirs = merges()
    say("whole processes")
    environment = _environment(folder)
    scaffold, copier, sam, files = processes(folder, environment)
    listing, completion = starts(folder / "copy", environment)
    say("updates of all functions")
    updates = all_updates(folder / "updates", environment)
    say("the check")
    checked = checks(
        folder / "checks",
        _tool("cfn-lint"),
        _tool("sam-scaffold"),
        lambda command, place: _timed(command, place, environment, fails=True),
    )
    say("migrations of a monolith")
    planned = migrations(
        folder / "migrations",
        [_tool("sam-scaffold")],
        lambda command, place: _timed(command, place, environment),
    )
    return Figures(
        scaffold=scaffold,
        copier=copier,
        sam=sam,
        listing=listing,
        completion=completion,
        lines=sam_template(SMALL).count("\n"),
        files=files,
        merge=ours,
        ruamel=theirs,
        updates=updates,
        checks=checked,
        migrations=planned,
        machine=machine(),
    )


# --- Whole processes ----------------------------------------------------------


def _environment(folder: Path) -> dict[str, str]:
    """The environment of all commands, which keep byte code as they do where a user has them."""
    inherited = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return {
        **inherited,
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "SAM_CLI_TELEMETRY": "0",
    }


def processes(
    folder: Path, around: dict[str, str]
) -> tuple[list[float], list[float], list[float], int]:
    """Seconds of each run of the three commands, and how many files they make."""
    template = committed_checkout(folder / "template")
    before, copy = folder / "before", folder / "copy"
    repository(before, SMALL)
    commit(before)
    sam_source = folder / "cookiecutter"
    environment = {**around, "SAM_SCAFFOLD_TEMPLATE": str(template)}
    commands = {
        "scaffold": [_tool("sam-scaffold"), "add", "function", NAME, *DATA, "--defaults"],
        "copier": [
            _tool("copier"), "copy", "--trust", "-T", "--defaults", "--vcs-ref", "HEAD",
            "-d", "kind=function", "-d", f"name={NAME}", *DATA, str(template), ".",
        ],
        "sam": [
            _tool("sam"), "init", "--no-interactive", "--no-input",
            "--location", str(sam_source), "--name", NAME,
        ],
    }  # fmt: skip

    _timed(commands["scaffold"], fresh_copy(before, copy), environment)
    made = _new_files(before, copy)
    cookiecutter(sam_source, NAME, made)
    for command in commands.values():  # once for nothing: byte code, disk cache
        _timed(command, fresh_copy(before, copy), environment)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            times[name].append(_timed(command, fresh_copy(before, copy), environment))
    return times["scaffold"], times["copier"], times["sam"], len(made)


def starts(folder: Path, environment: dict[str, str]) -> tuple[list[float], list[float]]:
    """Seconds of ``list`` and of the completion of a command's options, in a repository."""
    program = _tool("sam-scaffold")
    words = {"COMP_WORDS": "sam-scaffold add function --", "COMP_CWORD": "3"}
    asking = {**environment, "_SAM_SCAFFOLD_COMPLETE": "bash_complete", **words}
    runs = [
        (_timed([program, "list"], folder, environment), _timed([program], folder, asking))
        for _ in range(RUNS + 1)
    ]
    return [listing for listing, _ in runs[1:]], [completion for _, completion in runs[1:]]


def _tool(name: str) -> str:
    found = tool(name)
    if found is None:
        sys.exit(NO_SAM if name == "sam" else f"no {name} found beside this Python")
    return found


def _timed(
    command: list[str], folder: Path, environment: dict[str, str], *, fails: bool = False
) -> float:
    """Seconds that a command takes; one that fails ends everything, unless it may."""
    start = time.perf_counter()
    run = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if run.returncode and not fails:
        sys.exit(f"{' '.join(command)}\n{run.stdout}{run.stderr}")
    return seconds


def _new_files(before: Path, after: Path) -> dict[str, str]:
    return {
        path.relative_to(after).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(after.rglob("*"))
        if path.is_file() and not (before / path.relative_to(after)).exists()
    }


# --- Updates ---------------------------------------------------------------------


def all_updates(folder: Path, around: dict[str, str]) -> Updates:
    """Times of ``update --all``, and of plain ``copier update`` for each function."""
    template = two_versions(folder / "template")
    environment = {**around, "SAM_SCAFFOLD_TEMPLATE": str(template)}
    repositories = [folder / str(count) for count in COUNTS]
    with_functions(repositories, COUNTS, environment)
    command = [_tool("sam-scaffold"), "update", "--all", "--to", "v1.1.0"]
    copy = folder / "copy"
    _timed(command, fresh_copy(repositories[0], copy), environment)  # once for nothing
    runs: list[list[float]] = [[] for _ in COUNTS]
    for run in range(UPDATE_RUNS):
        for number, before in enumerate(repositories):
            if run == 0 or COUNTS[number] <= MANY:
                runs[number].append(_timed(command, fresh_copy(before, copy), environment))
    status = [
        _timed([command[0], "status"], repositories[COUNTS.index(MANY)], environment, fails=True)
        for _ in range(STATUS_RUNS + 1)
    ][1:]  # the first one renders and records
    plain = _plain_updates(fresh_copy(repositories[1], copy), PLAIN_UPDATES, environment)
    return Updates(COUNTS, runs, plain, MANY, status)


def _plain_updates(folder: Path, count: int, environment: dict[str, str]) -> list[float]:
    times = []
    for number in range(count):
        answers = f"{part_of(number)}/.scaffold/functions/{function_name(number)}/answers.yml"
        command = [
            _tool("copier"), "update", "--skip-answered", "--defaults", "--trust",
            "--answers-file", answers, "--vcs-ref", "v1.1.0",
        ]  # fmt: skip
        times.append(_timed(command, folder, environment))
        commit(folder)
    return times


# --- In process ---------------------------------------------------------------


def merges() -> tuple[Sizes, Sizes]:
    """Times of our merge and of ruamel.yaml's load, insert and dump."""
    small, large = (sam_template(lines).encode() for lines in (SMALL, LARGE))
    sizes = (small.count(b"\n"), large.count(b"\n"))
    ours: tuple[list[float], list[float]] = ([], [])
    theirs: tuple[list[float], list[float]] = ([], [])
    _merged(small)
    for run in range(MERGE_RUNS):
        ours[0].append(_seconds(_merged, small))
        if run % 3 == 0:
            ours[1].append(_seconds(_merged, large))
            theirs[0].append(_seconds(_dumped, small))
    theirs[1].append(_seconds(_dumped, large))  # once: it takes many seconds
    return Sizes(*sizes, *ours), Sizes(*sizes, *theirs)


def _seconds(work: Callable[[bytes], bytes], data: bytes) -> float:
    gc.collect()
    start = time.perf_counter()
    work(data)
    return time.perf_counter() - start


_numbers = itertools.count()


def _merged(data: bytes) -> bytes:
    # A snippet that was parsed under the same name would come from a cache.
    snippet = Snippet.parse(f"snippet_{next(_numbers)}.yaml", SNIPPET)
    return merge(Document.parse("template.yaml", data), snippet).document.encode()


def _dumped(data: bytes) -> bytes:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    template: Any = yaml.load(data)
    for section, entries in yaml.load(SNIPPET).items():
        template[section].update(entries)
    result = io.BytesIO()
    yaml.dump(template, result)
    return result.getvalue()


# --- The machine --------------------------------------------------------------


def machine() -> dict[str, str]:
    """Return a description of the machine."""
    packages = ("copier", "ruamel.yaml", "PyYAML", "aws-sam-cli", "sam-scaffold")
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
    return {
        "Date": datetime.now(timezone.utc).date().isoformat(),
        "CPU": f"{_cpu()}, {os.cpu_count()} cores",
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "Packages": ", ".join(f"{name} {version(name)}" for name in packages),
        "git": git.stdout.removeprefix("git version ").strip(),
    }


def _cpu() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    if platform.system() == "Darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return platform.processor() or platform.machine()
