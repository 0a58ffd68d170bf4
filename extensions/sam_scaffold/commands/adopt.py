"""``sam-scaffold adopt``: bring what was written by hand under the scaffold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import click

from ..adoption.adoption import Adopted, Adoption, AdoptionCandidate
from ..adoption.inference import UnfitError
from ..adoption.uncovered_properties import UncoveredProperties
from ..components.root_answers import keep_root_answers
from ..errors import ScaffoldError, UsageError
from ..lifecycle.batch import Components
from ..rendering.checkout import Checkout
from ..rendering.template_source import find_source
from ..terminal import warn
from . import report
from .options import another_template, dry_run, in_directory, trusting
from .results import UnresolvedError, progress
from .selection import components


@click.command(
    short_help="Take over what was written by hand.",
    epilog="Example: sam-scaffold adopt --all --dry-run",
)
@click.argument("logical_ids", nargs=-1, metavar="[LOGICAL_ID]...")
@click.option("--all", "everything", is_flag=True, help="All functions and layers.")
@click.option("--template-file", metavar="FILE", help="Look into this SAM template alone.")
@another_template
@dry_run
@trusting
@in_directory
def adopt(
    logical_ids: tuple[str, ...],
    directory: str,
    template_file: str | None,
    template: str | None,
    *,
    everything: bool,
    dry_run: bool,
    trust: bool,
) -> None:
    """Make components of functions and layers that were written by hand.

    Derives the answers that would have led to each, so that later updates merge into its
    block. Not a byte of the SAM template or of the code changes. What the answers do not
    express is listed, and stays as it is.
    """
    if everything == bool(logical_ids):
        raise UsageError("give logical ids, which are keys of Resources, or --all.")
    source = find_source(template)
    with components(directory, template=template, unclaimed=True, trust=trust) as found:
        root = found.overlay.repository
        first = not (root / ".scaffold").exists()
        work = _Work(Adoption(found, _target(found, source.url), template_file))
        if everything:
            work.do_all()
        else:
            work.do(dict.fromkeys(logical_ids))
        keep_root_answers(found.overlay)
        if dry_run:
            report.preview(found.overlay, [])
        else:
            found.overlay.commit(work.adoption.template_files)
    work.say()
    if work.adopted and not dry_run:
        _say_next(work.adopted)
        _warn_of_deployed(work.adopted)
        report.warn_of_surroundings(root, source if first else None)
    if work.failed:
        names = ", ".join(name for name, _ in work.failed)
        raise UnresolvedError(f"{names}: not adopted; see above.")


def _target(found: Components, url: str) -> Checkout:
    """The version that is recorded, from which later updates start."""
    target = found.versions.target(url)
    if target.commit is None:
        raise ScaffoldError(
            f"the template {url} has changes that are not committed, so that no later update would "
            "find what it was adopted with; commit them, or name another one with --template."
        )
    return target


@dataclass
class _Work:
    """What is adopted, and what became of it.

    Attributes:
        adoption: What adopts.
        adopted: The components that there are now.
        left_out: What can never be adopted, and why.
        failed: What went wrong, and with what.
    """

    adoption: Adoption
    adopted: list[Adopted] = field(default_factory=list)
    left_out: list[tuple[AdoptionCandidate, UnfitError]] = field(default_factory=list)
    failed: list[tuple[str, ScaffoldError]] = field(default_factory=list)

    def do(self, logical_ids: Iterable[str]) -> None:
        """Adopt some by their logical ids: all of them or none.

        Raises:
            ScaffoldError: One of them cannot be adopted.
        """
        for wanted in [self.adoption.find(one) for one in logical_ids]:
            self._try(wanted)
        for wanted, reason in self.left_out:
            where = f"{wanted.logical_id} of {wanted.template_file}"
            raise ScaffoldError(f"{where} cannot be adopted: {reason}") from None
        for _, error in self.failed:
            raise error

    def do_all(self) -> None:
        """Adopt all there are; one that cannot be keeps no other back."""
        everything = [one for file in self.adoption.template_files for one in self._unclaimed(file)]
        with progress(len(everything)) as say:
            for wanted in everything:
                if done := self._try(wanted):
                    say(done.instance)

    def _try(self, wanted: AdoptionCandidate) -> Adopted | None:
        try:
            self.adopted.append(self.adoption.adopt(wanted))
        except UnfitError as error:
            self.left_out.append((wanted, error))
        except ScaffoldError as error:
            self.failed.append((wanted.logical_id, error))
        else:
            return self.adopted[-1]
        return None

    def _unclaimed(self, template_file: str) -> list[AdoptionCandidate]:
        try:
            return self.adoption.unclaimed(template_file)
        except ScaffoldError as error:
            self.failed.append((template_file, error))
            return []

    def say(self) -> None:
        """Say what became of each."""
        for one in self.adopted:
            _say_adopted(one)
        for wanted, reason in self.left_out:
            click.echo(f"left out: {wanted.logical_id} of {wanted.template_file}: {reason}")
        for name, error in self.failed:
            click.secho(f"{name}: {error}", fg="red")
        if not (self.adopted or self.left_out or self.failed):
            files = ", ".join(self.adoption.template_files)
            there = "All functions and layers here are components already: nothing to do."
            nothing = f"There are no functions or layers in {files}: nothing to adopt."
            click.echo(there if self.adoption.components.all else nothing)


def _say_adopted(one: Adopted) -> None:
    instance = one.instance
    click.secho(f"{instance.kind} {instance.name}: ", bold=True, nl=False)
    click.echo(f"{one.logical_id} of {instance.template_file}, recorded in {instance.path}/")
    for label, otherwise in (("not expressed", False), ("expressed otherwise", True)):
        if paths := _in_short(place for place in one.uncovered if place.otherwise == otherwise):
            click.echo(f"  {label}: {paths}")
    if one.beside:
        click.echo(f"  beside it: {', '.join(one.beside)}")


def _in_short(places: Iterable[UncoveredProperties]) -> str:
    """Paths by resource: ``OrderRouterFunction (Events, Timeout)``."""
    found: dict[str, list[str]] = {}
    for place in places:
        _, logical_id, *rest = place.path.split(".")
        found.setdefault(logical_id, []).append(".".join(rest).removeprefix("Properties."))
    return "; ".join(f"{one} ({', '.join(paths)})" for one, paths in found.items())


def _say_next(adopted: Iterable[Adopted]) -> None:
    name = next(one.instance.name for one in adopted)
    click.secho("Next", bold=True, fg="green")
    click.echo("  1. Commit what was written; no file of yours has changed.")
    click.echo(f"  2. Change an answer: sam-scaffold set {name} description='What it does'")
    click.echo("  3. Roll a new version of the template out: sam-scaffold update --all")


def _warn_of_deployed(adopted: Iterable[Adopted]) -> None:
    """Say whose artifact has the new files in it."""
    names = list(dict.fromkeys(name for one in adopted for name in one.deployed_with))
    if names:
        warn(
            f"what was written lies among the code of {', '.join(names)} and is deployed with it; "
            "give that code a folder of its own."
        )
