"""Comparison of handler imports before and after a change, in separate processes."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ...application.application import Application
from ...application.function import Function
from ...errors import ScaffoldError
from ...invocation.artifact import Artifact
from ...invocation.interpreter import interpreter, runtimes_folder
from ...invocation.lambda_environment import environment, placed
from .built import Built
from .command_runs import run
from .project_python import ProjectPython

_PROBE = Path(__file__).resolve().with_name("import_probe.py")
_SECONDS = 60
_NEWEST_MINOR = 14
_TASK = "/var/task"
_OPT = "/opt"
_SYSTEM = ("PATH", "SYSTEMROOT")


@dataclass(frozen=True)
class Imported:
    """Result of importing a handler.

    Attributes:
        error: The error, with Lambda's paths; empty on success.
        at: The file that failed, as in Lambda; empty if it is not one of the function's.
        own: The files in Lambda of modules from the artifact and the layers, by name.
        elsewhere: The names of modules from installed packages.
    """

    error: str
    at: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Compared:
    """Differences between the imports of a handler before and after.

    Attributes:
        problems: Imports that now fail or load other files.
        untried: The reason why it can be imported neither before nor after; otherwise empty.
        own: The files in Lambda of the modules that it loads afterwards, by name.
    """

    problems: tuple[str, ...]
    untried: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """Function to import.

    Attributes:
        facts: The application of its template, in one copy.
        function: The function.
        built: Its deployed files.
    """

    facts: Application
    function: Function
    built: Built


@dataclass
class HandlerImporter:
    """Importer of handlers with the Python versions of this machine.

    Attributes:
        projects: The project's Python environments, whose packages are searched last.
        notes: Notes on the interpreters used.
    """

    projects: Sequence[ProjectPython]
    notes: list[str] = field(default_factory=list)
    _found: dict[str, Path] = field(default_factory=dict)

    def compare(self, before: Start, after: Start) -> Compared:
        """Import a handler in both copies with the same interpreter.

        For each environment of the project, the runtime's Python version is tried first, then
        that of the environment, until the unchanged handler can be imported.
        """
        first: Imported | None = None
        used: tuple[Path, ProjectPython] | None = None
        for python, project in self._ways(before.function.runtime):
            found = self._imported(before, python, project)
            if first is None or not found.error:
                first, used = found, (python, project)
            if not found.error:
                break
        if first is None or used is None:
            return Compared((), "no Python is available to import it")
        return _compared(first, self._imported(after, *used))

    def _ways(self, runtime: str) -> Iterator[tuple[Path, ProjectPython]]:
        python = self._python(runtime)
        for project in self.projects:
            if python is not None:
                yield python, project
            if python != project.executable:
                yield project.executable, project

    def _python(self, runtime: str) -> Path | None:
        """Find the Python version of a runtime, or the next newer one."""
        if runtime not in self._found:
            minor = int(runtime.rpartition(".")[2] or 0)
            newer = range(minor, _NEWEST_MINOR + 1)
            found = next((path for path in map(_interpreter, newer) if path), Path(sys.executable))
            if found.name != runtime:
                self.notes.append(
                    f"{runtime} is not installed; handlers were imported with {found}"
                )
            self._found[runtime] = found
        return self._found[runtime]

    def _imported(self, start: Start, python: Path, project: ProjectPython) -> Imported:
        try:
            with tempfile.TemporaryDirectory(prefix="sam-scaffold-import-") as folder:
                return _import(start, python, project, Path(os.path.realpath(folder)))
        except ScaffoldError as error:
            return Imported(str(error))
        except OSError as error:
            return Imported(f"{python} cannot be started: {error.strerror}")


@cache
def _interpreter(minor: int) -> Path | None:
    return interpreter(f"3.{minor}")


def _import(start: Start, python: Path, project: ProjectPython, scratch: Path) -> Imported:
    """Import a handler once.

    Raises:
        ScaffoldError: The template does not define how to start the function.
        OSError: Python cannot be started.
    """
    runtime = start.function.runtime
    variables = _variables(start, scratch)
    module, _, name = start.function.handler.rpartition(".")
    managed = runtimes_folder() / runtime / "lib" / runtime / "site-packages"
    job = {
        "module": module.replace("/", "."),
        "function": name,
        "before": _path(start, variables),
        "after": [str(folder) for folder in (*project.packages, managed)],
        "result": str(scratch / "result.json"),
    }
    (scratch / "job.json").write_text(json.dumps(job), encoding="utf-8")
    command = [str(python), "-I", "-S", "-B", str(_PROBE), str(scratch / "job.json")]
    ended = run(command, start.built.task.folder, variables, _SECONDS)
    if ended.code is None:
        return Imported(f"the import takes longer than {_SECONDS} s")
    try:
        answer = json.loads((scratch / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Imported(f"Python ended with {ended.code}: {ended.last_line}")
    return _read(start.built, answer["error"], answer["files"], answer["modules"])


def _variables(start: Start, home: Path) -> dict[str, str]:
    artifact = Artifact.of(start.facts.file, start.function.logical_id)
    caller = {name: os.environ[name] for name in _SYSTEM if name in os.environ}
    own = environment(artifact, caller)
    runtime = runtimes_folder() / artifact.runtime
    task, opt = start.built.task.folder, start.built.opt.folder
    variables = placed(own, task=task, opt=opt, home=home, runtime=runtime)
    return {**caller, **variables, "AWS_EC2_METADATA_DISABLED": "true"}


def _path(start: Start, variables: Mapping[str, str]) -> list[str]:
    """Return Lambda's search path before Python's own; PYTHONPATH replaces layers."""
    opt = start.built.opt.folder / "python"
    layers = [str(opt / "lib" / start.function.runtime / "site-packages"), str(opt)]
    stated = variables.get("PYTHONPATH")
    return [str(start.built.task.folder), *(stated.split(os.pathsep) if stated else layers)]


def _read(built: Built, error: str, files: Sequence[str], modules: Mapping[str, str]) -> Imported:
    task, opt = str(built.task.folder), str(built.opt.folder)

    def shown(text: str) -> str:
        return text.replace(task, _TASK).replace(opt, _OPT)

    def is_own(file: str) -> bool:
        return Path(file).is_relative_to(task) or Path(file).is_relative_to(opt)

    own = {name: _posix(shown(file)) for name, file in modules.items() if is_own(file)}
    others = {name for name, file in modules.items() if not is_own(file)}
    at = next((_posix(shown(file)) for file in reversed(files) if is_own(file)), "")
    return Imported(shown(error), at, own, frozenset(others))


def _posix(path: str) -> str:
    return path.replace(os.sep, "/")


def _compared(before: Imported, after: Imported) -> Compared:
    if before.error and before.error == after.error:
        at = f" ({before.at})" if before.at else ""
        return Compared((), f"{before.error}{at}", after.own)
    if after.error:
        at = f" ({after.at})" if after.at else ""
        what = "fails differently" if before.error else "can no longer be imported"
        return Compared((f"{what}: {after.error}{at}",))
    problems = [
        f"{name} is now loaded from outside of the function and its layers"
        for name in sorted(before.own.keys() & after.elsewhere)
    ]
    return Compared(tuple(problems), "", after.own)
