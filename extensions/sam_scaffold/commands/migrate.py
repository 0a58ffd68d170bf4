"""``sam-scaffold migrate``: give functions that share a code folder a folder of their own."""

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
    short_help="Take a monolith apart, one function at a time.",
    epilog="Example: sam-scaffold migrate OrderRouterFunction --dry-run",
)
@click.argument("functions", nargs=-1, metavar="[FUNCTION]...")
@click.option("--all", "everything", is_flag=True, help="All functions that share a code folder.")
@click.option(
    "--template-file", default="", metavar="FILE", help="Only functions of this template."
)
@click.option(
    "--layout", type=click.Choice([one.value for one in CodeLayout]), default=CodeLayout.KEEP.value,
    show_default=True, help="Where the code goes.",
)  # fmt: skip
@click.option(
    "--shared-code", type=click.Choice([one.value for one in SharedCode]),
    default=SharedCode.SOURCE.value, show_default=True, help="Where shared code lies afterwards.",
)  # fmt: skip
@click.option("--include", multiple=True, metavar="PATH", help="A file that it needs, too; repeat.")
@click.option("--own", multiple=True, metavar="PATH", help="Code that goes with each function.")
@click.option("--shared", multiple=True, metavar="PATH", help="Code that goes into the layer.")
@click.option("--no-tests", is_flag=True, help="Do not run the repository's tests.")
@click.option("--undo", "undoing", is_flag=True, help="Bring back what was migrated last.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
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
    """Give each FUNCTION a code folder of its own, with shared code in one layer.

    Reads what the handler imports, moves what is the function's alone to functions/<name>/, and
    lets the rest reach it through a layer. Tries it on a copy first: imports, artifact, templates
    and the repository's tests. Writes nothing if any of that is worse than before. A FUNCTION is a
    logical id or a component's name. --undo brings every byte back.
    """
    with _locked(directory) as (root, templates):
        if undoing:
            if everything:
                raise UsageError("--undo takes back what was migrated last; name others, or none.")
            _undo(root, templates, functions, as_json=as_json, dry_run=dry_run)
            return
        if everything == bool(functions):
            raise UsageError("name functions by their logical ids, or give --all.")
        paths = _Paths(root, Path(directory))
        overruled = Overruled(paths.named(own), paths.named(shared))
        wishes = Wishes(overruled, paths.named(include))
        order = Order(CodeLayout(layout), SharedCode(shared_code), wishes, links_work(root))
        if order.layout is CodeLayout.IN_PLACE and (said := check_parent_packages()):
            warn(said)
        work = _Work(root, templates, order, tests=not no_tests, as_json=as_json, dry_run=dry_run)
        work.do(functions, posixpath.normpath(template_file) if template_file else "")


@contextmanager
def _locked(directory: str) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """Find the repository's root, and its SAM templates, which are kept from other commands."""
    journal.recover(folder(directory))
    root = repository(directory).resolve()
    journal.recover(root)
    templates = tuple(root / name for name in templates_of(RepositoryView(root)))
    with journal.locked(templates):
        yield root, templates


@dataclass(frozen=True)
class _Paths:
    """Files and folders as people name them.

    Attributes:
        root: The repository's root.
        start: The folder that the command is called for.
    """

    root: Path
    start: Path

    def named(self, given: Sequence[str]) -> tuple[str, ...]:
        """Return paths from the root; they may be given from there, or from the start.

        Raises:
            UsageError: One is not there.
        """
        return tuple(map(self._one, given))

    def _one(self, given: str) -> str:
        for above in (self.start, self.root) if given else ():
            real = (above / given).resolve()
            if given and real.exists() and real.is_relative_to(self.root):
                return real.relative_to(self.root).as_posix()
        raise UsageError(f"{given!r} is not in {self.root.name}/; name a file or folder there.")


def _point_elsewhere(root: Path, templates: Iterable[str]) -> None:
    """Point to migrations that are recorded for a folder above, or for an application within.

    Raises:
        ScaffoldError: There are some.
    """
    top = git_root(root) or root
    above = (one for one in root.parents if one.is_relative_to(top))
    for other in (*above, *((root / one).parent for one in templates)):
        if recorded(other):
            raise ScaffoldError(
                f"no migration is recorded here, but in {os.path.relpath(other)}; name that folder "
                "with -C."
            )


def _undo(
    root: Path, templates: Sequence[Path], names: Sequence[str], *, as_json: bool, dry_run: bool
) -> None:
    if not recorded(root):
        _point_elsewhere(root, [one.relative_to(root).as_posix() for one in templates])
    undone = undo(root, names, templates, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(undone_data(undone, dry_run=dry_run), indent=2))
    else:
        migrating.undone(root, undone, dry_run=dry_run)


@dataclass(frozen=True)
class _Work:
    """What one command does.

    Attributes:
        root: The repository's root.
        templates: Its SAM templates, which are kept from other commands.
        order: What the migrations are to be like.
        tests: Whether the repository's tests are run.
        as_json: Whether JSON is printed.
        dry_run: Whether nothing is written.
    """

    root: Path
    templates: tuple[Path, ...]
    order: Order
    tests: bool
    as_json: bool
    dry_run: bool

    def do(self, names: Sequence[str], template_file: str) -> None:
        """Migrate functions by their names, all if there are none.

        Raises:
            UnsettledError: Some cannot be, or the proof failed.
            ScaffoldError: The only one cannot be.
        """
        plan = self._plan(names, template_file)
        if len(names) == 1:
            _check_one(plan)
        if self.dry_run and not names and not self.as_json:
            click.echo(runbook(stages_of(plan), couplings(plan), notes(plan), self._options))
            return
        elsewhere = self._elsewhere(plan)
        may_write = not self.dry_run and not (names and plan.refusals)
        proof = self._proof(plan) if may_write and plan.migrations else None
        if proof is not None and not proof.problems:
            for one in plan.migrations:
                migrating.progress(f"Writing {one.candidate.name}.", quiet=self.as_json)
                self._write(one)
        self._say(plan, proof, elsewhere)
        if proof is not None and proof.problems:
            raise UnresolvedError("nothing was written: something would be worse than before.")
        if plan.refusals:
            names = [one.candidate.logical_id for one in plan.refusals]
            raise UnresolvedError(f"{', '.join(names)}: not migrated; see above.")

    @property
    def _options(self) -> str:
        """The options that make the same plan again, as people write them."""
        order = self.order
        wishes = order.wishes
        given = [("--layout", order.layout.value)] if order.layout is not CodeLayout.KEEP else []
        if order.shared_code is not SharedCode.SOURCE:
            given.append(("--shared-code", order.shared_code.value))
        given += [("--include", one) for one in wishes.included]
        given += [("--own", one) for one in wishes.overruled.own]
        given += [("--shared", one) for one in wishes.overruled.shared]
        return " ".join(shlex.join(one) for one in given)

    def _plan(self, names: Sequence[str], template_file: str) -> MigrationPlan:
        repository = RepositoryView(self.root)
        everything = candidates(repository)
        for problem in unreadable(repository):
            if not everything:
                raise ScaffoldError(problem)
            warn(f"{problem} Which code its functions share with others is not known.")
        if template_file:
            load_template(repository, template_file)  # else a wrong name would have no functions
        among = [one for one in everything if template_file in ("", one.template_file)]
        planner = MigrationPlanner(repository, everything, self.order)
        if names:
            return planner.plan(chosen(among, names, find_instances(self.root)))
        return planner.plan(planner.sharing(among), least_entangled_first=True)

    def _proof(self, plan: MigrationPlan) -> Proof:
        gc.freeze()  # the plan stays, and each template that is checked leaves much behind
        gc.enable()
        say = lambda line: migrating.progress(line, quiet=self.as_json)  # noqa: E731
        return tried(self.root, plan.migrations, tests=self.tests, say=say)

    def _write(self, one: Migration) -> None:
        candidate = one.candidate
        about = About(candidate.name, candidate.logical_id, candidate.template_file)
        commit(self.root, one.changes, about, self.templates)

    def _say(self, plan: MigrationPlan, proof: Proof | None, elsewhere: Sequence[Mention]) -> None:
        if self.as_json:
            data = plan_data(plan, elsewhere, proof, dry_run=self.dry_run)
            click.echo(json.dumps(data, indent=2))
        else:
            migrating.planned(self.root, plan, elsewhere, proof, dry_run=self.dry_run)

    def _elsewhere(self, plan: MigrationPlan) -> list[Mention]:
        """The lines that name old places, before anything is moved; of all that git has."""
        top = git_root(self.root) or self.root
        inner = self.root.relative_to(top).as_posix()
        changes = [one.changes for one in plan.migrations]
        moves = [
            replace(move, source=_joined(inner, move.source), target=_joined(inner, move.target))
            for one in changes
            for move in one.moves
        ]
        written = {_joined(inner, edit.path) for one in changes for edit in one.edits}
        found = mentions_of(top, moves, written)
        left = [line for one in plan.migrations for line in one.laid.left]
        return [*left, *(replace(one, path=posixpath.relpath(one.path, inner)) for one in found)]


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


def _check_one(plan: MigrationPlan) -> None:
    """Refuse the only function in one line.

    Raises:
        ScaffoldError: It cannot be migrated, or need not.
    """
    for refusal in plan.refusals:
        raise ScaffoldError(refusal.reason)
    for lean in plan.lean:
        raise ScaffoldError(
            f"{lean.logical_id} ships only what it needs already, {lean.folder}/: there is nothing "
            "to migrate."
        )
