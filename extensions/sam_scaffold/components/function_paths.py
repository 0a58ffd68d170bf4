"""Folders of a component, and the paths by which its files refer to each other."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..record_files import SCAFFOLD
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .facts import Facts, Records
from .quoting import as_text

Answers = dict[str, Any]


def base_of(answers: Answers) -> PurePosixPath:
    """Return the folder of the SAM template, which the paths in it are relative to."""
    return PurePosixPath(answers["template_file"]).parent


def uri_of(folder: PurePosixPath, answers: Answers, style: HouseStyle) -> str:
    """Return a folder as a CodeUri or ContentUri, with the prefix and suffix usual here."""
    path = posixpath.relpath(folder, base_of(answers))
    if path == ".":
        return "./" if style.code_uri_suffix else "."
    prefix = "" if path.startswith("../") else style.code_uri_prefix
    return f"{prefix}{path}{style.code_uri_suffix}"


@dataclass(frozen=True)
class PathFacts(Facts):
    """Folders of a function, relative to the repository's root, and the paths between them.

    Attributes:
        code_dir: Folder of its code.
        own_code_dir: Folder of code that no other function has; empty if its module is in a
            folder with those of others.
        tests_dir: Folder of its tests.
        events_dir: Folder of its sample events.
        meta_dir: Folder of its snippet.
        source_expression: Path from its tests to its code, as Python.
        events_expression: Path from its tests to its events.
        shared_expression: Path from its tests to the shared code, empty without shared code.
        shared_package: The package of the shared code, empty without shared code.
    """

    code_dir: str
    own_code_dir: str
    tests_dir: str
    events_dir: str
    meta_dir: str
    source_expression: str
    events_expression: str
    shared_expression: str
    shared_package: str


@dataclass(frozen=True, slots=True)
class FunctionPaths:
    """Folders of a function, relative to the repository's root."""

    code_dir: PurePosixPath
    own_code_dir: PurePosixPath | None
    tests_dir: PurePosixPath
    events_dir: PurePosixPath
    meta_dir: PurePosixPath
    records_dir: PurePosixPath

    @property
    def records(self) -> Records:
        """The paths of its records."""
        return Records.in_folder(self.records_dir)

    def facts(self, style: HouseStyle) -> PathFacts:
        """Return the folders, and the paths between them, that the template's files read."""
        source = PurePosixPath(style.shared_source)
        shared = expression(self.tests_dir, source) if style.shared_source else ""
        return PathFacts(
            code_dir=str(self.code_dir),
            own_code_dir=str(self.own_code_dir or ""),
            tests_dir=str(self.tests_dir),
            events_dir=str(self.events_dir),
            meta_dir=str(self.meta_dir),
            source_expression=expression(self.tests_dir, self.code_dir),
            events_expression=expression(self.tests_dir, self.events_dir),
            shared_expression=shared,
            shared_package=style.shared_package,
        )


def function_places(answers: Answers, style: HouseStyle) -> FunctionPaths:
    """Return the folders of a function; docs/reference/files.md has the layouts.

    The folder of the CodeUri holds only code, because all of it is deployed: SAM ignores
    ``Exclude`` for Python (measured, SAM CLI 1.170).
    """
    base, name = base_of(answers), answers["name"]
    folder = PurePosixPath(posixpath.normpath(base / str(fill(style.function_dir, name))))
    own = base / SCAFFOLD / "functions" / name
    if answers["layout"] == "colocated":
        tests = folder / "tests"
        code = folder / "src"
        return FunctionPaths(code, code, tests, folder / "events", folder, own)
    tests = base / "tests" / "functions" / name
    own_code = _own_code(folder, style, name) if style.shares_code else folder
    return FunctionPaths(folder, own_code, tests, tests / "events", own, own)


def _own_code(folder: PurePosixPath, style: HouseStyle, name: str) -> PurePosixPath | None:
    """Return the folder of its own below the folder of several functions; None without one."""
    *parents, _, _ = style.handler.replace("/", ".").split(".")
    filled = [str(fill(parent, name)) for parent in parents]
    own = [at for at, parent in enumerate(parents) if parent != filled[at]]
    return folder.joinpath(*filled[: own[0] + 1]) if own else None


_COMMON = ("functions", "layers", "tests")
"""Folders next to the SAM template that hold the folders of several components."""


def common_folder_problem(answers: Mapping[str, Any]) -> str:
    """Return an error if the folder of a component would be a common folder such as functions/.

    A function's folder is deployed with everything in it.

    Args:
        answers: All answers of the component, with the facts derived from them.
    """
    facts = answers["component"]
    place = PurePosixPath(facts.get("own_code_dir") or facts.get("content_dir") or SCAFFOLD)
    first = PurePosixPath(posixpath.relpath(place, base_of(dict(answers)))).parts[0]
    if first != answers["name"] or first not in _COMMON:
        return ""
    return (
        f"{first!r} would be placed in {place}, which is a common folder of several functions and "
        "layers. Choose another name."
    )


def expression(folder: PurePosixPath, target: PurePosixPath) -> str:
    """Return the path from a file to a target, as Python that continues ``path.``.

    Args:
        folder: Folder of the file that contains the Python.
        target: A folder; both relative to the repository's root.

    Returns:
        For example ``parents[1] / "src"``.
    """
    common = 0
    for ours, theirs in zip(folder.parts, target.parts, strict=False):
        if ours != theirs:
            break
        common += 1
    up = len(folder.parts) - common
    head = "parent" if up == 0 else f"parents[{up}]"
    return " / ".join([head, *(as_text(part) for part in target.parts[common:])])
