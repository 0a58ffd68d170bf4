"""The layouts: where a function's own code comes to lie, and what its block says then."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace

from ..errors import ScaffoldError
from ..paths import is_below
from .analysis import Analysis
from .candidates import Candidate
from .changes import Edit, Link
from .deciding import INIT
from .flat_layout import flat
from .linkless import check_linkless, linkless_edits
from .order import Layout, Order
from .placing import Placed, Places
from .requirements import list_to_come, lists_of
from .splitting import need_of


@dataclass(frozen=True)
class Laid:
    """Where a function's own code comes to lie.

    Attributes:
        code: The folder that its CodeUri names, from the repository's root.
        placed: What is moved and linked there.
        handler: Its new Handler, None where that stays.
        packages: The dotted packages that SAM puts its code into; empty where it puts none.
        edits: Files of text that follow.
    """

    code: str
    placed: Placed
    handler: str | None = None
    packages: str = ""
    edits: tuple[Edit, ...] = ()


def lay_out(candidate: Candidate, analysis: Analysis, places: Places, order: Order) -> Laid:
    """Find where a function's own code goes.

    Raises:
        ScaffoldError: The layout cannot be had for it.
    """
    if order.layout is Layout.IN_PLACE:
        return _in_place(candidate, analysis, places)
    folder = analysis.folder_of(candidate)
    _check_free(places, folder)
    if order.layout is Layout.FLAT:
        done = flat(candidate, analysis, places, folder)
        placed = done.placed.plus(_lists(candidate, places, folder))
        return _with_list_to_come(candidate, Laid(folder, placed, done.handler, edits=done.edits))
    placed = places.of_function(candidate.key, folder, leaves_links=order.links)
    lists = _lists(candidate, places, folder)
    if order.links:
        return _with_list_to_come(candidate, Laid(folder, placed.plus(lists)))
    check_linkless(candidate, places, placed)
    edits = tuple(linkless_edits(candidate, places, folder))
    placed = replace(placed, paths={**placed.paths, **lists.paths})
    return _with_list_to_come(candidate, Laid(folder, placed, edits=edits))


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


def _check_free(places: Places, folder: str) -> None:
    """Refuse a folder in which something is already.

    Raises:
        ScaffoldError: There is.
    """
    place = places.root / folder
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise ScaffoldError(
            f"{folder} is in use; move away what is there, or take --layout in-place."
        )


def _lists(candidate: Candidate, places: Places, folder: str) -> Placed:
    """The lists of packages, linked into a function's folder."""
    inner = {posixpath.relpath(one, candidate.code): one for one in lists_of(candidate)}
    links = (Link(f"{folder}/{path}", places.now(one)) for path, one in inner.items())
    return Placed((), tuple(links), inner)


def _in_place(candidate: Candidate, analysis: Analysis, places: Places) -> Laid:
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
    every = analysis.decisions.files.values()
    needed = [one.real for one in every if candidate.key in (one.owner, *one.linked)]
    elsewhere = [one for one in needed if not is_below(one, folder)]
    elsewhere = [one for one in elsewhere if not _can_be_gone(one, folder, candidate, analysis)]
    others = _others_in(folder, candidate, analysis, places)
    for path, why in ((elsewhere, "needs {}, which lies outside of"), (others, "would ship {} of")):
        if path:
            first = min(path, key=lambda one: (posixpath.basename(one) == INIT, one))
            raise ScaffoldError(
                f"{name} cannot stay in place: it {why.format(first)} {folder}; take --layout keep."
            )
    paths = {f"{inner}/{posixpath.relpath(one, folder)}": one for one in places.below(folder)}
    lists = _lists(candidate, places, folder)
    return Laid(
        folder, Placed((), lists.links, {**paths, **lists.paths}), packages=inner.replace("/", ".")
    )


def _can_be_gone(path: str, folder: str, candidate: Candidate, analysis: Analysis) -> bool:
    """Tell whether a file is the ``__init__.py`` of a package above, and does nothing."""
    above, name = posixpath.split(path)
    if name != INIT or not is_below(folder, above):
        return False
    return not need_of(candidate.root, path, [analysis.readings[candidate.key]])


def _others_in(folder: str, candidate: Candidate, analysis: Analysis, places: Places) -> list[str]:
    """What lies in a folder that would be shipped and is not the function's."""
    own = {one.real for one in analysis.decisions.files.values() if one.owner == candidate.key}
    return [one for one in places.below(folder) if one not in own and not places.is_nobodys(one)]
