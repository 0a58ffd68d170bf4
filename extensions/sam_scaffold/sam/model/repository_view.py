"""A read-only view of a user's repository, and the SAM templates in it."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ...document import Document
from ...errors import ScaffoldError
from ...transaction.paths import Bounds, leads_out
from .template import Template

TRANSFORM = "AWS::Serverless-2016-10-31"

TEMPLATE_ENDINGS = (".yaml", ".yml", ".json", ".template")
_FIRST = ("template.yaml", "template.yml", "template.json")
_SKIPPED = frozenset(
    {
        "node_modules",
        "__pycache__",
        "build",
        "dist",
        "cdk.out",
        "site-packages",
        ".git",
        ".aws-sam",
        ".venv",
    }
)
_LARGEST = 2_000_000

# A key of the root begins its line; its value reaches to the next line that does.
_IN_BLOCK = re.compile(
    r"""^["']?Transform["']?[ \t]*:([^\n]*(?:\n[ \t\r#-][^\n]*|\n(?=\n))*)""", re.MULTILINE
)
_IN_FLOW = re.compile(r"""(?<![\w:.-])["']?Transform["']?\s*:\s*(\[[^\]]*\]|[^\s,}]+)""")


@dataclass(frozen=True)
class Repository:
    """A repository as it is, or as it would be with a staging folder laid over it.

    Attributes:
        root: The folder whose files are seen first.
        base: The folder whose files are seen where root has none.
    """

    root: Path
    base: Path | None = None

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None if it does not exist.

        Args:
            path: Path from the repository's root, with slashes.

        Raises:
            ScaffoldError: The file exists and cannot be read.
        """
        found = next((place for place in self._places(path) if place.is_file()), None)
        try:
            return None if found is None else found.read_bytes()
        except OSError as error:
            raise ScaffoldError(
                f"{path} cannot be read ({error.strerror}); make it readable and try again."
            ) from None

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder."""
        return any(place.exists() for place in self._places(path))

    def is_dir(self, path: str) -> bool:
        """Whether there is a folder."""
        return any(place.is_dir() for place in self._places(path))

    def place(self, path: str) -> Path:
        """Where a file is; where the repository would have it if there is none."""
        return next(
            (place for place in self._places(path) if place.exists()), self._roots()[-1] / path
        )

    def names(self, folder: str) -> list[str]:
        """The names of what is in a folder, sorted; none if there is no such folder."""
        folders = [place for place in self._places(folder) if place.is_dir()]
        return sorted({below.name for place in folders for below in place.iterdir()})

    def named(self, name: str) -> list[str]:
        """Return the paths of the files of a name that people wrote, sorted."""
        return sorted(
            {
                path.relative_to(root).as_posix()
                for root in self._roots()
                for path in own_files(root)
                if path.name == name
            }
        )

    def templates(self) -> list[str]:
        """The paths of the SAM templates, the root's own ``template.yaml`` first."""
        return list(self._templates)

    @cached_property
    def _templates(self) -> list[str]:
        seen: dict[str, Path] = {}
        for root in self._roots():
            for path in _candidates(root):
                seen.setdefault(path.relative_to(root).as_posix(), path)
        return sorted((path for path, file in seen.items() if _is_template(file)), key=_rank)

    def check_inside(self, paths: Iterable[str]) -> None:
        """Refuse paths that lead out of the repository, be it by links.

        Args:
            paths: From the repository's root, with slashes.

        Raises:
            ScaffoldError: One does.
        """
        bounds = [Bounds.of(root) for root in self._roots()]
        for path in paths:
            for one in bounds:
                one.check(path)

    def load(self, template_file: str) -> Template:
        """Parse a SAM template.

        Args:
            template_file: Path from the repository's root, with slashes.

        Raises:
            ScaffoldError: No such file in the repository, a folder, not UTF-8, invalid
                YAML, or no mapping.
        """
        data = self.read(template_file)
        if data is None:
            raise ScaffoldError(self._missing(template_file))
        return parsed(template_file, data)

    def find(self, template_file: str) -> Template | None:
        """Parse a SAM template; None where there is none, or none that can be read."""
        if not template_file or not self.exists(template_file):
            return None
        try:
            return self.load(template_file)
        except ScaffoldError:
            return None

    def _missing(self, path: str) -> str:
        if leads_out(path):
            return f"{path!r} is not a path inside the repository; give one from its root."
        what = "is a folder" if self.is_dir(path) else "does not exist"
        if there := self.templates():
            return f"{path} {what}; the SAM templates here are {', '.join(there)}."
        if what == "is a folder":
            return f"{path} is a folder; move it out of the way, or name a SAM template."
        return f"{path} does not exist, and there is no SAM template here; run sam-scaffold init."

    def _roots(self) -> list[Path]:
        return [self.root] if self.base is None else [self.root, self.base]

    def _places(self, path: str) -> Iterator[Path]:
        if not leads_out(path):
            for root in self._roots():
                yield root / path


@lru_cache(maxsize=4)
def parsed(template_file: str, data: bytes) -> Template:
    """Parse the bytes of a SAM template, once as long as they stay the same.

    Every question looks at the same few templates, and parsing one is the slow part.

    Raises:
        ScaffoldError: Not UTF-8, invalid YAML, or no mapping.
    """
    return Template(posixpath.normpath(template_file), Document.parse(template_file, data))


def own_files(folder: Path, *, hidden: bool = False) -> Iterator[Path]:
    """The files below a folder that people wrote: what tools made is left out.

    Args:
        folder: Where to begin.
        hidden: Whether to look at names that begin with a dot, and into such folders.
    """
    for place, folders, files in os.walk(folder):
        if "pyvenv.cfg" in files:
            folders.clear()
            continue
        folders[:] = [
            name for name in folders if name not in _SKIPPED and (hidden or name[0] != ".")
        ]
        yield from (Path(place, name) for name in files if hidden or name[0] != ".")


def templates_in(folder: Path) -> list[str]:
    """Return the names of the SAM templates that lie in a folder itself, sorted."""
    try:
        found = [path for path in folder.iterdir() if path.name.endswith(TEMPLATE_ENDINGS)]
    except OSError:
        return []
    return sorted(path.name for path in found if path.name[0] != "." and _is_template(path))


def _candidates(folder: Path) -> Iterator[Path]:
    """The files that may be templates, by name."""
    return (path for path in own_files(folder) if path.name.endswith(TEMPLATE_ENDINGS))


def _is_template(file: Path) -> bool:
    """Whether a file has a root Transform of SAM's, told from its text alone."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return False
        data = file.read_bytes()
    except OSError:
        return False
    if TRANSFORM.encode() not in data:
        return False
    text = data.decode("utf-8-sig", errors="replace")
    found = (_IN_FLOW if text.lstrip().startswith("{") else _IN_BLOCK).search(text)
    return found is not None and TRANSFORM in found[1]


def _rank(path: str) -> tuple[int, int, str]:
    depth = path.count("/")
    first = _FIRST.index(path) if path in _FIRST else len(_FIRST)
    return depth, first, path
