"""Comparison of a repository's test results before and after a change."""

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
"""Exit code of pytest if it finds no tests.

https://docs.pytest.org/en/stable/reference/exit-codes.html
"""

_OF_WORKERS = "PYTEST_XDIST_"
_WAY_OUT = "use --no-tests to skip them"
_WHOLLY = ("--continue-on-collection-errors", "--maxfail=0")
"""Options under which the result of a test does not affect whether others run."""

_WITH_PATH = ("-c", "--rootdir", "--confcutdir", "--cov", "--cov-config", "--ignore", "--junitxml")
_MOST_REPEATED = 100
"""Maximum number of failed tests that are run again; more are not flaky."""

_COPY = "{copy}"
"""Placeholder for the folder of a copy, which test parameters may contain."""


@dataclass(frozen=True)
class Verdict:
    """Test results before and after a change.

    Attributes:
        before: The number of tests that passed before.
        after: The number of all tests that passed afterwards.
        lost: The tests that passed only before.
        notes: Further notes.
    """

    before: int
    after: int
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Run:
    """Result of one run.

    Attributes:
        outcomes: ``passed``, ``skipped`` or ``failed`` for each test.
        foreign: Modules of the original repository that were loaded.
        reasons: The reasons why files cannot be collected.
        code: The exit code of pytest.
        last_line: The last line of its output.
    """

    outcomes: Mapping[str, str]
    foreign: tuple[str, ...]
    reasons: tuple[str, ...]
    code: int | None
    last_line: str

    @property
    def passed(self) -> frozenset[str]:
        return frozenset(name for name, outcome in self.outcomes.items() if outcome == "passed")

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(name for name, outcome in self.outcomes.items() if outcome == "failed")


@dataclass(frozen=True)
class Suite:
    """Test suite of a repository, which is run in copies of it.

    Attributes:
        repository: The repository itself, from which no test may load modules.
        projects: Its Python environments, the likeliest first.
        caller: The environment of the command.
        say: Called with the progress.
    """

    repository: Path
    projects: Sequence[ProjectPython]
    caller: Mapping[str, str]
    say: Callable[[str], object]

    def compare(self, before: Path, after: Path) -> Verdict:
        """Run all tests in both copies, and newly failing ones once more on their own.

        Args:
            before: The unchanged copy.
            after: The copy with the change.

        Raises:
            ScaffoldError: They cannot be run, none passes, or they load the original.
        """
        python = next((project for project in self.projects if project.has("pytest")), None)
        if python is None:
            places = some([str(project.executable) for project in self.projects])
            raise ScaffoldError(
                f"no Python environment of the project has pytest ({places}); {_WAY_OUT}."
            )
        runner = _Tests(self, python, pytest_command(before))
        self.say(f"Running the unchanged tests with {python.executable}.")
        first = runner.run(before)
        if first.code == _NO_TESTS and not first.outcomes:
            return Verdict(0, 0, notes=("the repository has no tests that pytest finds",))
        _check_usable(first, runner.named)
        self.say(f"Running the tests after the change; {len(first.passed)} passed before.")
        second = runner.run(after)
        lost = [name for name in first.outcomes if name in first.passed - second.passed]
        kept = runner.kept(before, after, [name for name in lost if name in second.outcomes])
        really = tuple(name for name in lost if name not in kept)
        return Verdict(len(first.passed), len(second.passed | kept), really, _notes(first, kept))


def _notes(first: _Run, kept: frozenset[str]) -> tuple[str, ...]:
    flaky = sorted(kept)
    notes = []
    if first.failed:
        notes.append(f"{len(first.failed)} tests already fail: {some(first.failed)}")
    if flaky:
        notes.append(f"{len(flaky)} tests are flaky: {some(flaky)}")
    return tuple(notes)


