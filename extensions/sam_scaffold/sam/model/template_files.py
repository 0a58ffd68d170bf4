"""The SAM templates of a repository: which files they are, and their parsed text."""

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

# A key of the root begins its line; its value reaches to the next line that does.
_IN_BLOCK = re.compile(
    r"""^["']?Transform["']?[ \t]*:([^\n]*(?:\n[ \t\r#-][^\n]*|\n(?=\n))*)""", re.MULTILINE
)
_IN_FLOW = re.compile(r"""(?<![\w:.-])["']?Transform["']?\s*:\s*(\[[^\]]*\]|[^\s,}]+)""")


def templates_of(view: RepositoryView) -> list[str]:
    """Return the paths of the SAM templates, the root's own ``template.yaml`` first."""
    return list(_templates(view))


@lru_cache(maxsize=8)
def _templates(view: RepositoryView) -> tuple[str, ...]:
    """Look through the folders once for each view: its files stay as they are meanwhile."""
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
    """Parse a SAM template; return None where there is none, or none that can be read."""
    if not template_file or not view.exists(template_file):
        return None
    try:
        return load_template(view, template_file)
    except ScaffoldError:
        return None


def _missing(view: RepositoryView, path: str) -> str:
    if leads_out(path):
        return f"{path!r} is not a path inside the repository; give one from its root."
    what = "is a folder" if view.is_dir(path) else "does not exist"
    if there := templates_of(view):
        return f"{path} {what}; the SAM templates here are {', '.join(there)}."
    if what == "is a folder":
        return f"{path} is a folder; move it out of the way, or name a SAM template."
    return f"{path} does not exist, and there is no SAM template here; run sam-scaffold init."


@lru_cache(maxsize=4)
def parsed(template_file: str, data: bytes) -> Template:
    """Parse the bytes of a SAM template, once as long as they stay the same.

    Every question looks at the same few templates, and parsing one is the slow part.

    Raises:
        ScaffoldError: Not UTF-8, invalid YAML, or no mapping.
    """
    return Template(posixpath.normpath(template_file), Document.parse(template_file, data))


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
