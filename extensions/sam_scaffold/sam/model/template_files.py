"""The SAM templates of a repository: their paths and their parsed text."""

from __future__ import annotations

import posixpath
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ...document import Document
from ...errors import ScaffoldError
from ...transaction.paths import leads_out
from ...transaction.repository_view import RepositoryView, own_files
from .template import Template

TRANSFORM = "AWS::Serverless-2016-10-31"

TEMPLATE_ENDINGS = (".yaml", ".yml", ".json", ".template")
_FIRST = ("template.yaml", "template.yml", "template.json")
_LARGEST = 2_000_000

# A key of the root begins a line; its value extends to the next line that begins with a key.
_IN_BLOCK = re.compile(
    r"""^["']?Transform["']?[ \t]*:([^\n]*(?:\n[ \t\r#-][^\n]*|\n(?=\n))*)""", re.MULTILINE
)
_IN_FLOW = re.compile(r"""(?<![\w:.-])["']?Transform["']?\s*:\s*(\[[^\]]*\]|[^\s,}]+)""")


def templates_of(view: RepositoryView) -> list[str]:
    """Return the paths of the SAM templates; ``template.yaml`` in the root is the first."""
    return list(_templates(view))


@lru_cache(maxsize=8)
def _templates(view: RepositoryView) -> tuple[str, ...]:
    """Search the folders once for each view, whose files do not change meanwhile."""
    seen: dict[str, Path] = {}
    for root in view.roots():
        for path in _candidates(root):
            seen.setdefault(path.relative_to(root).as_posix(), path)
    return tuple(sorted((path for path, file in seen.items() if _is_template(file)), key=_rank))


def load_template(view: RepositoryView, template_file: str) -> Template:
    """Parse a SAM template.

    Args:
        view: The repository.
        template_file: Path from the repository's root, with slashes.

    Raises:
        ScaffoldError: The file does not exist, is a folder, not UTF-8, invalid YAML, or not
            a mapping.
    """
    data = view.read(template_file)
    if data is None:
        raise ScaffoldError(_missing(view, template_file))
    return parsed(template_file, data)


def find_template(view: RepositoryView, template_file: str) -> Template | None:
    """Parse a SAM template; return None if it does not exist or cannot be read."""
    if not template_file or not view.exists(template_file):
        return None
    try:
        return load_template(view, template_file)
    except ScaffoldError:
        return None


def _missing(view: RepositoryView, path: str) -> str:
    if leads_out(path):
        return f"{path!r} is not a path inside the repository. Use a path from its root."
    what = "is a folder" if view.is_dir(path) else "does not exist"
    if existing := templates_of(view):
        return f"{path} {what}. The SAM templates here are {', '.join(existing)}."
    if what == "is a folder":
        return f"{path} is a folder. Move it, or choose a SAM template."
    return f"{path} does not exist, and there is no SAM template here. Run sam-scaffold init."


@lru_cache(maxsize=4)
def parsed(template_file: str, data: bytes) -> Template:
    """Parse the bytes of a SAM template, once as long as they stay the same.

    Every question reads the same few templates, and parsing is slow.

    Raises:
        ScaffoldError: The bytes are not UTF-8, not valid YAML, or not a mapping.
    """
    return Template(posixpath.normpath(template_file), Document.parse(template_file, data))


def templates_in(folder: Path) -> list[str]:
    """Return the names of the SAM templates in a folder, without its subfolders, sorted."""
    try:
        found = [path for path in folder.iterdir() if path.name.endswith(TEMPLATE_ENDINGS)]
    except OSError:
        return []
    return sorted(path.name for path in found if path.name[0] != "." and _is_template(path))


def _candidates(folder: Path) -> Iterator[Path]:
    """Yield the files that may be templates by their names."""
    return (path for path in own_files(folder) if path.name.endswith(TEMPLATE_ENDINGS))


def _is_template(file: Path) -> bool:
    """Return whether the text of a file has a Transform of SAM at its root."""
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
