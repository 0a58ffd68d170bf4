"""Location of the template: its address and version for Copier."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ..errors import ScaffoldError
from . import history_bundle
from .published_address import PACKAGE, git_url, published_address

TEMPLATE_VARIABLE = "SAM_SCAFFOLD_TEMPLATE"
"""Environment variable that overrides the template's address."""

_SCHEME = re.compile(r"^(git\+|[a-z]{2,}:|[\w.-]+@)")


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template for Copier.

    Attributes:
        url: Its address, which Copier records as ``_src_path``.
        ref: Copier's ``vcs_ref``; None for the latest tag.
        place: The folder on this computer that contains it, empty if that is its address.
    """

    url: str
    ref: str | None
    place: str = ""

    @property
    def is_local(self) -> bool:
        """True if the address is a path, which is only valid on this computer."""
        return _SCHEME.match(self.url) is None

    @property
    def folder(self) -> str | None:
        """The folder on this computer that contains it, None if it is remote."""
        return self.place or (self.url if self.is_local else None)


def find_source(override: str | None = None) -> TemplateSource:
    """Find the template that belongs to this command.

    The first of these that exists: ``--template``; the environment variable
    ``SAM_SCAFFOLD_TEMPLATE``; the history in the wheel; the location from which pip or uv
    installed this package (PEP 610). With the last two, code and template have the same version.

    Args:
        override: The address from ``--template``.

    Raises:
        ScaffoldError: The address is a folder without a template, or none was found.
    """
    given = override or os.environ.get(TEMPLATE_VARIABLE)
    if given:
        return _named(given)
    try:
        text = Distribution.from_name(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:
        text = None
    recorded = json.loads(text) if text else {}
    source = _bundled(recorded) or (_installed(recorded) if recorded else _checkout())
    if source is None:
        raise ScaffoldError(
            "this sam-scaffold does not include a template, because it was built without its git "
            f"history. Give --template ADDRESS or set {TEMPLATE_VARIABLE}."
        )
    return source


def _named(address: str) -> TemplateSource:
    if _SCHEME.match(address):
        return TemplateSource(address, None)
    return _folder(Path(address).expanduser())


def _folder(folder: Path) -> TemplateSource:
    """Return the template in a folder on this computer, with uncommitted changes."""
    if not (folder / "copier.yml").is_file():
        raise ScaffoldError(
            f"{folder} is not a sam-scaffold template (it has no copier.yml). Give --template "
            f"ADDRESS or set {TEMPLATE_VARIABLE}."
        )
    return TemplateSource(str(folder.resolve()), "HEAD" if (folder / ".git").exists() else None)


def _bundled(direct_url: Mapping[str, Any]) -> TemplateSource | None:
    """Return the template in the wheel, at the commit from which the wheel was built."""
    history = history_bundle.unpacked()
    if history is None:
        return None
    address = _remote(direct_url) or published_address()
    return TemplateSource(address, history.head, str(history.folder))


def _installed(direct_url: Mapping[str, Any]) -> TemplateSource | None:
    """Return the template that PEP 610 records: https://packaging.python.org/en/latest/specifications/direct-url/."""
    folder = _local_path(str(direct_url["url"]))
    if "vcs_info" in direct_url:
        commit = str(direct_url["vcs_info"]["commit_id"])
        if folder is None:
            return TemplateSource(_remote(direct_url), commit)
        return TemplateSource(published_address(), commit, str(folder))
    return _own_folder(folder) if folder and "dir_info" in direct_url else None


def _remote(direct_url: Mapping[str, Any]) -> str:
    """Return the address of the remote git repository from which it was installed, or nothing."""
    url = str(direct_url.get("url", ""))
    return git_url(url) if "vcs_info" in direct_url and _local_path(url) is None else ""


def _own_folder(folder: Path) -> TemplateSource:
    """Return this package's template in a folder, with an address that is valid elsewhere."""
    found = _folder(folder)
    return TemplateSource(published_address(), found.ref, found.url)


def _local_path(url: str) -> Path | None:
    parts = urlsplit(url)
    if parts.scheme != "file":
        return None
    path = unquote(parts.path)
    return Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)  # file:///C:/... on Windows


def _checkout() -> TemplateSource | None:
    """Return the template in the checkout of this code, None if the code is installed."""
    root = Path(__file__).resolve().parents[3]
    return _own_folder(root) if (root / "copier.yml").is_file() else None
