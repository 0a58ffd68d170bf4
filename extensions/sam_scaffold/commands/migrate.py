"""``sam-scaffold migrate``: a code folder for each of the functions that share one."""

from __future__ import annotations

import gc
import json
import os
import posixpath
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ..components.component_record import find_instances
from ..errors import ScaffoldError, UsageError
from ..migration.as_json import plan_data, undone_data
from ..migration.coupling import couplings
from ..migration.elsewhere.elsewhere import Mention, mentions_of
from ..migration.layouts.links import links_work
from ..migration.layouts.sam_cli import check_parent_packages
from ..migration.needs.analysis import Wishes
from ..migration.needs.candidates import candidates, chosen, unreadable
from ..migration.needs.deciding import Overruled
from ..migration.notes import notes
from ..migration.order import CodeLayout, Order, SharedCode
from ..migration.plan import Migration, MigrationPlan, MigrationPlanner
from ..migration.proof.proof import Proof
from ..migration.record.record import About
from ..migration.record.record import names as recorded
from ..migration.record.writing import commit, undo
from ..migration.runbook import runbook
from ..migration.stages import stages_of
from ..migration.trial import tried
from ..sam.model.template_files import load_template, templates_of
from ..terminal import warn
from ..transaction import journal
from ..transaction.paths import git_root
from ..transaction.repository_view import RepositoryView
from . import migrating
from .options import dry_run, folder, in_directory, repository
from .results import UnresolvedError


