"""What a tool makes of a link where code was, as far as the line that names the place tells.

Measured: GNU cp, tar, find and grep, zip, git archive, ruff, flake8, pylint, mypy, coverage. Read:
https://docs.docker.com/reference/dockerfile/#copy (links),
https://docs.github.com/actions/reference/workflows-and-actions/expressions#hashfiles,
https://git-scm.com/docs/gitignore (patterns see links as files).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from .naming_files import Kind
from .old_places import Named, Relation
from .statements import Statement


class Risk(IntEnum):
    """How likely something breaks."""

    BREAKS = 0
    MAY_BREAK = 1
    FOLLOWS = 2


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of a line.

    Attributes:
        risk: How likely it breaks.
        what: Why, in a few words.
    """

    risk: Risk
    what: str


_GONE = Effect(Risk.BREAKS, "old path is gone")
_MOVED_OUT = Effect(Risk.MAY_BREAK, "code moved out of it")
_FOLLOWED = Effect(Risk.FOLLOWS, "needs the link")
_UNSEEN = Effect(Risk.BREAKS, "misses the new place")
_SKIPPED = Effect(Risk.BREAKS, "does not follow links")

_FILTERS = re.compile(
    r"paths(-ignore)?|changes|changed-files|any-glob-to-any-file|directory|ignore|exclude|flags"
)
_PATTERNS = re.compile(
    r"(extend-)?(exclude|per-file-ignores|omit|ignore[\w-]*|exclude_dirs|norecursedirs|files"
    r"|sonar\.(exclusions|coverage\.exclusions|cpd\.exclusions))"
)
_SEARCHED = re.compile(
    r"pythonpath|where|mypy_path|packages|package-dir|package_dir|py_modules|files|testpaths"
    r"|(python\.)?(analysis|autoComplete)\.extraPaths|extraPaths|PYTHONPATH|src|include|source"
    r"|modules|root_packages?"
)
_COVERAGE = re.compile(r"coverage|run|tool\.coverage\..+")
_MEASURED = re.compile(r"--cov[= ]|\bcoverage\s.*--source[= ]")
_MOUNTED = re.compile(r"\bdocker(?:-compose)?\s.*(?:\s-v\s|--volume|--mount)")
_CONTEXT = re.compile(r"\b(?:docker|podman|buildah)\s.*\bbuild\b")
_LINTED = re.compile(r"\b(?:ruff|flake8|pylint|bandit)\b")
_LETTERS = r"(?:\s-\S+)*?\s-[a-zA-Z]*"
_COPIED = re.compile(rf"\bcp{_LETTERS}[rRaPd]|\bcp\s.*--(?:recursive|archive)")
_COPIED_THROUGH = re.compile(rf"\bcp{_LETTERS}L|\bcp\s.*--dereference")
_SYNCED = re.compile(r"\brsync\b")
_SYNCED_THROUGH = re.compile(rf"\brsync{_LETTERS}[Lk]|\brsync\s.*--copy-(?:links|dirlinks)")
_PACKED = re.compile(
    r"\btar\s+(?:-?[a-zA-Z]*c|.*--create)|\bgit\s+archive\b|\bzip\s(?:.*\s)?-[a-zA-Z]*y"
    r"|\bzip\s.*--symlinks"
)
_PACKED_THROUGH = re.compile(r"\btar\s+-?[a-zA-Z]*h|\btar\s.*(?:\s-h\b|--dereference)")
_FOUND = re.compile(r"(?:^|[\s(`@])find\s+(?!-L)|\bgrep\s+(?:.*\s)?-[a-zA-Z]*r")
_DIFFED = re.compile(r"\bgit\s+(?:diff|log|rev-list|show|ls-tree)\b|\bhashFiles\(")
_CHANGED = re.compile(r"(?:^|\s)(?:git\s+)?(?:mv|rm)\s")
_TAKING = re.compile(
    r"(?:^|[\s@(`\"'/])(?:cp|rsync|tar|zip|find|grep|ruff|flake8|pylint|mypy|black|isort|bandit"
    r"|pytest|pyright|mv|rm|COPY|ADD|git\s+(?:diff|log|archive|rm|mv))\s"
)
_FROM_STAGE = re.compile(r"^\s*(?:COPY|ADD)\s.*--from=", re.IGNORECASE)
_COPY = re.compile(r"^\s*(?:COPY|ADD)\s", re.IGNORECASE)


def takes_names(kind: Kind, statement: Statement) -> bool:
    """Tell whether a name without a slash is a path there.

    Args:
        kind: How the file names paths.
        statement: The line.
    """
    if kind is Kind.SETTINGS:
        return bool(_SEARCHED.fullmatch(statement.key) or _is_sonar(statement))
    if kind is Kind.OWNERS or kind is Kind.PYTHON or kind is Kind.EDITOR:
        return False
    return bool(_TAKING.search(statement.whole) or _MEASURED.search(statement.whole))


