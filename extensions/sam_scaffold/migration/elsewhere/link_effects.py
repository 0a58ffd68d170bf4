"""Effect of a link in place of moved code on the tools that are given its path.

Measured: GNU cp, tar, find and grep, zip, git archive, ruff, flake8, pylint, mypy, coverage. Read:
https://docs.docker.com/reference/dockerfile/#copy (links),
https://docs.github.com/actions/reference/workflows-and-actions/expressions#hashfiles,
https://git-scm.com/docs/gitignore (patterns see links as files).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from .naming_files import FileKind
from .old_places import VARIABLE, Named, Relation
from .statements import Statement


class Risk(IntEnum):
    """Likelihood of a break."""

    BREAKS = 0
    MAY_BREAK = 1
    FOLLOWS = 2


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a move on a line.

    Attributes:
        risk: The likelihood of a break.
        what: The reason, in a few words.
    """

    risk: Risk
    what: str


_GONE = Effect(Risk.BREAKS, "old path is gone")
_MOVED_OUT = Effect(Risk.MAY_BREAK, "code moved out of it")
_FOLLOWED = Effect(Risk.FOLLOWS, "needs the link")
_UNSEEN = Effect(Risk.BREAKS, "misses the new place")
_UNOWNED = Effect(Risk.BREAKS, "new place has no owner")
_SKIPPED = Effect(Risk.BREAKS, "does not follow links")

