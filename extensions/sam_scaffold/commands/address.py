"""``sam-scaffold address``: the address from which components are updated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import click

from ..components.component_record import ComponentRecord
from ..errors import UsageError
from ..lifecycle.batch import Components
from ..lifecycle.change_address import check_version, is_same_template, problem_with, readdressed
from ..rendering.published_address import git_url, is_unset
from ..terminal import warn
from . import report, results
from .options import dry_run, in_directory, trusting
from .selection import chosen, components


@click.command(
    short_help="Set the address from which components are updated.",
    epilog="Example: sam-scaffold address git+https://git.example.com/tools/sam-scaffold",
)
@click.argument("address", required=False)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@dry_run
@trusting
@in_directory
def address(
    address: str | None, names: tuple[str, ...], directory: str, *, dry_run: bool, trust: bool
) -> None:
    """Set the address from which plain Copier and Renovate update components.

    The default of ADDRESS is the one with which this command was published. Components of
    another template, such as a fork, are changed only if you name them. Versions are kept.
    """
    given = git_url(address) if address and "://" in address else address
    with components(directory, template=given, trust=trust) as found:
        own = found.versions.source
        if own is None or is_unset(own.url):
            raise UsageError(
                "ADDRESS is required, because this sam-scaffold was published without one. Give "
                "the address of the template's git repository: sam-scaffold address ADDRESS."
            )
        instances = chosen(found, names, everything=not names)
        selected = list(_selected(found, instances, own.url, named=bool(names)))
        done = found.run(selected, partial(readdressed, found, address=own.url))
        if instances and not selected:
            return
        results.finish(found, done, "address set", dry_run=dry_run)
    if own.is_local and not dry_run:
        report.warn_of_folder(own.url)


def _selected(
    found: Components, instances: Sequence[ComponentRecord], address: str, *, named: bool
) -> Iterator[ComponentRecord]:
    """Yield the components that get an address, and warn about each of the others.

    Raises:
        ScaffoldError: The address does not have the version of a component.
    """
    problem = problem_with(found.versions, address)
    if problem:
        warn(f"{problem.rstrip('.')}. Whether it has all versions was not checked.")
    for instance in instances:
        if not named and not is_same_template(found.versions, instance, address):
            warn(
                f"{instance.name} keeps its address {instance.source}, which is that of another "
                "template or cannot be compared, as one of the two cannot be reached. To change it "
                f"anyway: sam-scaffold address {address} {instance.name}."
            )
            continue
        if not problem:
            check_version(found.versions, instance, address)
        yield instance
