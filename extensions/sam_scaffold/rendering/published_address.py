"""The address under which the template is published, and which answers files record."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError

PACKAGE = "sam-scaffold"
"""The name of the distribution."""

LABEL = "Repository"
"""The key in ``[project.urls]`` of pyproject.toml with the address for Copier and Renovate."""

NO_ADDRESS = "git+no address yet; run sam-scaffold address ADDRESS to set it"
"""The address that is recorded while the template is not published.

Copier passes it to git, since it begins with ``git+``, and git shows this text in its error
message. It has no host, so nothing is looked up.
"""

_GIT = re.compile(r"^(git\+|git@|gh:|gl:)|\.git$")


def published_address() -> str:
    """Return the address in the package's metadata, or `NO_ADDRESS` if it was not set.

    It is the project URL with the label `LABEL`:
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
    """Return an address in a form that Copier recognizes as that of a git repository."""
    return address if _GIT.search(address) else f"git+{address}"


def is_unset(address: str) -> bool:
    """Return whether a recorded address was not set."""
    return address in ("", NO_ADDRESS)