def _check_usable(first: _Run, named: str) -> None:
    """Refuse tests whose results do not depend on a change.

    Raises:
        ScaffoldError: They are refused.
    """
    if first.foreign:
        raise ScaffoldError(
            f"tests load {some(first.foreign)} of the repository itself and not of the copy, so "
            f"they do not test the change; make the path relative, or {_WAY_OUT}."
        )
    if not first.outcomes:
        said = f": {first.last_line}" if first.last_line else ""
        raise ScaffoldError(f"{named} ended with {first.code}{said}; fix it, or {_WAY_OUT}.")
    if not first.passed:
        what = f" ({': '.join((first.failed[0], *first.reasons[:1]))})" if first.failed else ""
        raise ScaffoldError(
            f"none of {len(first.outcomes)} tests passes{what}; fix them, or {_WAY_OUT}."
        )


@dataclass(frozen=True)
class _Tests:
    """Tests with their Python environment and pytest command."""

    suite: Suite
    python: ProjectPython
    command: PytestCommand

    @property
    def named(self) -> str:
        """Return the command for messages."""
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
        outcomes = {name.replace(real, _COPY): outcome for name, outcome in noted.items()}
        return _Run(outcomes, foreign, reasons, ended.code, ended.last_line)

    def _words(self, copy: Path, *, is_all: bool) -> list[str]:
        """Return the repository's own options of pytest, without paths if tests are named."""
        words = self.command.words
        folder = copy / self.command.folder
        return [
            word
            for word, previous in zip(words, ["", *words], strict=False)
            if is_all or previous in _WITH_PATH or not (folder / word.partition("::")[0]).exists()
        ]

    def kept(self, before: Path, after: Path, failed: Sequence[str]) -> frozenset[str]:
        """Return the failed tests that do not fail because of the change.

        They pass when run again on their own, or then fail in the unchanged copy, too.
        """
        if not 0 < len(failed) <= _MOST_REPEATED:
            return frozenset()
        repeated = self.run(after, failed).passed
        left = [name for name in failed if name not in repeated]
        again = self.run(before, left) if left else None
        return repeated | frozenset(again.failed if again else ())

    def _variables(self, copy: Path, results: Path) -> dict[str, str]:
        plugin = results / "plugin"
        plugin.mkdir()
        (plugin / _PLUGIN.name).write_bytes(_PLUGIN.read_bytes())  # next to no other module
        stated = dict(self.command.variables)
        path = [str(plugin), *self._python_path(copy, stated.pop("PYTHONPATH", ""))]
        own = {RESULTS: str(results), ORIGINAL: os.path.realpath(self.suite.repository)}
        # A pytest-xdist worker passes its variables to all processes that it starts.
        caller = {k: v for k, v in self.suite.caller.items() if not k.startswith(_OF_WORKERS)}
        return {
            **caller,
            **stated,
            **own,
            "PYTHONPATH": os.pathsep.join(path),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _python_path(self, copy: Path, stated: str) -> list[str]:
        """Return PYTHONPATH with the copy's folders in place of the repository's own.

        Editable installs name these; PYTHONPATH takes precedence over them.
        """
        given = self.suite.caller.get("PYTHONPATH", "")
        listed = [path for text in (stated, given) for path in text.split(os.pathsep) if path]
        base = Path(os.path.realpath(self.suite.repository))
        every = [*map(Path, listed), *self.python.editable()]
        real = [Path(os.path.realpath(path)) if path.is_absolute() else path for path in every]
        moved = [
            copy / path.relative_to(base) if path.is_relative_to(base) else path for path in real
        ]
        return list(dict.fromkeys(map(str, moved)))


def _read(results: Path) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """Read the results of the plugin in each process."""
    outcomes: dict[str, str] = {}
    foreign: dict[str, None] = {}
    reasons: dict[str, None] = {}
    for file in sorted(results.glob("*.json")):
        noted = json.loads(file.read_text(encoding="utf-8"))
        outcomes.update(noted["tests"])
        foreign.update(dict.fromkeys(noted["foreign"]))
        reasons.update(dict.fromkeys(noted["reasons"]))
    return outcomes, tuple(foreign), tuple(reasons)
