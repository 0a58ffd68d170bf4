"""Where the template is: its address and version for copier."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..errors import ScaffoldError

TEMPLATE_VARIABLE = "SAM_SCAFFOLD_TEMPLATE"
"""Environment variable that overrides the template's address."""

_SCHEME = re.compile(r"^(git\+|[a-z]{2,}:|[\w.-]+@)")


@dataclass(frozen=True, slots=True)
class Source:
    """A template for copier.

    Attributes:
        url: What copier takes as ``src_path`` and records as ``_src_path``.
        ref: What it takes as ``vcs_ref``; None for the latest tag.
    """

    url: str
    ref: str | None

    @property
    def is_local(self) -> bool:
        """Whether the address means something on this machine alone."""
        return _SCHEME.match(self.url) is None


def find_source(override: str | None = None) -> Source:
    """The template that this command belongs to.

    Args:
        override: An address as copier takes it, from ``--template``; the environment
            variable ``SAM_SCAFFOLD_TEMPLATE`` comes next, then where pip or uv
            installed this package from (PEP 610), so that code and template are of
            one version.

    Raises:
        ScaffoldError: The address is a folder that does not exist, or there is none.
    """
    given = override or os.environ.get(TEMPLATE_VARIABLE)
    if given:
        return _named(given)
    try:
        recorded = Distribution.from_name("sam-scaffold").read_text("direct_url.json")
    except PackageNotFoundError:
        recorded = None
    source = _installed(json.loads(recorded)) if recorded else _checkout()
    if source is None:
        raise ScaffoldError(
            "this sam-scaffold does not know its template's address, as it was not installed from "
            f"a git repository or folder; give --template ADDRESS or set {TEMPLATE_VARIABLE}."
        )
    return source


def _named(address: str) -> Source:
    if _SCHEME.match(address):
        return Source(address, None)
    return _folder(Path(address).expanduser())


def _folder(folder: Path) -> Source:
    """A template on this machine, as it stands there."""
    if not (folder / "copier.yml").is_file():
        raise ScaffoldError(
            f"{folder} is no sam-scaffold template (it has no copier.yml); give --template ADDRESS "
            f"or set {TEMPLATE_VARIABLE}."
        )
    return Source(str(folder.resolve()), "HEAD" if (folder / ".git").exists() else None)


def _installed(direct_url: dict[str, object]) -> Source | None:
    """What PEP 610 recorded: https://packaging.python.org/en/latest/specifications/direct-url/."""
    url = str(direct_url["url"])
    vcs = direct_url.get("vcs_info")
    if isinstance(vcs, dict):
        folder = _local_path(url)
        commit = str(vcs["commit_id"])
        return Source(str(folder) if folder else _git_address(url), commit)
    folder = _local_path(url)
    return _folder(folder) if folder and "dir_info" in direct_url else None


def _local_path(url: str) -> Path | None:
    parts = urlsplit(url)
    if parts.scheme != "file":
        return None
    path = unquote(parts.path)
    return Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)  # file:///C:/... on Windows


def _git_address(url: str) -> str:
    return url if url.endswith(".git") or url.startswith("git@") else f"git+{url}"


def _checkout() -> Source | None:
    """The checkout that this code runs in, where it is not installed."""
    root = Path(__file__).resolve().parents[3]
    return _folder(root) if (root / "copier.yml").is_file() else None
