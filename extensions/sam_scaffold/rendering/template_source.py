"""Where the template is: its address and version for copier."""

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
    """A template for copier.

    Attributes:
        url: What copier takes as ``src_path`` and records as ``_src_path``.
        ref: What it takes as ``vcs_ref``; None for the latest tag.
        place: The folder on this machine that has it, empty if that is its address.
    """

    url: str
    ref: str | None
    place: str = ""

    @property
    def is_local(self) -> bool:
        """Whether the address means something on this machine alone."""
        return _SCHEME.match(self.url) is None

    @property
    def folder(self) -> str | None:
        """The folder on this machine that has it, None if it is elsewhere."""
        return self.place or (self.url if self.is_local else None)


def find_source(override: str | None = None) -> TemplateSource:
    """Find the template that this command belongs to.

    Args:
        override: An address as copier takes it, from ``--template``; the environment
            variable ``SAM_SCAFFOLD_TEMPLATE`` comes next, then what the wheel brings, then
            where pip or uv installed this package from (PEP 610), so that code and template
            are of one version.

    Raises:
        ScaffoldError: The address is a folder that does not exist, or there is none.
    """
    given = override or os.environ.get(TEMPLATE_VARIABLE)
    if given:
        return _named(given)
    try:
        text = Distribution.from_name(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:
        text = None
    recorded = json.loads(text) if text else {}
    source = _brought(recorded) or (_installed(recorded) if recorded else _checkout())
    if source is None:
        raise ScaffoldError(
            "this sam-scaffold brings no template, as it was built without the history of its git "
            f"repository; give --template ADDRESS or set {TEMPLATE_VARIABLE}."
        )
    return source


def _named(address: str) -> TemplateSource:
    if _SCHEME.match(address):
        return TemplateSource(address, None)
    return _folder(Path(address).expanduser())


def _folder(folder: Path) -> TemplateSource:
    """A template on this machine, as it stands there."""
    if not (folder / "copier.yml").is_file():
        raise ScaffoldError(
            f"{folder} is no sam-scaffold template (it has no copier.yml); give --template ADDRESS "
            f"or set {TEMPLATE_VARIABLE}."
        )
    return TemplateSource(str(folder.resolve()), "HEAD" if (folder / ".git").exists() else None)


def _brought(direct_url: Mapping[str, Any]) -> TemplateSource | None:
    """The template that the wheel brings, at the commit that it was built from."""
    history = history_bundle.unpacked()
    if history is None:
        return None
    address = _remote(direct_url) or published_address()
    return TemplateSource(address, history.head, str(history.folder))


def _installed(direct_url: Mapping[str, Any]) -> TemplateSource | None:
    """What PEP 610 recorded: https://packaging.python.org/en/latest/specifications/direct-url/."""
    folder = _local_path(str(direct_url["url"]))
    if "vcs_info" in direct_url:
        commit = str(direct_url["vcs_info"]["commit_id"])
        if folder is None:
            return TemplateSource(_remote(direct_url), commit)
        return TemplateSource(published_address(), commit, str(folder))
    return _own_folder(folder) if folder and "dir_info" in direct_url else None


def _remote(direct_url: Mapping[str, Any]) -> str:
    """The address of the git repository elsewhere that it was installed from; else empty."""
    url = str(direct_url.get("url", ""))
    return git_url(url) if "vcs_info" in direct_url and _local_path(url) is None else ""


def _own_folder(folder: Path) -> TemplateSource:
    """This package's own template in a folder, which means nothing on other machines."""
    found = _folder(folder)
    return TemplateSource(published_address(), found.ref, found.url)


def _local_path(url: str) -> Path | None:
    parts = urlsplit(url)
    if parts.scheme != "file":
        return None
    path = unquote(parts.path)
    return Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)  # file:///C:/... on Windows


def _checkout() -> TemplateSource | None:
    """The checkout that this code runs in, where it is not installed."""
    root = Path(__file__).resolve().parents[3]
    return _own_folder(root) if (root / "copier.yml").is_file() else None
