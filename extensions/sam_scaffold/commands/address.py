"""``sam-scaffold address``: set the address of the template."""

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
    short_help="Set the address of the template.",
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
    """Record the address that plain copier and Renovate update components from.

    Without ADDRESS it is the one that this command was published under. A component of
    another template, such as a fork, stays with it unless it is named. Its version stays.
    """
    given = git_url(address) if address and "://" in address else address
    with components(directory, template=given, trust=trust) as found:
        own = found.versions.source
        if own is None or is_unset(own.url):
            raise UsageError(
                "name the address of the template's git repository, as this sam-scaffold was "
                "published without one: sam-scaffold address ADDRESS."
            )
        instances = chosen(found, names, everything=not names)
        moved = list(_moved(found, instances, own.url, named=bool(names)))
        done = found.run(moved, partial(readdressed, found, address=own.url))
        if instances and not moved:
            return
        results.finish(found, done, "address set", dry_run=dry_run)
    if own.is_local and not dry_run:
        report.warn_of_folder(own.url)


def _moved(
    found: Components, instances: Sequence[ComponentRecord], address: str, *, named: bool
) -> Iterator[ComponentRecord]:
    """The components that get an address; of each other one, it is said why not.

    Raises:
        ScaffoldError: The address has not the version of one of them.
    """
    problem = problem_with(found.versions, address)
    if problem:
        warn(f"{problem.rstrip('.')}. It is not known whether it has all versions.")
    for one in instances:
        if not named and not is_same_template(found.versions, one, address):
            warn(
                f"{one.name} is from another template, {one.source}, or that cannot be told as one "
                f"of the two cannot be reached; it stays so, unless you name it: "
                f"sam-scaffold address {address} {one.name}."
            )
            continue
        if not problem:
            check_version(found.versions, one, address)
        yield one
