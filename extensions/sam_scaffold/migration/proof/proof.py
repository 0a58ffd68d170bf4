"""Proof of a migration on two copies of the repository."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ...application.application import Application, facts_of
from ...application.function import Function
from ...application.layer import REQUIREMENTS
from ...errors import some
from ...sam.model.template_files import templates_of
from ...transaction.repository_view import RepositoryView
from .built import Builder, Built
from .import_check import HandlerImporter, Start
from .lint_check import new_findings
from .project_python import ProjectPython, project_pythons
from .resolution_check import FunctionResolver, differences, newly_missing
from .tests_check import Suite, Verdict

_MANIFESTS = frozenset({REQUIREMENTS, "pyproject.toml", "uv.lock"})
"""Manifests that `sam build` reads in the code folder, and copies."""


@dataclass(frozen=True)
class MigratedFunction:
    """Migrated function.

    Attributes:
        template_file: Its template, from the repository's root.
        logical_id: Its logical id.
        needed: The paths that ``/var/task`` may have.
    """

    template_file: str
    logical_id: str
    needed: frozenset[str]


@dataclass(frozen=True)
class Problem:
    """Problem that a migration would cause.

    Attributes:
        function: The logical id of the function; empty if it does not concern a single one.
        check: The check that found it: ``"import"``, ``"artifact"``, ``"links"``, ``"others"``,
            ``"templates"`` or ``"tests"``.
        what: The problem, in one line.
    """

    function: str
    check: str
    what: str


@dataclass(frozen=True)
class Proof:
    """Result of the trial of a migration.

    Attributes:
        problems: Problems that it would cause; none if it may be written.
        notes: Further notes: checks that could not be run, tests that already fail.
        tests_before: The number of tests that passed before.
        tests_after: The number of tests that pass afterwards.
    """

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    tests_before: int
    tests_after: int


def prove(
    before: Path,
    after: Path,
    migrated: Sequence[MigratedFunction],
    *,
    repository: Path,
    tests: bool,
    say: Callable[[str], None],
) -> Proof:
    """Check a migration.

    Args:
        before: An unchanged copy of the repository, see `repository_copies.copy_of`.
        after: A copy with the migration.
        migrated: The migrated functions.
        repository: The repository itself; only its environment is used.
        tests: Whether to run the repository's tests.
        say: Called with the progress.

    Raises:
        ScaffoldError: A template cannot be read, or the tests cannot be run.
    """
    with tempfile.TemporaryDirectory(prefix="sam-scaffold-proof-") as scratch:
        real = Path(os.path.realpath(scratch))
        copies = [
            _Copy(Path(os.path.realpath(copy)), Builder(real / name))
            for name, copy in (("before", before), ("after", after))
        ]
        return _Prover(copies[0], copies[1], migrated, repository, say).proof(tests=tests)


@dataclass(frozen=True)
class _Copy:
    """Copy of the repository, with its templates."""

    root: Path
    builder: Builder

    @cached_property
    def resolvers(self) -> Mapping[str, FunctionResolver]:
        """Return the resolver of each template's functions."""
        return {
            file: FunctionResolver.of(facts, self.builder) for file, facts in self.templates.items()
        }

    @cached_property
    def templates(self) -> Mapping[str, Application]:
        """Return the templates that can be read, by path from the root."""
        files = templates_of(RepositoryView(self.root))
        found = {file: facts_of(str(self.root / file)) for file in files}
        return {file: facts for file, facts in found.items() if facts is not None}

    def start(self, migrated: MigratedFunction) -> Start | None:
        """Return a function with its deployed files; None if it or its code does not exist."""
        facts = self.templates.get(migrated.template_file)
        named = (
            (each for each in facts.functions if each.logical_id == migrated.logical_id)
            if facts
            else ()
        )
        function = next(iter(named), None)
        if facts is None or function is None:
            return None
        built = self.builder.build(facts, function)
        return None if built is None else Start(facts, function, built)


