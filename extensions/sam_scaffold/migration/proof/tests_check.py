"""Runs a repository's tests before and after a change, and tells which were lost."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import ScaffoldError, some
from ..pytest_settings.pytest_command import PytestCommand, pytest_command
from .command_runs import run
from .project_python import ProjectPython
from .pytest_probe import ORIGINAL, RESULTS

_PLUGIN = Path(__file__).resolve().with_name("pytest_probe.py")
_NO_TESTS = 5
"""What pytest ends with where it found none.

https://docs.pytest.org/en/stable/reference/exit-codes.html
"""

_OF_WORKERS = "PYTEST_XDIST_"
_WAY_OUT = "give --no-tests to go without them"
_WHOLLY = ("--continue-on-collection-errors", "--maxfail=0")
"""Words under which one test has no bearing on whether another one runs."""

_WITH_PATH = ("-c", "--rootdir", "--confcutdir", "--cov", "--cov-config", "--ignore", "--junitxml")
_MOST_ALONE = 100
"""Tests that are run again; what loses more is not by chance."""

_COPY = "{copy}"
"""Stands for the folder of a copy, which values of a test's parameters may name."""


@dataclass(frozen=True)
class Verdict:
    """What a repository's tests say of a change.

    Attributes:
        before: How many passed before.
        after: How many of all passed afterwards.
        lost: Those that passed before and do not afterwards.
        notes: What is to be said besides.
    """

    before: int
    after: int
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Run:
    """What one run came to.

    Attributes:
        outcomes: ``passed``, ``skipped`` or ``failed`` for each test.
        foreign: Modules of the original repository that were loaded.
        reasons: Why files cannot be collected.
        code: What pytest ended with.
        last_line: The last that it said.
    """

    outcomes: Mapping[str, str]
    foreign: tuple[str, ...]
    reasons: tuple[str, ...]
    code: int | None
    last_line: str

    @property
    def passed(self) -> frozenset[str]:
        return frozenset(name for name, one in self.outcomes.items() if one == "passed")

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(name for name, one in self.outcomes.items() if one == "failed")


@dataclass(frozen=True)
class Suite:
    """Runs the tests of copies of a repository.

    Attributes:
        repository: The repository itself, which no test may load modules from.
        projects: Its Pythons, the likeliest first.
        caller: The environment of the command.
        say: Gets a line for each run.
    """

    repository: Path
    projects: Sequence[ProjectPython]
    caller: Mapping[str, str]
    say: Callable[[str], object]

    def compare(self, before: Path, after: Path) -> Verdict:
        """Run all tests in both copies, and those that fail since once more, by themselves.

        Args:
            before: The copy as the repository is.
            after: The copy with the change.

        Raises:
            ScaffoldError: They cannot be run, none passes, or they test the original.
        """
        python = next((project for project in self.projects if project.has("pytest")), None)
        if python is None:
            places = some([str(project.executable) for project in self.projects])
            raise ScaffoldError(f"no Python of the project has pytest ({places}); {_WAY_OUT}.")
        one = _Tests(self, python, pytest_command(before))
        self.say(f"Running the tests as they are, with {python.executable}.")
        first = one.run(before)
        if first.code == _NO_TESTS and not first.outcomes:
            return Verdict(0, 0, notes=("the repository has no tests that pytest finds",))
        _check_usable(first, one.named)
        self.say(f"Running the tests after the change; {len(first.passed)} passed before.")
        second = one.run(after)
        lost = [name for name in first.outcomes if name in first.passed - second.passed]
        kept = one.kept(before, after, [name for name in lost if name in second.outcomes])
        really = tuple(name for name in lost if name not in kept)
        return Verdict(len(first.passed), len(second.passed | kept), really, _notes(first, kept))


def _notes(first: _Run, kept: frozenset[str]) -> tuple[str, ...]:
    flaky = sorted(kept)
    notes = []
    if first.failed:
        notes.append(f"{len(first.failed)} tests fail as it is: {some(first.failed)}")
    if flaky:
        notes.append(f"{len(flaky)} tests pass now and then: {some(flaky)}")
    return tuple(notes)


