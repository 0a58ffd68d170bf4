"""Folders that scripts of a repository write to before `sam build` or `sam deploy`.

The scripts are not run: if one may write a module, that module is not reported as missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..application.layer import REQUIREMENTS
from ..application.scripts import Line, with_values
from .gitignore import is_ignored

if TYPE_CHECKING:
    from ..application.application import Application

_INSTALLED = re.compile(r"\bpip[\d.]*\b.*?\binstall\b.*?\s(?:-t|--target|--prefix)(?:\s+|=)(\S+)")
_LISTING = re.compile(r"\b(export|compile|freeze|pipreqs|pipenv|cp|mv|ln|rsync)\b|>")
_COPIED = re.compile(r"(?:^|[\s;&|@(])(?:cp|mv|ln|rsync|copy|xcopy|robocopy|unzip)\s+(.+)")
_MADE = re.compile(r"(?:^|[\s;&|@(])mkdir\s+([^;&|]+)")
_WRITTEN = re.compile(
    r"(?:>|\s(?:-o|-d|--out\w*|--dist\w*)(?:\s+|=)|\btar\s.*\s-C)\s*([^\s;&|<>]+)"
)
_ZIPPED = re.compile(r"\b(?:zip|7z)\s.*?([^\s\"']+\.(?:zip|jar))\b")
_RULE = re.compile(r"^([^\s:#=][^:=]*):(?!=)")
_PIPELINE = (".yml", ".yaml")
_ARTIFACTS = "ARTIFACTS_DIR"
_WORD = re.compile(r"[^\s\"'`=;&|<>()]+")
_VARIABLE = re.compile(r"\$|%\w|\{\{")
_HERE = (frozenset({"python"}), frozenset[str]())


def may_provide(facts: Application, folder: Path, name: str) -> bool:
    """Return whether a script may write a module into a folder, or git ignores it as generated.

    Args:
        facts: The application.
        folder: The folder of a function's code, or of a layer's content.
        name: The module's top-level name.
    """
    return (
        is_installed_into(facts, folder)
        or any(_may_copy(line, folder, name) for line in facts.script_lines)
        or any(fnmatchcase(file, glob) for glob in facts.ignored for file in (name, f"{name}.py"))
    )


def is_generated(facts: Application, path: Path) -> bool:
    """Return whether a missing path is generated: a script writes it, or git ignores it.

    Args:
        facts: The application.
        path: The folder or archive.
    """
    near = (line for line in facts.script_lines if _is_near(facts, line, path))
    return is_ignored(facts.root, path) or any(_writes(line, path) for line in with_values(near))


def is_installed_into(facts: Application, folder: Path) -> bool:
    """Return whether a script may install packages into a folder, or write its requirements.txt."""
    return is_list_written(facts, folder) or any(
        _may_be(target, line, folder)
        for line in facts.script_lines
        for target in _INSTALLED.findall(line.text)
    )


def is_list_written(facts: Application, folder: Path) -> bool:
    """Return whether a script may write the missing requirements.txt of a folder."""
    if (folder / REQUIREMENTS).is_file():
        return False
    return any(_lists(line.text, folder) for line in facts.script_lines)


def _is_near(facts: Application, line: Line, path: Path) -> bool:
    """Return whether a script is one of the whole repository, or in a folder above a path."""
    return line.file in facts.scripts or line.file.parent in path.parents


def _writes(line: Line, path: Path) -> bool:
    """Return whether a line writes to a path or below, judging by its text."""
    patterns = (_INSTALLED, _WRITTEN, _ZIPPED)
    targets = [word for pattern in patterns for word in pattern.findall(line.text)]
    copied = [_WORD.findall(words)[-1:] for words in _COPIED.findall(line.text)]
    made = [_WORD.findall(words) for words in _MADE.findall(line.text)]
    if line.file.suffix not in _PIPELINE:
        made += [names.split() for names in _RULE.findall(line.text)]
    targets += [word for words in (*copied, *made) for word in words]
    return any(_leads_to(target, path) for target in targets if _ARTIFACTS not in target)


def _leads_to(target: str, path: Path) -> bool:
    """Return whether a target's parts, without variables, begin with a path's last ones."""
    parts = tuple(part for part in _parts(target) if not _VARIABLE.search(part))
    whole = path.resolve().parts
    return any(parts[:count] == whole[-count:] for count in range(1, len(parts) + 1))


def _lists(text: str, folder: Path) -> bool:
    """Return whether a line may write a requirements.txt into a folder."""
    if REQUIREMENTS not in text or not _LISTING.search(text):
        return False
    return any(_is_named(word, folder) for word in _WORD.findall(text))


def _may_copy(line: Line, folder: Path, name: str) -> bool:
    """Return whether a line copies files into a folder, or a module to an unknown target."""
    for copied in _COPIED.findall(line.text):
        words = _WORD.findall(copied)
        target = words[-1] if words else ""
        if _is_named(target, folder):
            return True
        is_open = _VARIABLE.search(target) or line.file.parent == folder
        parts = {part for word in words for part in PurePosixPath(word).parts}
        if is_open and not parts.isdisjoint((name, f"{name}.py")):
            return True
    return False


def _may_be(target: str, line: Line, folder: Path) -> bool:
    """Return whether a target may be a folder or something in it, judging by its text.

    A Makefile's ``ARTIFACTS_DIR`` is that of `sam build`, which only runs it for ``makefile``.
    """
    if _ARTIFACTS in target:
        return False
    if _VARIABLE.search(target):
        return True
    parts = frozenset(_parts(target))
    is_near = line.file.parent in (folder, *folder.parents)
    return (is_near and parts in _HERE) or folder.name in parts


def _is_named(word: str, folder: Path) -> bool:
    return folder.name in _parts(word)


def _parts(word: str) -> Iterator[str]:
    parts = PurePosixPath(word.strip("\"'")).parts
    return (part for part in parts if part not in (".", "..", "/"))