@dataclass
class _Prover:
    before: _Copy
    after: _Copy
    migrated: Sequence[MigratedFunction]
    repository: Path
    say: Callable[[str], None]
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def proof(self, *, tests: bool) -> Proof:
        self._check_functions()
        self._check_others()
        self.say("Checking the templates.")
        for new in new_findings(self.before.root, self.after.root):
            self._note(new.function, "templates", new.what)
        tested = self._tested() if tests else Verdict(0, 0)
        if tested.lost:
            count = len(tested.lost)
            what = f"{count} that passed before fail or are missing: {some(tested.lost)}"
            self._note("", "tests", what)
        self.notes += tested.notes
        return Proof(
            tuple(dict.fromkeys(self.problems)),
            tuple(dict.fromkeys(self.notes)),
            tested.before,
            tested.after,
        )

    def _note(self, function: str, check: str, what: str) -> None:
        self.problems.append(Problem(function, check, what))

    def _check_functions(self) -> None:
        """Check the deployed files of each migrated function, and import it."""
        importer = HandlerImporter(self._pythons)
        count = len(self.migrated)
        self.say(f"Importing {count} handler{'s' * (count > 1)} as Lambda would.")
        for function in self.migrated:
            before, after = self.before.start(function), self.after.start(function)
            if before is None or after is None:
                when = "before" if before is None else "afterwards"
                self._note(function.logical_id, "artifact", f"there is no code to deploy {when}")
                continue
            for check, what in _wrong(function, before.built, after.built):
                self._note(function.logical_id, check, what)
            compared = importer.compare(before, after)
            resolved = (
                copy.resolvers[function.template_file].resolve(start.function)
                for copy, start in ((self.before, before), (self.after, after))
            )
            for what in (*compared.problems, *newly_missing(*resolved)):
                self._note(function.logical_id, "import", what)
            if compared.untried:
                self.notes.append(
                    f"{function.logical_id} cannot be imported here, before or after: "
                    f"{compared.untried}"
                )
        self.notes += importer.notes

    def _check_others(self) -> None:
        """Check that every other function resolves as before."""
        chosen = {(function.template_file, function.logical_id) for function in self.migrated}
        for file, facts in self.before.templates.items():
            changed = self.after.templates.get(file)
            if changed is None:
                self._note("", "others", f"{file} no longer exists, or cannot be read")
                continue
            first, second = self.before.resolvers[file], self.after.resolvers[file]
            functions = {each.logical_id: each for each in changed.functions}
            for function in _python(facts):
                if (file, function.logical_id) in chosen:
                    continue
                there = functions.get(function.logical_id)
                resolved = second.resolve(there) if there is not None else None
                for what in differences(first.resolve(function), resolved):
                    self._note(function.logical_id, "others", what)

    def _tested(self) -> Verdict:
        suite = Suite(self.repository, self._pythons, os.environ, self.say)
        return suite.compare(self.before.root, self.after.root)

    @cached_property
    def _pythons(self) -> tuple[ProjectPython, ...]:
        folders = (self.repository / function.template_file for function in self.migrated)
        return project_pythons(self.repository, [folder.parent for folder in folders], os.environ)


def _python(facts: Application) -> Iterator[Function]:
    return (function for function in facts.functions if function.is_python)


def _wrong(migrated: MigratedFunction, before: Built, after: Built) -> Iterator[tuple[str, str]]:
    """Yield the problems of a function's deployed files."""
    for link in after.broken:
        if link not in before.broken:
            yield "links", f"{link} is a dangling link, on which sam build fails"
    if unneeded := sorted(after.task.sizes.keys() - migrated.needed - _MANIFESTS):
        yield "artifact", f"{len(unneeded)} files that it does not need: {some(unneeded)}"
    if twice := sorted(_in_both(after) - _in_both(before) - _MANIFESTS):
        yield "artifact", f"in both the function and a layer: {some(twice)}"


def _in_both(built: Built) -> frozenset[str]:
    """Return the paths that are in the artifact and on the layers' search path."""
    layers = {path.removeprefix("python/") for path in built.opt.sizes}
    return frozenset(built.task.sizes.keys() & layers)
