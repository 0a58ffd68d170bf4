"""The components that a command works on, locked against other commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ScaffoldError, UsageError, nearest
from ..record_files import ROOT_ANSWERS_FILE
from .options import folder, repository

if TYPE_CHECKING:  # completion and help do not import them
    from ..components.component_record import ComponentRecord
    from ..lifecycle.batch import Components
    from ..rendering.template_source import TemplateSource


def names_or_all(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument for names of components, and the option ``--all``."""
    command = click.option("--all", "everything", is_flag=True, help="Select all components.")(
        command
    )
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
    """Yield the components of a repository, locked against other commands.

    Args:
        directory: A folder in the repository.
        template: The address that counts as the command's own template.
        to: The version to update components to.
        trust: Whether the code of templates from any address may run.
        unclaimed: Whether to lock SAM templates without a component, too.

    Raises:
        ScaffoldError: The folder does not exist, or another command holds the lock.
        UsageError: The repository has neither a SAM template nor a component.
    """
    from ..transaction import journal  # noqa: PLC0415 - slow to import

    journal.recover(folder(directory))  # else the files of a killed `init` count as an application
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
    """Yield the components of a repository with this root, as `components` does.

    Raises:
        ScaffoldError: Another command holds the lock.
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
        templates = {component.template_file for component in found.all}
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
        return None  # each component records its own


def chosen(found: Components, names: Sequence[str], *, everything: bool) -> list[ComponentRecord]:
    """Return the components that the arguments name.

    Args:
        found: All components.
        names: Names or logical ids of components; ``kind/name`` if two kinds have the same name.
        everything: Whether to return all.

    Raises:
        ScaffoldError: A name is unknown, or several components have it.
        UsageError: There are no names without ``--all``, or names with it.
    """
    if everything and names:
        raise UsageError("give either names or --all.")
    if everything:
        return list(found.all)
    if not names:
        raise UsageError("give the name of a component, or --all; `sam-scaffold list` lists them.")
    return list(
        {
            component.path: component for component in (_named(found, name) for name in names)
        }.values()
    )


def _named(found: Components, name: str) -> ComponentRecord:
    kind, _, own = name.rpartition("/")
    fit = [
        component
        for component in found.all
        if component.name == own and kind in ("", component.kind)
    ]
    fit = fit or [component for component in found.all if name in component.logical_ids]
    if not fit:
        known = [component.name for component in found.all]
        there = f" Components: {', '.join(known)}." if known else " There are no components yet."
        raise ScaffoldError(f"{name!r} is not a component.{nearest(name, known)}{there}")
    if len(fit) > 1:
        ways = ", ".join(dict.fromkeys(f"{component.kind}/{component.name}" for component in fit))
        paths = ", ".join(component.path for component in fit)
        raise ScaffoldError(f"{name!r} is ambiguous: {paths}. Write {ways}.")
    return fit[0]


def put_in_place(found: Components) -> None:
    """Write the changes of the command.

    Raises:
        ScaffoldError: A quota would be exceeded, or a file was changed meanwhile.
    """
    from ..lifecycle.quota_guard import check_quotas  # noqa: PLC0415 - slow to import

    check_quotas(found.overlay)
    root: Path = found.overlay.repository
    templates = {component.template_file for component in found.all}
    present = [name for name in templates if (root / name).exists()]
    found.overlay.commit(present)
