"""Files that still say the old name of a component, as far as a text search can tell."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..paths import git_root
from ..records import SNIPPET_FILE, is_record
from ..sam.repository import own_files
from ..scaffold.git import git
from ..scaffold.instances import Instance
from ..scaffold.overlay import Overlay

_MADE = re.compile(r"__pycache__|.+[._-]cache|\.(?:cache|tox|nox|hypothesis|aws-sam)|htmlcov")
"""Folders that tools make anew, even where they were committed by mistake."""

_PROSE = (".md", ".rst", ".txt", ".adoc")
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    Attributes:
        template_file: The SAM template of the component.
        strong: Finds a logical id or the path of a folder, which something else goes by.
        weak: Finds these and the name, which may be a word like any other.
    """

    template_file: str
    strong: re.Pattern[str]
    weak: re.Pattern[str]

    @classmethod
    def of(
        cls,
        instance: Instance,
        name: str,
        new_ids: Mapping[str, str],
        gone: Iterable[str],
        others: Iterable[Instance],
    ) -> Sought:
        """Tell the old name from longer ones: that of another component, or the new one.

        Args:
            instance: The component under its old name.
            name: Its new name.
            new_ids: New logical ids by old ones.
            gone: The folders that it had, and the variables that were called after it.
            others: All components.
        """
        own = _spelled([instance.name])
        strong = [word for word in (*new_ids, *gone) if word not in own]
        names = _spelled([name, *(one.name for one in others if one.name != instance.name)])
        longer = [word for word in (*names, *new_ids.values()) if any(one in word for one in own)]
        return cls(instance.template_file, _pattern(longer, strong), _pattern(longer, strong + own))

    def rank(self, path: str, text: str) -> tuple[bool, bool] | None:
        """How little a file matters that says it, None for one that does not."""
        is_strong = _finds(self.strong, text)
        if not is_strong and (path == self.template_file or not _finds(self.weak, text)):
            return None
        return not is_strong, path.endswith(_PROSE)


def _spelled(names: Iterable[str]) -> list[str]:
    return [spelled for name in names for spelled in (name, name.replace("_", "-"))]


def _any(words: Iterable[str]) -> str:
    """A pattern of words, the longest first; a folder is none whose name goes on."""
    several = sorted(words, key=lambda one: (-len(one), one))
    return "|".join(re.escape(one) + ("(?![_-])" if "/" in one else "") for one in several)


def _pattern(longer: Iterable[str], sought: Iterable[str]) -> re.Pattern[str]:
    """What finds the sought words in the group ``it``, and before them what only holds them."""
    words = [f"(?:{_any(longer) or '(?!)'})", f"(?P<it>{_any(sought) or '(?!)'})"]
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(words)})(?![A-Za-z0-9])")


def _finds(pattern: re.Pattern[str], text: str) -> bool:
    return any(match["it"] for match in pattern.finditer(text))


def mentions(overlay: Overlay, sought: Sought, made: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files that say it, those first that something goes by.

    Args:
        overlay: The repository as it will be.
        sought: What is looked for.
        made: Files that say what they are to say, by path.
    """
    found = []
    for path in sorted({*_texts(overlay.repository), *overlay.files()} - overlay.dropped):
        pure = PurePosixPath(path)
        if is_record(path) or pure.name == SNIPPET_FILE:
            continue
        data = _read(overlay, path)
        if b"\0" in data or made.get(path) == data:
            continue
        rank = sought.rank(path, data.decode("utf-8", "replace"))
        if rank is not None:
            found.append((rank, path))
    return tuple(path for _, path in sorted(found))


def _read(overlay: Overlay, path: str) -> bytes:
    """A file as it will be, nothing for one that is no text of the repository."""
    staged = overlay.stage / path
    file = staged if staged.is_file() else overlay.repository / path
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST:
            return b""
        return file.read_bytes()
    except OSError:
        return b""


def _texts(repository: Path) -> Iterator[str]:
    """The files that are the repository's own, but for what tools made."""
    for path in _listed(repository):
        if not any(_MADE.fullmatch(part) for part in PurePosixPath(path).parts[:-1]):
            yield path


def _listed(repository: Path) -> Iterator[str]:
    """What git has, or would take; all that is no environment where there is no git."""
    if git_root(repository) is not None:
        try:
            listed = git(str(repository), "ls-files", "-coz", "--exclude-standard", "--", ".")
        except (OSError, subprocess.CalledProcessError):
            pass
        else:
            yield from filter(None, listed.split("\0"))
            return
    for file in own_files(repository, hidden=True):
        yield file.relative_to(repository).as_posix()
