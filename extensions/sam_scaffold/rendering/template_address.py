"""Addresses of templates: as git takes them, and which of them name the same repository."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

_ALIASES = {"gh:": "https://github.com", "gl:": "https://gitlab.com"}
"""https://copier.readthedocs.io/en/stable/generating/#templates-versions"""

# Strictly, so that git cannot read an address otherwise: no port, password, query or escape.
_SAFE = re.compile(r"(?:https://|(?:ssh://)?git@)([A-Za-z0-9.-]+)[/:]/*([A-Za-z0-9._~/-]+)")
_FILE = "file://"


def git_address(url: str) -> str:
    """Return what git takes for an address that copier takes."""
    for alias, host in _ALIASES.items():
        if url.startswith(alias):
            return f"{host}/{url.removeprefix(alias).lstrip('/')}"
    return url.removeprefix("git+")


def is_same(one: str, other: str) -> bool:
    """Say whether two addresses name one repository.

    A forge serves it over HTTPS and SSH, with and without ``.git``; copier has aliases. What
    can be read in more than one way is the same only letter by letter.
    """
    return one == other or (_plain(one) is not None and _plain(one) == _plain(other))


def _plain(url: str) -> tuple[str, str] | None:
    """Host and path of an address, without looking at the disk; None where it is not plain."""
    address = git_address(url)
    if found := _SAFE.fullmatch(address):
        host, path = found[1].lower(), PurePosixPath(found[2].removesuffix("/"))
        name = path.with_name(path.name.removesuffix(".git")) if path.name != ".git" else path
        return None if ".." in path.parts else (host, name.as_posix())
    local = Path(address.removeprefix(_FILE)).expanduser()
    if not local.is_absolute() or ".." in local.parts:
        return None
    return "", os.path.normcase(local)
