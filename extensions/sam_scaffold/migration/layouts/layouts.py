"""The layouts: where a function's own code comes to lie, and what its block says then."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...errors import ScaffoldError
from ...transaction.paths import is_below
from ..changes import Edit, Link
from ..elsewhere.elsewhere import Mention
from ..needs.analysis import Analysis
from ..needs.candidates import Candidate
from ..needs.deciding import INIT
from ..needs.requirements_lists import list_to_come, lists_of
from ..needs.splitting import need_of
from ..order import CodeLayout, Order
from .flat_layout import flat
from .linkless import check_found, check_no_links, list_edits, pytest_settings
from .placing import Placement, Placements


@dataclass(frozen=True)
class Laid:
    """Where a function's own code comes to lie.

    Attributes:
        code: The folder that its CodeUri names, from the repository's root.
        placed: What is moved and linked there.
        handler: Its new Handler, None where that stays.
        packages: The dotted packages that SAM puts its code into; empty where it puts none.
        edits: Files of text that follow.
        left: Lines that name old modules in strings and stay as they are.
        notes: What somebody has to see to, a line each.
    """

    code: str
    placed: Placement
    handler: str | None = None
    packages: str = ""
    edits: tuple[Edit, ...] = ()
    left: tuple[Mention, ...] = ()
    notes: tuple[str, ...] = ()


def lay_out(candidate: Candidate, analysis: Analysis, places: Placements, order: Order) -> Laid:
    """Find where a function's own code goes.

    Raises:
        ScaffoldError: The layout cannot be had for it.
    """
    if order.layout is CodeLayout.IN_PLACE:
        return _with_lists(_in_place(candidate, analysis, places), candidate, places, order)
    folder = analysis.folder_of(candidate)
    _check_free(places, folder)
    if order.layout is CodeLayout.FLAT:
        done = flat(candidate, analysis, places, folder)
        laid = Laid(folder, done.placed, done.handler, "", done.edits, done.left, done.notes)
        if not order.links:
            check_no_links(candidate, laid.placed)
        return _with_lists(laid, candidate, places, order)
    placed = places.of_function(candidate.key, folder, leaves_links=order.links)
    if order.links:
        return _with_lists(Laid(folder, placed), candidate, places, order)
    check_no_links(candidate, placed)
    check_found(candidate, places, placed)
    laid = Laid(folder, placed, edits=tuple(pytest_settings(places, folder)))
    return _with_lists(laid, candidate, places, order)


def _with_list_to_come(candidate: Candidate, laid: Laid) -> Laid:
    """Name the list that a script writes into the old folder, which no link can lead to yet.

    `sam build` fails on a link that leads nowhere, and pip on a list that is not there; without
    either, artifacts would have no packages, and nobody would be told.
    """
    path = list_to_come(candidate)
    if not path:
        return laid
    name = posixpath.basename(path)
    text = f"-r {posixpath.relpath(path, laid.code)}\n".encode()
    placed = replace(laid.placed, paths={**laid.placed.paths, name: path})
    return replace(laid, placed=placed, edits=(*laid.edits, Edit(f"{laid.code}/{name}", text)))


def _check_free(places: Placements, folder: str) -> None:
    """Refuse a folder in which something is already.

    Raises:
        ScaffoldError: There is.
    """
    place = places.root / folder
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise ScaffoldError(
            f"{folder} is in use; move away what is there, or take --layout in-place."
        )


def _with_lists(laid: Laid, candidate: Candidate, places: Placements, order: Order) -> Laid:
    """Add the lists of packages, which SAM reads in the folder of the CodeUri.

    Raises:
        ScaffoldError: Another list is there, or this one cannot be had without links.
    """
    inner = {posixpath.relpath(list_, candidate.code): list_ for list_ in lists_of(candidate)}
    for path, one in inner.items():
        if (places.root / laid.code / path).exists():
            raise ScaffoldError(
                f"{candidate.logical_id} is built from {one}, and {laid.code} has a {path} of its "
                "own; put the packages into one of them first."
            )
    above = laid.packages.replace(".", "/")
    paths = {posixpath.join(above, path): one for path, one in inner.items()}
    links: tuple[Link, ...] = ()
    edits: tuple[Edit, ...] = ()
    if order.links:
        links = tuple(Link(f"{laid.code}/{path}", places.now(one)) for path, one in inner.items())
    else:
        edits = tuple(list_edits(candidate, laid.code))
    placed = laid.placed.plus(Placement((), links, paths))
    return _with_list_to_come(candidate, replace(laid, placed=placed, edits=(*laid.edits, *edits)))


def _in_place(candidate: Candidate, analysis: Analysis, places: Placements) -> Laid:
    """Let the CodeUri name the package that the function's code is in; nothing moves.

    SAM puts the folder's content below its parent packages (SAM CLI 1.145 and newer).
    """
    handler = analysis.readings[candidate.key].handler
    folder = posixpath.dirname(handler)
    name, inner = candidate.logical_id, posixpath.relpath(folder, analysis.code)
    if folder in ("", analysis.code):
        raise ScaffoldError(
            f"{name} cannot stay in place: {handler} lies in no package of its own; take "
            "--layout keep."
        )
    if not all(part.isidentifier() for part in inner.split("/")):
        raise ScaffoldError(
            f"{name} cannot stay in place: {inner} is no package that Python can import; take "
            "--layout keep."
        )
    elsewhere = list(_elsewhere(folder, candidate, analysis, places))
    others = _others_in(folder, candidate, analysis, places)
    for path, why in ((elsewhere, "needs {}, which lies outside of"), (others, "would ship {} of")):
        if path:
            first = min(path, key=lambda one: (posixpath.basename(one) == INIT, one))
            raise ScaffoldError(
                f"{name} cannot stay in place: it {why.format(first)} {folder}; take --layout keep."
            )
    paths = {f"{inner}/{posixpath.relpath(one, folder)}": one for one in places.below(folder)}
    return Laid(folder, Placement((), (), paths), packages=inner.replace("/", "."))


def _elsewhere(
    folder: str, candidate: Candidate, analysis: Analysis, places: Placements
) -> Iterator[str]:
    """Yield what the function needs and does not get from the layer, outside of a folder.

    The ``__init__.py`` of a package around it is not shipped, and need not be: without one in the
    layer either, Python finds the package all the same.
    """
    readings = list(analysis.readings.values())
    for file in analysis.decisions.files.values():
        if candidate.key not in (file.owner, *file.linked) or is_below(file.real, folder):
            continue
        above, name = posixpath.split(file.real)
        is_around = name == INIT and is_below(folder, above)
        if not (is_around and not need_of(places.root, file.real, readings)):
            yield file.real


def _others_in(
    folder: str, candidate: Candidate, analysis: Analysis, places: Placements
) -> list[str]:
    """Return what lies in a folder that would be shipped and is not the function's."""
    own = {file.real for file in analysis.decisions.files.values() if file.owner == candidate.key}
    return [one for one in places.below(folder) if one not in own and not places.is_nobodys(one)]
