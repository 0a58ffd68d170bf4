"""Addresses of templates: their form for git, and their comparison."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

_ALIASES = {"gh:": "https://github.com", "gl:": "https://gitlab.com"}
"""https://copier.readthedocs.io/en/stable/generating/#templates-versions"""

# Strict, so that git cannot read an address differently: no port, password, query or escape.
_SAFE = re.compile(r"(?:https://|(?:ssh://)?git@)([A-Za-z0-9.-]+)[/:]/*([A-Za-z0-9._~/-]+)")
_FILE = "file://"


def git_address(url: str) -> str:
    """Return the address for git of an address for Copier."""
    for alias, host in _ALIASES.items():
        if url.startswith(alias):
            return f"{host}/{url.removeprefix(alias).lstrip('/')}"
    return url.removeprefix("git+")


def is_same(url: str, other: str) -> bool:
    """Return whether two addresses name the same repository.

    A forge serves a repository over HTTPS and SSH, with and without ``.git``; Copier has aliases.
    Ambiguous addresses are only the same if they are identical.
    """
    return url == other or (_plain(url) is not None and _plain(url) == _plain(other))


def _plain(url: str) -> tuple[str, str] | None:
    """Return host and path of an address, without access to the disk; None if it is ambiguous."""
    address = git_address(url)
    if found := _SAFE.fullmatch(address):
        host, path = found[1].lower(), PurePosixPath(found[2].removesuffix("/"))
        name = path.with_name(path.name.removesuffix(".git")) if path.name != ".git" else path
        return None if ".." in path.parts else (host, name.as_posix())
    local = Path(address.removeprefix(_FILE)).expanduser()
    if not local.is_absolute() or ".." in local.parts:
        return None
    return "", os.path.normcase(local)
