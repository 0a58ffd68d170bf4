"""``sam-scaffold adopt``: components from hand-written functions and layers."""

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
    short_help="Turn hand-written functions and layers into components.",
    epilog="Example: sam-scaffold adopt --all --dry-run",
)
@click.argument("logical_ids", nargs=-1, metavar="[LOGICAL_ID]...")
@click.option("--all", "everything", is_flag=True, help="Adopt all functions and layers.")
@click.option("--template-file", metavar="FILE", help="Search only this SAM template.")
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
    """Turn hand-written functions and layers into components.

    Infers the answers that would have generated each of them, and records these answers, so
    that later updates merge into its block. Changes neither the SAM template nor the code.
    Lists the properties that the answers do not cover; updates keep them.
    """
    if everything == bool(logical_ids):
        raise UsageError("give either logical ids, which are keys of Resources, or --all.")
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
    work.print_results()
    if work.adopted and not dry_run:
        _print_next(work.adopted)
        _warn_of_deployment(work.adopted)
        report.warn_of_surroundings(root, source if first else None)
    if work.failed:
        names = ", ".join(name for name, _ in work.failed)
        raise UnresolvedError(f"{names}: not adopted; see above.")


def _target(found: Components, url: str) -> Checkout:
    """Return the version to record, on which later updates are based.

    Raises:
        ScaffoldError: The template has uncommitted changes.
    """
    target = found.versions.target(url)
    if target.commit is None:
        raise ScaffoldError(
            f"the template {url} has uncommitted changes, so a later update could not render the "
            "version of the adoption; commit them, or give another template with --template."
        )
    return target


@dataclass
class _Work:
    """Functions and layers to adopt, and the result for each.

    Attributes:
        adoption: The adoption that is in progress.
        adopted: The new components.
        skipped: Functions and layers that adoption does not support, with the reason.
        failed: Logical ids or SAM templates, with their errors.
    """

    adoption: Adoption
    adopted: list[Adopted] = field(default_factory=list)
    skipped: list[tuple[AdoptionCandidate, UnfitError]] = field(default_factory=list)
    failed: list[tuple[str, ScaffoldError]] = field(default_factory=list)

    def do(self, logical_ids: Iterable[str]) -> None:
        """Adopt the functions and layers with these logical ids.

        Raises:
            ScaffoldError: One of them cannot be adopted.
        """
        for wanted in [self.adoption.find(logical_id) for logical_id in logical_ids]:
            self._try(wanted)
        for wanted, reason in self.skipped:
            where = f"{wanted.logical_id} of {wanted.template_file}"
            raise ScaffoldError(f"{where} cannot be adopted: {reason}") from None
        for _, error in self.failed:
            raise error

    def do_all(self) -> None:
        """Adopt all functions and layers, except those that cannot be adopted."""
        everything = [
            candidate
            for file in self.adoption.template_files
            for candidate in self._unclaimed(file)
        ]
        with progress(len(everything)) as advance:
            for wanted in everything:
                if done := self._try(wanted):
                    advance(done.instance)

    def _try(self, wanted: AdoptionCandidate) -> Adopted | None:
        try:
            self.adopted.append(self.adoption.adopt(wanted))
        except UnfitError as error:
            self.skipped.append((wanted, error))
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

    def print_results(self) -> None:
        """Print the result for each."""
        for adopted in self.adopted:
            _print_adopted(adopted)
        for wanted, reason in self.skipped:
            click.echo(f"skipped: {wanted.logical_id} of {wanted.template_file}: {reason}")
        for name, error in self.failed:
            click.secho(f"{name}: {error}", fg="red")
        if not (self.adopted or self.skipped or self.failed):
            files = ", ".join(self.adoption.template_files)
            all_adopted = "Nothing to adopt: all functions and layers are components already."
            nothing = f"Nothing to adopt: there are no functions or layers in {files}."
            click.echo(all_adopted if self.adoption.components.all else nothing)


def _print_adopted(adopted: Adopted) -> None:
    instance = adopted.instance
    click.secho(f"{instance.kind} {instance.name}: ", bold=True, nl=False)
    click.echo(f"{adopted.logical_id} of {instance.template_file}, recorded in {instance.path}/")
    for label, otherwise in (("not covered", False), ("different value", True)):
        if paths := _by_resource(
            place for place in adopted.uncovered if place.otherwise == otherwise
        ):
            click.echo(f"  {label}: {paths}")
    if adopted.not_included:
        click.echo(f"  not part of it: {', '.join(adopted.not_included)}")


def _by_resource(places: Iterable[UncoveredProperties]) -> str:
    """Group paths by resource, as in ``OrderRouterFunction (Events, Timeout)``."""
    found: dict[str, list[str]] = {}
    for place in places:
        _, logical_id, *rest = place.path.split(".")
        found.setdefault(logical_id, []).append(".".join(rest).removeprefix("Properties."))
    return "; ".join(f"{logical_id} ({', '.join(paths)})" for logical_id, paths in found.items())


def _print_next(adopted: Iterable[Adopted]) -> None:
    name = next(component.instance.name for component in adopted)
    click.secho("Next", bold=True, fg="green")
    click.echo("  1. Commit the new files; no existing file has changed.")
    click.echo(f"  2. Change an answer: sam-scaffold set {name} description='Routes orders'")
    click.echo("  3. Update to a new version of the template: sam-scaffold update --all")


def _warn_of_deployment(adopted: Iterable[Adopted]) -> None:
    """Warn of functions whose artifacts contain the new files."""
    names = list(dict.fromkeys(name for component in adopted for name in component.deployed_with))
    if names:
        warn(
            f"the new files are in the code folder of {', '.join(names)}, and are deployed with "
            "it; move that code to a folder of its own."
        )