def effect_of(kind: Kind, statement: Statement, named: Named, word: str) -> Effect | None:
    """Say what becomes of a line that names a moved place; None where that stays as it was.

    Args:
        kind: How the file names paths.
        statement: The line.
        named: The place.
        word: The name.
    """
    linked = _of_link(kind, statement, named.relation, word)
    if named.move.leaves_link:
        return linked
    if named.relation is Relation.AT:
        return _GONE
    searched = _SEARCHED.fullmatch(statement.key) or "PYTHONPATH" in statement.whole
    is_read = (linked and linked.risk is not Risk.FOLLOWS) or searched
    return _MOVED_OUT if is_read and kind is not Kind.PYTHON else None


def _of_link(kind: Kind, statement: Statement, relation: Relation, word: str) -> Effect | None:
    found = _of_kind(kind, statement, relation, word)
    if found is None and relation is Relation.AT:
        return _FOLLOWED
    return found


def _of_kind(kind: Kind, statement: Statement, relation: Relation, word: str) -> Effect | None:
    """What becomes of a line though a link takes the old place; None where that is followed."""
    if kind is Kind.OWNERS:
        return Effect(Risk.BREAKS, "new place has no owner")
    if kind is Kind.IGNORED:
        return _UNSEEN
    if kind is Kind.DOCKER and _COPY.match(statement.whole):
        return _of_copy(statement, relation)
    if kind is Kind.COMPOSE:
        return _of_compose(statement)
    if kind is Kind.PIPELINE and _FILTERS.fullmatch(statement.key):
        return _UNSEEN
    if kind is Kind.SETTINGS:
        return _of_setting(statement, relation)
    if kind in (Kind.PIPELINE, Kind.SCRIPT, Kind.DOCKER):
        return _of_command(statement.command(word), relation, word)
    return None


def _of_copy(statement: Statement, relation: Relation) -> Effect | None:
    if _FROM_STAGE.match(statement.whole):
        return None
    if relation is Relation.ABOVE:
        return Effect(Risk.BREAKS, "copies the link")
    return Effect(Risk.MAY_BREAK, "link may leave the context")


def _of_compose(statement: Statement) -> Effect | None:
    if statement.key == "volumes":
        return Effect(Risk.BREAKS, "link leaves the mount")
    if statement.key in ("build", "context"):
        return Effect(Risk.BREAKS, "link leaves the context")
    return None


def _of_setting(statement: Statement, relation: Relation) -> Effect | None:
    if _is_sonar(statement):
        return Effect(Risk.MAY_BREAK, "may skip links")
    if statement.key == "source" and _COVERAGE.match(statement.section):
        above = Effect(Risk.BREAKS, "coverage loses the code")
        return above if relation is Relation.ABOVE else None
    is_files = statement.key == "files" and not statement.section.startswith(("mypy", "tool.mypy"))
    if _PATTERNS.fullmatch(statement.key) and (is_files or statement.key != "files"):
        return _UNSEEN
    return _of_command(statement.whole, relation, "")


def _of_command(command: str, relation: Relation, word: str) -> Effect | None:
    """What a command makes of a link; that of a slash behind it is followed."""
    is_above = relation is Relation.ABOVE
    if _DIFFED.search(command):
        return _UNSEEN
    if _MEASURED.search(command):
        return Effect(Risk.BREAKS, "coverage loses the code") if is_above else None
    if _MOUNTED.search(command):
        return Effect(Risk.BREAKS, "link leaves the mount")
    if _CONTEXT.search(command):
        return Effect(Risk.BREAKS, "link leaves the context")
    if _LINTED.search(command):
        return Effect(Risk.MAY_BREAK, "skips linked folders") if is_above else None
    if _CHANGED.search(command):
        return None if is_above else Effect(Risk.MAY_BREAK, "changes the link")
    if _SYNCED.search(command):
        return None if _SYNCED_THROUGH.search(command) else _SKIPPED
    if _PACKED.search(command):
        return None if _PACKED_THROUGH.search(command) else Effect(Risk.BREAKS, "packs the link")
    if not is_above and word.endswith("/"):
        return None
    if _COPIED.search(command):
        through = _COPIED_THROUGH.search(command)
        return None if through else Effect(Risk.BREAKS, "copies the link")
    return _SKIPPED if _FOUND.search(command) else None


def _is_sonar(statement: Statement) -> bool:
    return statement.key in ("sonar.sources", "sonar.tests", "sonar.inclusions")
