"""Imports handlers as Lambda would, before and after a change, in processes of their own."""

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
    """How importing a handler ended.

    Attributes:
        error: Why it failed, with Lambda's paths; empty where it did not.
        at: The file that failed, as in Lambda; empty where that is none of the function's.
        own: The files in Lambda of the modules that came from the artifact and the layers.
        elsewhere: The names of the modules that came from installed packages.
    """

    error: str
    at: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Compared:
    """What importing a handler before and after says.

    Attributes:
        problems: What fails or is found elsewhere since, in words.
        untried: Why it could be imported neither before nor after; empty where it could.
        own: The files in Lambda of the modules that it loads afterwards, by name.
    """

    problems: tuple[str, ...]
    untried: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """A function that is to be imported.

    Attributes:
        facts: What is known of its template, in one copy.
        function: The function.
        built: What Lambda sees of it.
    """

    facts: Application
    function: Function
    built: Built


@dataclass
class HandlerImporter:
    """Imports handlers with the Pythons of this machine.

    Attributes:
        projects: The project's Pythons, whose packages are found last.
        notes: What is to be said of how it was done.
    """

    projects: Sequence[ProjectPython]
    notes: list[str] = field(default_factory=list)
    _found: dict[str, Path] = field(default_factory=dict)

    def compare(self, before: Start, after: Start) -> Compared:
        """Import a handler in both copies, the second one as the first one could be.

        The runtime's own Python is taken, with each of the project's packages in turn, then
        the Python that these were installed for, until the handler can be imported as it was.
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
            return Compared((), "there is no Python to import it with")
        return _compared(first, self._imported(after, *used))

    def _ways(self, runtime: str) -> Iterator[tuple[Path, ProjectPython]]:
        python = self._python(runtime)
        for project in self.projects:
            if python is not None:
                yield python, project
            if python != project.executable:
                yield project.executable, project

    def _python(self, runtime: str) -> Path | None:
        """Find the Python of a runtime, or the next newer one."""
        if runtime not in self._found:
            minor = int(runtime.rpartition(".")[2] or 0)
            newer = range(minor, _NEWEST_MINOR + 1)
            found = next((one for one in map(_interpreter, newer) if one), Path(sys.executable))
            if found.name != runtime:
                self.notes.append(f"{runtime} is not here; handlers were imported with {found}")
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
        ScaffoldError: The template does not say how the function is started.
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
        "after": [str(one) for one in (*project.packages, managed)],
        "result": str(scratch / "result.json"),
    }
    (scratch / "job.json").write_text(json.dumps(job), encoding="utf-8")
    command = [str(python), "-I", "-S", "-B", str(_PROBE), str(scratch / "job.json")]
    ended = run(command, start.built.task.folder, variables, _SECONDS)
    if ended.code is None:
        return Imported(f"it takes longer than {_SECONDS} s to import")
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
    """Return what Lambda searches before Python's own folders; PYTHONPATH replaces layers."""
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
        what = "fails in another way" if before.error else "cannot be imported any more"
        return Compared((f"{what}: {after.error}{at}",))
    problems = [
        f"{name} is now found outside of the function and its layers"
        for name in sorted(before.own.keys() & after.elsewhere)
    ]
    return Compared(tuple(problems), "", after.own)
