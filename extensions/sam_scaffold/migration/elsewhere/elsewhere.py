"""Lines elsewhere in the repository that name a path or a module of moved code."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...lifecycle.text_files import read_text_file, texts
from ...record_files import SCAFFOLD, is_record
from ...transaction.paths import is_below
from ..changes import Move
from .link_effects import Effect, effect_of, takes_names
from .naming_files import FileKind, kind_of, may_name_paths
from .old_places import VARIABLE, Named, OldPlaces
from .statements import Statement, statements

_LONGEST = 1000
"""Maximum length of a handwritten line, in characters."""

_VARIABLE = re.compile(
    r"\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*\$?|%\w+%|\{\w+\}|\$[@<^?]"
)
_URL = re.compile(r"\b(?!file:)[a-z][a-z0-9+.]*://\S+")
_WORD = re.compile(r"(?:file://)?(/?[\w\0.*?@+~-]+(?:/[\w\0.*?@+~-]*)*)")
_DOTTED = re.compile(r"(?<![\w/.\0-])([A-Za-z_]\w*(?:\.\w+)+)(?![\w/-])")
_RUN = re.compile(r"""\bpython[\d.]*\s+(?:-\w\s+)*-m\s+([\w.]+)|"module"\s*:\s*"([\w.]+)\"""")
_JOINED = re.compile(r"""["']\s*/\s*["']""")
_LISTED = re.compile(r"""["']\s*,\s*["']""")
_QUOTED = re.compile(r"""["']([^"'\s]*/[^"'\s]*)["']""")
_JOINS = re.compile(r"\b(?:join|joinpath|Path|PurePath)\(")
_BACKSLASHED = (".bat", ".cmd", ".ps1")
_NO_MODULES = (FileKind.OWNERS, FileKind.IGNORED, FileKind.PYTHON)


@dataclass(frozen=True, slots=True)
class Mention:
    """A line that names an old path or module.

    Attributes:
        path: The file, from the repository's root, before the moves.
        line: The line, from 1.
        text: Its text, stripped.
        what: The effect of the move on it, in a few words.
    """

    path: str
    line: int
    text: str
    what: str


def mentions_of(
    repository: Path, moves: Sequence[Move], written: Collection[str] = ()
) -> tuple[Mention, ...]:
    """List the lines that name the old path of moved code, those that break first.

    Python imports, prose, lock files and SAM templates are not searched.

    Args:
        repository: The repository's root, before the moves.
        moves: The moves.
        written: Files that the migration itself writes.
    """
    places = OldPlaces(repository, moves)
    found: list[tuple[Effect, Mention]] = []
    for path in texts(repository):
        is_own = is_record(path) or path.startswith(f"{SCAFFOLD}/")
        if may_name_paths(path) and path not in written and not is_own:
            found.extend(_in_file(repository, path, places, moves))
    found.sort(key=lambda pair: (pair[0].risk, pair[1].path, pair[1].line))
    return tuple(mention for _, mention in found)


def _in_file(
    repository: Path, path: str, places: OldPlaces, moves: Sequence[Move]
) -> Iterator[tuple[Effect, Mention]]:
    if kind_of(path, "") is FileKind.PYTHON and any(is_below(path, move.source) for move in moves):
        return
    data = read_text_file(repository / path)
    if b"\0" in data or not any(word in data for word in places.words):
        return
    text = data.decode("utf-8", "replace")
    kind = kind_of(path, text)
    if kind is None:
        return
    prose: frozenset[int] | None = None
    for statement in statements(path, kind, text, places.parts):
        effect = (
            _effect(repository, path, kind, statement, places)
            if len(statement.raw) < _LONGEST
            else None
        )
        if effect is None:
            continue
        if path.endswith(".py"):
            prose = _docstring_lines(text) if prose is None else prose
            if statement.number in prose:
                continue
        yield effect, Mention(path, statement.number, statement.raw.strip(), effect.what)


def _effect(
    repository: Path, path: str, kind: FileKind, statement: Statement, places: OldPlaces
) -> Effect | None:
    """Return the worst effect on the names in a line."""
    found = [
        effect
        for word, named in _named(repository, path, kind, statement, places)
        if (effect := effect_of(kind, statement, named, word)) is not None
    ]
    return min(found, key=lambda effect: effect.risk, default=None)


def _named(
    repository: Path, path: str, kind: FileKind, statement: Statement, places: OldPlaces
) -> Iterator[tuple[str, Named]]:
    """Yield the moved paths that a line names, with the words."""
    bases = tuple(_bases(repository, path, statement))
    takes = takes_names(kind, statement)
    handles = "handler" in statement.whole.lower()
    rooted = (
        kind in (FileKind.OWNERS, FileKind.IGNORED, FileKind.DOCKER) or statement.key == "directory"
    )
    for word in _words(path, kind, statement.text):
        is_path = "/" in word or word.endswith(".py") or takes
        if kind is FileKind.IGNORED and path.endswith(".gitignore"):
            is_path = "/" in word.rstrip("/")  # without it the pattern also matches the new path
        if is_path:
            for named in places.of_path(word, bases, rooted=rooted, handles=handles):
                yield word, named
    if kind not in _NO_MODULES:
        yield from _modules(statement.text, places)


def _words(path: str, kind: FileKind, text: str) -> Iterator[str]:
    """Yield the words of a line that may be paths, with `VARIABLE` for variables."""
    if path.endswith(_BACKSLASHED):
        text = text.replace("\\", "/")
    if kind is FileKind.PYTHON:
        text = _JOINED.sub("/", text)
        text = _LISTED.sub("/", text) if _JOINS.search(text) else text
        text = " ".join(_QUOTED.findall(text))
    text = _URL.sub(" ", _VARIABLE.sub(VARIABLE, text))
    yield from (found[1] for found in _WORD.finditer(text))


def _modules(text: str, places: OldPlaces) -> Iterator[tuple[str, Named]]:
    for found in _RUN.finditer(text):
        if named := places.of_module(found[1] or found[2], bare=True):
            yield found[0], named
    for found in _DOTTED.finditer(text):
        if named := places.of_module(found[1]):
            yield found[1], named


def _bases(repository: Path, path: str, statement: Statement) -> Iterator[str]:
    """Yield the folders to which a file's paths may be relative, the likeliest first."""
    above = [str(parent) if str(parent) != "." else "" for parent in PurePosixPath(path).parents]
    if statement.entered:
        entered = (
            posixpath.normpath(posixpath.join(parent, statement.entered)) for parent in above
        )
        yield from (folder for folder in entered if (repository / folder).is_dir())
    yield from above


def _docstring_lines(text: str) -> frozenset[int]:
    """Return the lines of docstrings and other unused strings."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return frozenset()
    return frozenset(
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )
