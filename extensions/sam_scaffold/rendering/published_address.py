"""The address that the template is published under, which answers files record."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError

PACKAGE = "sam-scaffold"
"""The name of the distribution."""

LABEL = "Repository"
"""The key in ``[project.urls]`` of pyproject.toml whose address copier and Renovate get."""

NO_ADDRESS = "git+no address yet; run sam-scaffold address ADDRESS to set it"
"""What is recorded as long as the template is published nowhere.

Copier takes it for git's, since it begins with ``git+``; git then says that this very text is
not a repository. It names no host, so nothing is looked up.
"""

_GIT = re.compile(r"^(git\+|git@|gh:|gl:)|\.git$")


def published_address() -> str:
    """Return the address that whoever publishes the package has set, or what says how to set one.

    It is the metadata's, `LABEL` of the project's addresses:
    https://packaging.python.org/en/latest/specifications/core-metadata/#project-url-multiple-use
    """
    try:
        metadata = Distribution.from_name(PACKAGE).metadata
    except PackageNotFoundError:
        return NO_ADDRESS
    for entry in metadata.get_all("Project-URL") or ():
        label, _, address = str(entry).partition(",")
        if label.strip() == LABEL:
            return git_url(address.strip())
    return NO_ADDRESS


def git_url(address: str) -> str:
    """Return an address as copier knows it for a git repository's."""
    return address if _GIT.search(address) else f"git+{address}"


def is_unset(address: str) -> bool:
    """Tell whether a recorded address names no repository yet."""
    return address in ("", NO_ADDRESS)