@click.command(
    short_help="Split a shared code folder into a folder for each function.",
    epilog="Example: sam-scaffold migrate OrderRouterFunction --dry-run",
)
@click.argument("functions", nargs=-1, metavar="[FUNCTION]...")
@click.option(
    "--all", "everything", is_flag=True, help="Migrate all functions that share a code folder."
)
@click.option("--template-file", default="", metavar="FILE", help="Search only this SAM template.")
@click.option(
    "--layout", type=click.Choice([layout.value for layout in CodeLayout]),
    default=CodeLayout.KEEP.value, show_default=True, help="The location of the functions' code.",
)  # fmt: skip
@click.option(
    "--shared-code", type=click.Choice([place.value for place in SharedCode]),
    default=SharedCode.SOURCE.value, show_default=True, help="The location of shared code.",
)  # fmt: skip
@click.option(
    "--include", multiple=True, metavar="PATH", help="Another file that the functions need."
)
@click.option("--own", multiple=True, metavar="PATH", help="Code to place with each function.")
@click.option("--shared", multiple=True, metavar="PATH", help="Code to place in the layer.")
@click.option("--no-tests", is_flag=True, help="Do not run the repository's tests.")
@click.option("--undo", "undoing", is_flag=True, help="Undo the last migration, or those named.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@dry_run
@in_directory
def migrate(  # noqa: PLR0913 - an option each
    functions: tuple[str, ...],
    directory: str,
    *,
    template_file: str,
    layout: str,
    shared_code: str,
    include: tuple[str, ...],
    own: tuple[str, ...],
    shared: tuple[str, ...],
    everything: bool,
    no_tests: bool,
    undoing: bool,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Give each FUNCTION a code folder of its own, and move shared code into a layer.

    Follows the imports of the handler. Moves code that only this function needs to
    functions/<name>/, and provides the rest in a layer. First tests the migration on a copy
    of the repository: imports, artifacts, templates and the repository's tests. Writes
    nothing if any of them is worse than before. --undo restores every byte.

    FUNCTION is a logical id or a component's name. --include, --own and --shared can be
    repeated.
    """
    with _locked(directory) as (root, templates):
        if undoing:
            if everything:
                raise UsageError(
                    "--undo and --all cannot be combined; --undo without a name undoes the last "
                    "migration."
                )
            _undo(root, templates, functions, as_json=as_json, dry_run=dry_run)
            return
        if everything == bool(functions):
            raise UsageError("give either functions, by their logical ids, or --all.")
        paths = _Paths(root, Path(directory))
        overruled = Overruled(paths.named(own), paths.named(shared))
        wishes = Wishes(overruled, paths.named(include))
        order = Order(CodeLayout(layout), SharedCode(shared_code), wishes, links_work(root))
        if order.layout is CodeLayout.IN_PLACE and (problem := check_parent_packages()):
            warn(problem)
        work = _Work(root, templates, order, tests=not no_tests, as_json=as_json, dry_run=dry_run)
        work.do(functions, posixpath.normpath(template_file) if template_file else "")


@contextmanager
def _locked(directory: str) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """Find the repository's root and its SAM templates, and lock the templates."""
    journal.recover(folder(directory))
    root = repository(directory).resolve()
    journal.recover(root)
    templates = tuple(root / name for name in templates_of(RepositoryView(root)))
    with journal.locked(templates):
        yield root, templates


@dataclass(frozen=True)
class _Paths:
    """Paths given as options, relative to the command's folder or to the repository's root.

    Attributes:
        root: The repository's root.
        start: The command's folder.
    """

    root: Path
    start: Path

    def named(self, given: Sequence[str]) -> tuple[str, ...]:
        """Return the paths relative to the root.

        Raises:
            UsageError: A path does not exist in the repository.
        """
        return tuple(map(self._one, given))

    def _one(self, given: str) -> str:
        for above in (self.start, self.root) if given else ():
            real = (above / given).resolve()
            if given and real.exists() and real.is_relative_to(self.root):
                return real.relative_to(self.root).as_posix()
        raise UsageError(f"{given!r} is not a file or folder of {self.root.name}/.")


def _point_elsewhere(root: Path, templates: Iterable[str]) -> None:
    """Refuse to undo here if a parent folder or an application in a subfolder has migrations.

    Raises:
        ScaffoldError: One of them has migrations.
    """
    top = git_root(root) or root
    above = (parent for parent in root.parents if parent.is_relative_to(top))
    for other in (*above, *((root / template).parent for template in templates)):
        if recorded(other):
            raise ScaffoldError(
                f"there is no migration to undo in this folder, but in {os.path.relpath(other)}; "
                "give that folder with -C."
            )


def _undo(
    root: Path, templates: Sequence[Path], names: Sequence[str], *, as_json: bool, dry_run: bool
) -> None:
    if not recorded(root):
        _point_elsewhere(root, [template.relative_to(root).as_posix() for template in templates])
    undone = undo(root, names, templates, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(undone_data(undone, dry_run=dry_run), indent=2))
    else:
        migrating.undone(root, undone, dry_run=dry_run)


@dataclass(frozen=True)
class _Work:
    """The work of a command that migrates.

    Attributes:
        root: The repository's root.
        templates: Its SAM templates, which are locked.
        order: The options of the migrations.
        tests: Whether to run the repository's tests.
        as_json: Whether to print JSON.
        dry_run: Whether to write nothing.
    """

    root: Path
    templates: tuple[Path, ...]
    order: Order
    tests: bool
    as_json: bool
    dry_run: bool

    def do(self, names: Sequence[str], template_file: str) -> None:
        """Migrate the functions with these names, or all functions if there are none.

        Raises:
            UnresolvedError: Some functions cannot be migrated, or the test on a copy failed.
            ScaffoldError: The only function cannot be migrated.
        """
        plan = self._plan(names, template_file)
        if len(names) == 1:
            _check_single(plan)
        if self.dry_run and not names and not self.as_json:
            click.echo(runbook(stages_of(plan), couplings(plan), notes(plan), self._options))
            return
        elsewhere = self._elsewhere(plan)
        may_write = not self.dry_run and not (names and plan.refusals)
        proof = self._proof(plan) if may_write and plan.migrations else None
        if proof is not None and not proof.problems:
            for migration in plan.migrations:
                migrating.progress(f"Writing {migration.candidate.name}.", quiet=self.as_json)
                self._write(migration)
        self._print(plan, proof, elsewhere)
        if proof is not None and proof.problems:
            raise UnresolvedError(
                "nothing was written, because a test on a copy of the repository failed; see above."
            )
        if plan.refusals:
            names = [refusal.candidate.logical_id for refusal in plan.refusals]
            raise UnresolvedError(f"{', '.join(names)}: not migrated; see above.")

    @property
    def _options(self) -> str:
        """The command-line options that result in the same plan."""
        order = self.order
        wishes = order.wishes
        given = [("--layout", order.layout.value)] if order.layout is not CodeLayout.KEEP else []
        if order.shared_code is not SharedCode.SOURCE:
            given.append(("--shared-code", order.shared_code.value))
        given += [("--include", path) for path in wishes.included]
        given += [("--own", path) for path in wishes.overruled.own]
        given += [("--shared", path) for path in wishes.overruled.shared]
        return " ".join(shlex.join(words) for words in given)

    def _plan(self, names: Sequence[str], template_file: str) -> MigrationPlan:
        repository = RepositoryView(self.root)
        everything = candidates(repository)
        for problem in unreadable(repository):
            if not everything:
                raise ScaffoldError(problem)
            warn(f"{problem} Its functions, and the code that they need, are not considered.")
        if template_file:
            load_template(repository, template_file)  # to refuse a name that is not a SAM template
        among = [
            candidate for candidate in everything if template_file in ("", candidate.template_file)
        ]
        planner = MigrationPlanner(repository, everything, self.order)
        if names:
            return planner.plan(chosen(among, names, find_instances(self.root)))
        return planner.plan(planner.sharing(among), least_entangled_first=True)

    def _proof(self, plan: MigrationPlan) -> Proof:
        gc.freeze()  # collect only what each checked template leaves, not the plan
        gc.enable()
        report = lambda line: migrating.progress(line, quiet=self.as_json)  # noqa: E731
        return tried(self.root, plan.migrations, tests=self.tests, say=report)

    def _write(self, migration: Migration) -> None:
        candidate = migration.candidate
        about = About(candidate.name, candidate.logical_id, candidate.template_file)
        commit(self.root, migration.changes, about, self.templates)

    def _print(
        self, plan: MigrationPlan, proof: Proof | None, elsewhere: Sequence[Mention]
    ) -> None:
        if self.as_json:
            data = plan_data(plan, elsewhere, proof, dry_run=self.dry_run)
            click.echo(json.dumps(data, indent=2))
        else:
            migrating.planned(self.root, plan, elsewhere, proof, dry_run=self.dry_run)

    def _elsewhere(self, plan: MigrationPlan) -> list[Mention]:
        """Find the lines of the git repository that contain old paths, before files are moved."""
        top = git_root(self.root) or self.root
        inner = self.root.relative_to(top).as_posix()
        changes = [migration.changes for migration in plan.migrations]
        moves = [
            replace(move, source=_joined(inner, move.source), target=_joined(inner, move.target))
            for change in changes
            for move in change.moves
        ]
        written = {_joined(inner, edit.path) for change in changes for edit in change.edits}
        found = mentions_of(top, moves, written)
        left = [line for migration in plan.migrations for line in migration.laid.left]
        return [
            *left,
            *(replace(mention, path=posixpath.relpath(mention.path, inner)) for mention in found),
        ]


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


def _check_single(plan: MigrationPlan) -> None:
    """Raise the reason why the only function is not migrated, as one line.

    Raises:
        ScaffoldError: It cannot be migrated, or does not need to be.
    """
    for refusal in plan.refusals:
        raise ScaffoldError(refusal.reason)
    for lean in plan.lean:
        raise ScaffoldError(
            f"there is nothing to migrate: {lean.folder}/ contains only code that "
            f"{lean.logical_id} needs."
        )