_FILTERS = re.compile(r"paths-ignore|changes|changed-files|any-glob-to-any-file|directory")
_FILTERED = re.compile(r"(?:.*/)?(?:workflows/.+|azure-pipelines[^/]*|\.?codecov\.ya?ml)")
_GLOB = re.compile(r"""\s*- ["']?[\w./-]+/\*\*?["']?\s*""")
_PATTERNS = re.compile(
    r"(extend-)?(exclude|per-file-ignores|omit|ignore[\w-]*|exclude_dirs|norecursedirs|files"
    r"|sonar\.(exclusions|coverage\.exclusions|cpd\.exclusions))"
)
_SEARCHED = re.compile(
    r"python_?paths?|where|mypy_path|packages|package-dir|package_dir|py_modules|files|testpaths"
    r"|(python\.)?(analysis|autoComplete)\.extraPaths|extraPaths|PYTHONPATH|src|include|source"
    r"|modules|root_packages?"
)
_COVERAGE = re.compile(r"coverage|run|tool\.coverage\..+")
_MEASURED = re.compile(r"--cov[= ]|\bcoverage\s.*--source[= ]")
_LETTERS = r"(?:\s-\S+)*?\s-[a-zA-Z]*"
_TAKING = re.compile(
    r"(?:^|[\s@(`\"'/])(?:cp|rsync|tar|zip|find|grep|ruff|flake8|pylint|mypy|black|isort|bandit"
    r"|pytest|pyright|mv|rm|COPY|ADD|git\s+(?:diff|log|archive|rm|mv))\s"
)
_FROM_STAGE = re.compile(r"^\s*(?:COPY|ADD)\s.*--from=", re.IGNORECASE)
_COPY = re.compile(r"^\s*(?:COPY|ADD)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Command:
    """Command that does not follow all links.

    Attributes:
        found: A pattern that matches the command.
        above: The effect if it is given a folder that contains the link.
        at: The effect if it is given the link itself.
        through: A pattern that matches options to follow links.
        enters: Whether it follows a link that ends in a slash.
        files: Whether it treats a link to a file like one to a folder.
    """

    found: re.Pattern[str]
    above: Effect | None
    at: Effect | None
    through: re.Pattern[str] = re.compile("(?!)")
    enters: bool = False
    files: bool = True


def _breaking(what: str) -> Effect:
    return Effect(Risk.BREAKS, what)


def _both(
    found: str, effect: Effect, through: str = "(?!)", *, enters: bool = False, files: bool = True
) -> _Command:
    return _Command(re.compile(found), effect, effect, re.compile(through), enters, files)


_COMMANDS = (
    _both(r"\bgit\s+(?:diff|log|rev-list|show|ls-tree)\b|\bhashFiles\(", _UNSEEN),
    _Command(_MEASURED, _breaking("coverage loses the code"), None),
    _both(
        r"\bdocker(?:-compose)?\s.*(?:\s-v\s|--volume|--mount)", _breaking("link leaves the mount")
    ),
    _both(r"\b(?:docker|podman|buildah)\s.*\bbuild\b", _breaking("link leaves the context")),
    _Command(
        re.compile(r"\b(?:ruff|flake8|pylint|bandit)\b"),
        Effect(Risk.MAY_BREAK, "skips linked folders"),
        None,
        files=False,
    ),
    _Command(
        re.compile(r"(?:^|\s)(?:git\s+)?(?:mv|rm)\s"),
        None,
        Effect(Risk.MAY_BREAK, "changes the link"),
    ),
    _both(r"\brsync\b", _SKIPPED, rf"\brsync{_LETTERS}[Lk]|--copy-(?:links|dirlinks)"),
    _both(
        r"\btar\s+(?:-?[a-zA-Z]*c|.*--create)",
        _breaking("packs the link"),
        r"\btar\s+-?[a-zA-Z]*h|\s-h\b|--dereference",
    ),
    _both(
        r"\bgit\s+archive\b|\bzip\s(?:.*\s)?(?:-[a-zA-Z]*y|--symlinks)",
        _breaking("packs the link"),
    ),
    _both(
        rf"\bcp{_LETTERS}[rRaPd]|\bcp\s.*--(?:recursive|archive)",
        _breaking("copies the link"),
        rf"\bcp{_LETTERS}L|--dereference",
        enters=True,
    ),
    _both(r"\bfind\s+(?!-L).*-type f|\bgrep\s+(?:.*\s)?-[a-zA-Z]*r", _SKIPPED, enters=True),
    _both(r"(?:^|[\s(`@])find\s+(?!-L)", _SKIPPED, enters=True, files=False),
)
"""Commands that do not follow all links; the first match applies."""


def takes_names(kind: FileKind, statement: Statement) -> bool:
    """Return whether a name without a slash is a path in a line.

    Args:
        kind: How the file names paths.
        statement: The line.
    """
    if kind is FileKind.SETTINGS:
        return bool(_SEARCHED.fullmatch(statement.key) or _is_sonar(statement))
    if kind is FileKind.OWNERS or kind is FileKind.PYTHON or kind is FileKind.EDITOR:
        return False
    return bool(_TAKING.search(statement.whole) or _MEASURED.search(statement.whole))


def effect_of(kind: FileKind, statement: Statement, named: Named, word: str) -> Effect | None:
    """Return the effect on a line that names a moved path; None without any.

    Args:
        kind: How the file names paths.
        statement: The line.
        named: The path.
        word: The name.
    """
    linked = _of_link(kind, statement, named, word)
    if named.move.leaves_link:
        return linked
    if named.relation is Relation.AT:
        return _GONE
    if linked in (_UNSEEN, _UNOWNED):
        return linked
    searched = _SEARCHED.fullmatch(statement.key) or "PYTHONPATH" in statement.whole
    is_read = (linked and linked.risk is not Risk.FOLLOWS) or searched
    return _MOVED_OUT if is_read and kind is not FileKind.PYTHON else None


def _of_link(kind: FileKind, statement: Statement, named: Named, word: str) -> Effect | None:
    found = _of_kind(kind, statement, named, word)
    if found is None and named.relation is Relation.AT:
        return _FOLLOWED
    return found


def _of_kind(kind: FileKind, statement: Statement, named: Named, word: str) -> Effect | None:
    """Return the effect on a line despite the link; None if the link is followed."""
    found: Effect | None = None
    if kind is FileKind.OWNERS:
        found = _UNOWNED
    elif kind is FileKind.IGNORED or (kind is FileKind.PIPELINE and _is_filter(statement)):
        found = _UNSEEN
    elif kind is FileKind.DOCKER and _COPY.match(statement.whole):
        found = _of_copy(statement, named.relation)
    elif kind is FileKind.COMPOSE:
        found = _COMPOSED.get(statement.key)
    elif kind is FileKind.SETTINGS:
        found = _of_setting(statement, named)
    elif kind in (FileKind.PIPELINE, FileKind.SCRIPT, FileKind.DOCKER):
        found = _of_command(statement.command(word.rpartition(VARIABLE)[2]), named, word)
    return found


def _is_filter(statement: Statement) -> bool:
    """Return whether a line of a pipeline filters changes."""
    if _FILTERS.fullmatch(statement.key):
        return True
    is_paths = statement.key in ("paths", "include", "exclude", "ignore")
    is_glob = bool(_GLOB.fullmatch(statement.text)) and statement.key not in ("path", "paths")
    return (is_paths or is_glob) and bool(_FILTERED.fullmatch(statement.path))


_COMPOSED = {
    "volumes": _breaking("link leaves the mount"),
    "build": _breaking("link leaves the context"),
    "context": _breaking("link leaves the context"),
}


def _of_copy(statement: Statement, relation: Relation) -> Effect | None:
    if _FROM_STAGE.match(statement.whole):
        return None
    if relation is Relation.ABOVE:
        return Effect(Risk.BREAKS, "copies the link")
    return Effect(Risk.MAY_BREAK, "link may leave the context")


def _of_setting(statement: Statement, named: Named) -> Effect | None:
    if _is_sonar(statement):
        return Effect(Risk.MAY_BREAK, "may skip links")
    if statement.key == "source" and _COVERAGE.match(statement.section):
        above = Effect(Risk.BREAKS, "coverage loses the code")
        return above if named.relation is Relation.ABOVE else None
    keys = (statement.key, statement.section.rpartition(".")[2])
    is_mypys = statement.key == "files" and "mypy" in statement.section  # mypy follows links
    if any(map(_PATTERNS.fullmatch, keys)) and not is_mypys:
        return _UNSEEN
    return _of_command(statement.whole, named, "")


def _of_command(command: str, named: Named, word: str) -> Effect | None:
    """Return the effect on a command; None if it follows the link."""
    known = next((known for known in _COMMANDS if known.found.search(command)), None)
    if known is None or known.through.search(command) or not (known.files or named.is_folder):
        return None
    if named.relation is Relation.ABOVE:
        return known.above
    return None if known.enters and word.endswith("/") else known.at


def _is_sonar(statement: Statement) -> bool:
    return statement.key in ("sonar.sources", "sonar.tests", "sonar.inclusions")
