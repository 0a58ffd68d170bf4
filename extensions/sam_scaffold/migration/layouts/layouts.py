"""Layouts of a function's own code, and the resulting values of its block."""

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
    """Layout of a function's own code.

    Attributes:
        code: The folder of its CodeUri, from the repository's root.
        placed: The moves and links.
        handler: Its new Handler; None to keep it.
        packages: Dotted parent packages of its code in the artifact; empty for none.
        edits: The edits of other files.
        left: Lines that name old modules in strings and are not edited.
        notes: What is left to the users, a line each.
    """

    code: str
    placed: Placement
    handler: str | None = None
    packages: str = ""
    edits: tuple[Edit, ...] = ()
    left: tuple[Mention, ...] = ()
    notes: tuple[str, ...] = ()


def lay_out(candidate: Candidate, analysis: Analysis, places: Placements, order: Order) -> Laid:
    """Plan the layout of a function's own code.

    Raises:
        ScaffoldError: The layout is not possible.
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
    """Include the requirements file that a script writes into the old folder.

    `sam build` fails on a dangling link, and pip on a missing file; without either, artifacts
    would silently have no packages.
    """
    path = list_to_come(candidate)
    if not path:
        return laid
    name = posixpath.basename(path)
    text = f"-r {posixpath.relpath(path, laid.code)}\n".encode()
    placed = replace(laid.placed, paths={**laid.placed.paths, name: path})
    return replace(laid, placed=placed, edits=(*laid.edits, Edit(f"{laid.code}/{name}", text)))


def _check_free(places: Placements, folder: str) -> None:
    """Refuse a folder that is not empty.

    Raises:
        ScaffoldError: It is not.
    """
    place = places.root / folder
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise ScaffoldError(f"{folder} is in use; move its content away, or use --layout in-place.")


def _with_lists(laid: Laid, candidate: Candidate, places: Placements, order: Order) -> Laid:
    """Add the requirements files, which SAM reads in the folder of the CodeUri.

    Raises:
        ScaffoldError: Another one exists there, or this one cannot be shared without links.
    """
    inner = {posixpath.relpath(list_, candidate.code): list_ for list_ in lists_of(candidate)}
    for path, list_file in inner.items():
        if (places.root / laid.code / path).exists():
            raise ScaffoldError(
                f"{candidate.logical_id} is built from {list_file}, and {laid.code} has its own "
                f"{path}; merge the two files first."
            )
    above = laid.packages.replace(".", "/")
    paths = {posixpath.join(above, path): list_file for path, list_file in inner.items()}
    links: tuple[Link, ...] = ()
    edits: tuple[Edit, ...] = ()
    if order.links:
        links = tuple(
            Link(f"{laid.code}/{path}", places.now(list_file)) for path, list_file in inner.items()
        )
    else:
        edits = tuple(list_edits(candidate, laid.code))
    placed = laid.placed.plus(Placement((), links, paths))
    return _with_list_to_come(candidate, replace(laid, placed=placed, edits=(*laid.edits, *edits)))


def _in_place(candidate: Candidate, analysis: Analysis, places: Placements) -> Laid:
    """Point the CodeUri at the package of the function's code; nothing moves.

    SAM creates its parent packages in the artifact (SAM CLI 1.145 and newer).
    """
    handler = analysis.readings[candidate.key].handler
    folder = posixpath.dirname(handler)
    name, inner = candidate.logical_id, posixpath.relpath(folder, analysis.code)
    if folder in ("", analysis.code):
        raise ScaffoldError(
            f"{name} cannot stay in place: {handler} is not in a package of its own; use "
            "--layout keep."
        )
    if not all(part.isidentifier() for part in inner.split("/")):
        raise ScaffoldError(
            f"{name} cannot stay in place: Python cannot import {inner} as a package; use "
            "--layout keep."
        )
    elsewhere = list(_elsewhere(folder, candidate, analysis, places))
    others = _others_in(folder, candidate, analysis, places)
    for path, why in ((elsewhere, "needs {}, which is outside of"), (others, "would deploy {} of")):
        if path:
            first = min(path, key=lambda file: (posixpath.basename(file) == INIT, file))
            raise ScaffoldError(
                f"{name} cannot stay in place: it {why.format(first)} {folder}; use --layout keep."
            )
    paths = {f"{inner}/{posixpath.relpath(file, folder)}": file for file in places.below(folder)}
    return Laid(folder, Placement((), (), paths), packages=inner.replace("/", "."))


def _elsewhere(
    folder: str, candidate: Candidate, analysis: Analysis, places: Placements
) -> Iterator[str]:
    """Yield files outside of a folder that the function needs and the layer does not have.

    The ``__init__.py`` of a parent package is not deployed, and not needed: the layer has none
    either, so Python finds the package anyway.
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
    """Return files of a folder that would be deployed and are not the function's."""
    own = {file.real for file in analysis.decisions.files.values() if file.owner == candidate.key}
    return [
        file for file in places.below(folder) if file not in own and not places.is_nobodys(file)
    ]
