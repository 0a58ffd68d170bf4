"""Trust in templates: a template's Jinja extension is Python code, which Copier runs.

The address of the template is in answers files, which come with a repository that a user cloned.
Therefore the code of a template only runs if the template belongs to the command, or if the user
trusts its address: see docs/explanation/trust.md.
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

WAY_OUT = "If you trust it, give --trust, or add the address to trust in copier's settings.yml"
"""Advice for users who know the author of the code."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The templates whose code may run.

    Attributes:
        own: The template that belongs to the command, None if it has none.
        all_addresses: Whether the user trusts all addresses for this command.
    """

    own: TemplateSource | None
    all_addresses: bool = False

    def check_address(self, url: str) -> None:
        """Refuse an address that the user does not trust, without access to git or the disk.

        Args:
            url: An address from an answers file, other than that of the command's template.

        Raises:
            ScaffoldError: The user does not trust it.
        """
        if url and not self._is_trusted(url):
            raise ScaffoldError(
                f"the template {url} does not belong to this command, and its code would run. "
                f"{WAY_OUT}."
            )

    def check_commit(self, template: str, version: str, commit: str, history: Path) -> None:
        """Refuse a commit of the command's template that is not part of a released version.

        Under the same address, a forge also serves the commits of forks and pull requests.

        Args:
            template: The template's name in messages.
            version: The version that led to the commit.
            commit: Its full id.
            history: The template's history.

        Raises:
            ScaffoldError: Its author is not known, and the user does not trust the address.
        """
        url = "" if self.own is None else self.own.url
        if not self.is_released(commit, history) and not self._is_trusted(url):
            called = "" if commit.startswith(version) else f" ({commit[:12]})"
            raise ScaffoldError(
                f"{version}{called} of {template} is not part of a released version, and its code "
                f"would run. {WAY_OUT}."
            )

    def is_released(self, commit: str, history: Path) -> bool:
        """Return whether a commit is that of the command or a version, or an ancestor of one.

        Args:
            commit: Its full id.
            history: The history of the command's template.
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
        """The commit of the command itself, None if it is not known."""
        if self.own is None or self.own.ref != "HEAD":
            return None if self.own is None else self.own.ref
        return git(self.own.folder, "rev-parse", "HEAD") if self.own.folder else None

    def _is_trusted(self, url: str) -> bool:
        return self.all_addresses or _trusted_by_copier(url)


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
    """Return whether the user's settings of Copier trust an address, by the rules of Copier.

    https://copier.readthedocs.io/en/stable/settings/#trusted-locations
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a renamed class, and a missing file
        from copier.settings import Settings  # type: ignore[attr-defined] # noqa: PLC0415 - slow

        try:
            return bool(Settings.from_file().is_trusted(url))
        except (OSError, ValueError, yaml.YAMLError) as error:  # pydantic's are ValueErrors
            problem = " ".join(str(error).split()).rstrip(".")
    raise ScaffoldError(f"copier's settings.yml cannot be read: {problem}. Correct it.")
