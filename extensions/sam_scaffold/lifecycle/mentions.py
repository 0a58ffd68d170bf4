"""Files that still say the old name of a component, as far as a text search can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..components.component_record import ComponentRecord
from ..record_files import MIGRATIONS, SNIPPET_FILE, is_record
from ..transaction.staging import Staging
from .text_files import read_text_file, texts

_PROSE = (".md", ".rst", ".txt", ".adoc")


@dataclass(frozen=True, slots=True)
class SoughtName:
    """A name that is searched for.

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
        instance: ComponentRecord,
        name: str,
        new_ids: Mapping[str, str],
        gone: Iterable[str],
        others: Iterable[ComponentRecord],
    ) -> SoughtName:
        """Return a pattern of the old name that excludes longer names of other components.

        Args:
            instance: The component under its old name.
            name: Its new name.
            new_ids: New logical ids by old ones.
            gone: The folders that it had, and the variables that were called after it.
            others: All components.
        """
        own = _spelled([instance.name])
        strong = [word for word in (*new_ids, *gone) if word not in own]
        names = _spelled([name, *(other.name for other in others if other.name != instance.name)])
        words = (*names, *new_ids.values())
        longer = [word for word in words if any(name in word for name in own)]
        return cls(instance.template_file, _pattern(longer, strong), _pattern(longer, strong + own))

    def rank(self, path: str, text: str) -> tuple[bool, bool] | None:
        """Return how little a file matters that says it, None for one that does not."""
        is_strong = _finds(self.strong, text)
        if not is_strong and (path == self.template_file or not _finds(self.weak, text)):
            return None
        return not is_strong, path.endswith(_PROSE)


def _spelled(names: Iterable[str]) -> list[str]:
    return [spelled for name in names for spelled in (name, name.replace("_", "-"))]


def _any(words: Iterable[str]) -> str:
    """Return a pattern of words, the longest first; a folder is none whose name goes on."""
    several = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + ("(?![_-])" if "/" in word else "") for word in several)


def _pattern(longer: Iterable[str], sought: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern with the sought words in the group ``it``, and longer ones before it."""
    words = [f"(?:{_any(longer) or '(?!)'})", f"(?P<it>{_any(sought) or '(?!)'})"]
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(words)})(?![A-Za-z0-9])")


def _finds(pattern: re.Pattern[str], text: str) -> bool:
    return any(match["it"] for match in pattern.finditer(text))


def mentions(overlay: Staging, sought: SoughtName, made: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the files that say it, those first that something goes by.

    Args:
        overlay: The repository as it will be.
        sought: What is looked for.
        made: Files that say what they are to say, by path.
    """
    found = []
    for path in sorted({*texts(overlay.repository), *overlay.files()} - overlay.dropped):
        pure = PurePosixPath(path)
        is_of_migration = path.startswith(f"{MIGRATIONS}/")  # it says how things were
        if is_record(path) or pure.name == SNIPPET_FILE or is_of_migration:
            continue
        data = _read(overlay, path)
        if b"\0" in data or made.get(path) == data:
            continue
        rank = sought.rank(path, data.decode("utf-8", "replace"))
        if rank is not None:
            found.append((rank, path))
    return tuple(path for _, path in sorted(found))


def _read(overlay: Staging, path: str) -> bytes:
    """Return a file as it will be, nothing if it is not a text file of the repository."""
    staged = overlay.stage / path
    file = staged if staged.is_file() else overlay.repository / path
    return read_text_file(file)
