"""Which components a command is about, and what it does to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ScaffoldError, UsageError, nearest
from ..record_files import ROOT_ANSWERS_FILE
from .options import folder, repository

if TYPE_CHECKING:  # completion and help need none of them
    from ..components.component_record import ComponentRecord
    from ..lifecycle.batch import Components
    from ..rendering.template_source import TemplateSource


def names_or_all(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take names of components, or ``--all``."""
    command = click.option("--all", "everything", is_flag=True, help="All components.")(command)
    return click.argument("names", nargs=-1, metavar="[NAME]...")(command)


@contextmanager
def components(
    directory: str,
    *,
    template: str | None = None,
    to: str | None = None,
    trust: bool = False,
    unclaimed: bool = False,
) -> Iterator[Components]:
    """The components of a repository, which no other command changes meanwhile.

    Args:
        directory: A folder in the repository.
        template: Address of the template that the command belongs to.
        to: The version that components are to get.
        trust: Whether the code of all templates may run, whoever they belong to.
        unclaimed: Whether SAM templates without a component are kept from others, too.

    Raises:
        ScaffoldError: There is no such folder, or another command does not end.
        UsageError: There is nothing to work on.
    """
    from ..transaction import journal  # noqa: PLC0415 - slow to import

    journal.recover(folder(directory))  # else what a killed `init` left looks like an application
    root = repository(directory)
    with components_of(root, template=template, to=to, trust=trust, unclaimed=unclaimed) as found:
        yield found


@contextmanager
def components_of(
    root: Path,
    *,
    template: str | None = None,
    to: str | None = None,
    trust: bool = False,
    unclaimed: bool = False,
) -> Iterator[Components]:
    """The same of a repository by its root.

    Raises:
        ScaffoldError: Another command does not end.
    """
    from ..lifecycle.addition import staging_folder  # noqa: PLC0415 - slow to import
    from ..lifecycle.batch import Components  # noqa: PLC0415
    from ..rendering.versions import Versions  # noqa: PLC0415
    from ..sam.model.template_files import templates_of  # noqa: PLC0415
    from ..transaction import journal  # noqa: PLC0415
    from ..transaction.staging import Staging  # noqa: PLC0415

    journal.recover(root)
    with staging_folder() as stage:
        found = Components(Staging(root, stage), Versions(_source(template), to, trust))
        templates = {one.template_file for one in found.all}
        if unclaimed:
            templates.update(templates_of(found.overlay.view))
        with journal.locked(root / name for name in (*sorted(templates), ROOT_ANSWERS_FILE)):
            del found.all  # another command may have changed them while this one waited
            yield found


def _source(template: str | None) -> TemplateSource | None:
    from ..rendering.template_source import find_source  # noqa: PLC0415 - slow to import

    try:
        return find_source(template)
    except ScaffoldError:
        if template:
            raise
        return None  # each component knows its own


def chosen(found: Components, names: Sequence[str], *, everything: bool) -> list[ComponentRecord]:
    """The components that are meant.

    Args:
        found: All components.
        names: Names of components; ``kind/name`` where two kinds have one of a name.
        everything: Whether all are meant.

    Raises:
        ScaffoldError: None is called that, or several are.
    """
    if everything and names:
        raise UsageError("give names or --all, not both.")
    if everything:
        return list(found.all)
    if not names:
        raise UsageError("name a component, or give --all; `sam-scaffold list` has their names.")
    return list({one.path: one for one in (_named(found, name) for name in names)}.values())


def _named(found: Components, name: str) -> ComponentRecord:
    kind, _, own = name.rpartition("/")
    fit = [one for one in found.all if one.name == own and kind in ("", one.kind)]
    fit = fit or [one for one in found.all if name in one.logical_ids]
    if not fit:
        known = [one.name for one in found.all]
        there = f" There are {', '.join(known)}." if known else " There is none yet."
        raise ScaffoldError(f"{name!r} is no component here.{nearest(name, known)}{there}")
    if len(fit) > 1:
        ways = ", ".join(dict.fromkeys(f"{one.kind}/{one.name}" for one in fit))
        raise ScaffoldError(f"{name!r} may be {', '.join(one.path for one in fit)}; write {ways}.")
    return fit[0]


def put_in_place(found: Components) -> None:
    """Write what the command came to.

    Raises:
        ScaffoldError: A stack cannot have that much, or a file was changed meanwhile.
    """
    from ..lifecycle.quota_guard import check_quotas  # noqa: PLC0415 - slow to import

    check_quotas(found.overlay)
    root: Path = found.overlay.repository
    templates = {one.template_file for one in found.all}
    present = [name for name in templates if (root / name).exists()]
    found.overlay.commit(present)
