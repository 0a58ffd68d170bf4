"""Whose code may run: a template's Jinja extension is Python, and an answers file names it.

An answers file comes with the repository that somebody cloned. So the code of a template runs
only if it is the command's own, or if the user has said that its address is to be trusted: see
docs/explanation/trust.md.
"""

from __future__ import annotations

import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path

import yaml
from packaging.version import InvalidVersion, Version

from ..errors import ScaffoldError
from ..transaction.git import git
from .template_source import TemplateSource

WAY_OUT = "if you trust it, give --trust, or name the address under trust in copier's settings.yml"
"""What a user does who knows whose code it is."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose code may run.

    Attributes:
        own: The template that the command belongs to, None if it knows none.
        everybody: Whether the user trusts all addresses for once.
    """

    own: TemplateSource | None
    everybody: bool = False

    def check_address(self, url: str) -> None:
        """Refuse a stranger's address; git may not be asked about it, nor the disk.

        Args:
            url: The template's address, as an answers file records it; not the command's own.

        Raises:
            ScaffoldError: The user does not trust it.
        """
        if url and not self._is_trusted(url):
            raise ScaffoldError(
                f"the template {url} is not this command's own, and its code would run; {WAY_OUT}."
            )

    def check_commit(self, template: str, version: str, commit: str, history: Path) -> None:
        """Refuse a commit of the command's own template that is part of no released version.

        A forge serves the commits of forks and pull requests under the address, too.

        Args:
            template: What messages call the template.
            version: What the commit was called.
            commit: Its full id.
            history: The template's history.

        Raises:
            ScaffoldError: It may be anybody's, and the user does not trust the address.
        """
        url = "" if self.own is None else self.own.url
        if not self.is_released(commit, history) and not self._is_trusted(url):
            called = "" if commit.startswith(version) else f" ({commit[:12]})"
            raise ScaffoldError(
                f"{version}{called} of {template} is part of no released version, and its code "
                f"would run; {WAY_OUT}."
            )

    def is_released(self, commit: str, history: Path) -> bool:
        """Say whether a commit is the command's own or a version's, or went into one of these.

        Args:
            commit: Its full id.
            history: The history of the command's own template.
        """
        own = self._commit
        if commit == own:
            return True
        tags = git(str(history), "tag", "--contains", commit).splitlines()
        return any(map(_is_version, tags)) or (
            own is not None and _is_ancestor(commit, own, history)
        )

    @property
    def _commit(self) -> str | None:
        """The commit that the command itself is of, None where that is not settled."""
        if self.own is None or self.own.ref != "HEAD":
            return None if self.own is None else self.own.ref
        return git(self.own.folder, "rev-parse", "HEAD") if self.own.folder else None

    def _is_trusted(self, url: str) -> bool:
        return self.everybody or _trusted_by_copier(url)


def _is_version(tag: str) -> bool:
    try:
        Version(tag)
    except InvalidVersion:
        return False
    return True


def _is_ancestor(commit: str, other: str, history: Path) -> bool:
    try:
        git(str(history), "merge-base", "--is-ancestor", commit, other)
    except subprocess.CalledProcessError:
        return False
    return True


def _trusted_by_copier(url: str) -> bool:
    """Whether the user's settings of copier trust an address, by copier's own rules.

    https://copier.readthedocs.io/en/stable/settings/#trusted-locations
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the name's move, and of a file that is not there
        from copier.settings import Settings  # type: ignore[attr-defined] # noqa: PLC0415 - slow

        try:
            return bool(Settings.from_file().is_trusted(url))
        except (OSError, ValueError, yaml.YAMLError) as error:  # pydantic's are ValueErrors
            problem = " ".join(str(error).split()).rstrip(".")
    raise ScaffoldError(f"copier's settings.yml cannot be read: {problem}; correct it.")