def _check_usable(first: _Run, named: str) -> None:
    """Refuse tests that say nothing of a change.

    Raises:
        ScaffoldError: They do not.
    """
    if first.foreign:
        raise ScaffoldError(
            f"tests load {some(first.foreign)} of the repository itself and not of the copy, so "
            f"that they say nothing of the change; make the path relative, or {_WAY_OUT}."
        )
    if not first.outcomes:
        said = f": {first.last_line}" if first.last_line else ""
        raise ScaffoldError(f"{named} ended with {first.code}{said}; mend it, or {_WAY_OUT}.")
    if not first.passed:
        what = f" ({': '.join((first.failed[0], *first.reasons[:1]))})" if first.failed else ""
        raise ScaffoldError(
            f"none of {len(first.outcomes)} tests passes as it is{what}; mend them, or {_WAY_OUT}."
        )


@dataclass(frozen=True)
class _Tests:
    """The tests, and the Python and the words that they run with."""

    suite: Suite
    python: ProjectPython
    command: PytestCommand

    @property
    def named(self) -> str:
        """Return the command as messages call it."""
        return " ".join((self.python.executable.name, "-m pytest", *self.command.words))

    def run(self, copy: Path, nodes: Sequence[str] = ()) -> _Run:
        """Run some tests of a copy, or all."""
        real = os.path.realpath(copy)
        with tempfile.TemporaryDirectory(prefix="sam-scaffold-tests-") as results:
            ended = run(
                [str(self.python.executable), "-m", "pytest", "-p", _PLUGIN.stem]
                + ["-o", f"cache_dir={results}/cache"]
                + [*self._words(Path(real), is_all=not nodes), *_WHOLLY]
                + [node.replace(_COPY, real) for node in nodes],
                Path(real, self.command.folder),
                self._variables(Path(real), Path(results)),
            )
            noted, foreign, reasons = _read(Path(results))
        outcomes = {name.replace(real, _COPY): one for name, one in noted.items()}
        return _Run(outcomes, foreign, reasons, ended.code, ended.last_line)

    def _words(self, copy: Path, *, is_all: bool) -> list[str]:
        """Return the repository's own words for pytest, without paths if tests are named."""
        words = self.command.words
        folder = copy / self.command.folder
        return [
            word
            for word, previous in zip(words, ["", *words], strict=False)
            if is_all or previous in _WITH_PATH or not (folder / word.partition("::")[0]).exists()
        ]

    def kept(self, before: Path, after: Path, failed: Sequence[str]) -> frozenset[str]:
        """Return which of some failed tests do not fail for the change.

        Those pass when they are run again, or fail then in the repository as it is.
        """
        if not 0 < len(failed) <= _MOST_ALONE:
            return frozenset()
        alone = self.run(after, failed).passed
        left = [name for name in failed if name not in alone]
        again = self.run(before, left) if left else None
        return alone | frozenset(again.failed if again else ())

    def _variables(self, copy: Path, results: Path) -> dict[str, str]:
        plugin = results / "plugin"
        plugin.mkdir()
        (plugin / _PLUGIN.name).write_bytes(_PLUGIN.read_bytes())  # beside no other module
        stated = dict(self.command.variables)
        path = [str(plugin), *self._python_path(copy, stated.pop("PYTHONPATH", ""))]
        own = {RESULTS: str(results), ORIGINAL: os.path.realpath(self.suite.repository)}
        # Who is a worker of pytest-xdist has said so to all that it starts.
        caller = {k: v for k, v in self.suite.caller.items() if not k.startswith(_OF_WORKERS)}
        return {
            **caller,
            **stated,
            **own,
            "PYTHONPATH": os.pathsep.join(path),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _python_path(self, copy: Path, stated: str) -> list[str]:
        """Return PYTHONPATH with the copy's folders in the place of the repository's own.

        An editable install names these; what is on PYTHONPATH is found before it.
        """
        given = self.suite.caller.get("PYTHONPATH", "")
        listed = [one for text in (stated, given) for one in text.split(os.pathsep) if one]
        base = Path(os.path.realpath(self.suite.repository))
        every = [*map(Path, listed), *self.python.editable()]
        real = [Path(os.path.realpath(one)) if one.is_absolute() else one for one in every]
        moved = [copy / one.relative_to(base) if one.is_relative_to(base) else one for one in real]
        return list(dict.fromkeys(map(str, moved)))


def _read(results: Path) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """Read what the plugin noted in each process."""
    outcomes: dict[str, str] = {}
    foreign: dict[str, None] = {}
    reasons: dict[str, None] = {}
    for file in sorted(results.glob("*.json")):
        noted = json.loads(file.read_text(encoding="utf-8"))
        outcomes.update(noted["tests"])
        foreign.update(dict.fromkeys(noted["foreign"]))
        reasons.update(dict.fromkeys(noted["reasons"]))
    return outcomes, tuple(foreign), tuple(reasons)
