"""Versions of the template: the one that a component has, and the one that it is to get."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from packaging.version import InvalidVersion, Version

from ..errors import ScaffoldError, nearest
from ..files import cache_folder, locked
from ..scaffold.checkout import Checkout, check_out, exported, git
from ..scaffold.source import Source

_ALIASES = {"gh:": "https://github.com", "gl:": "https://gitlab.com"}
"""https://copier.readthedocs.io/en/stable/generating/#templates-versions"""

_MOST_TAGS = 5


@dataclass
class Versions:
    """The versions that one command needs, each looked up once.

    Attributes:
        source: The template that the command belongs to, None if it knows none.
        wanted: A tag, branch or commit that components are to get; None for the
            command's own version, and for the latest tag of any other template.
    """

    source: Source | None
    wanted: str | None = None
    _homes: dict[str, Home] = field(default_factory=dict)
    _found: dict[tuple[str, str], Checkout] = field(default_factory=dict)
    _targets: dict[str, Checkout] = field(default_factory=dict)

    def at(self, url: str, version: str) -> Checkout:
        """A version of a template.

        Args:
            url: The template's address, as an answers file records it.
            version: What the answers file records as ``_commit``.

        Raises:
            ScaffoldError: There is no such template or version.
        """
        if (url, version) not in self._found:
            home = self._home(url)
            commit = home.recorded(version)
            if commit is None:
                raise ScaffoldError(_unknown(url, version))
            self._found[url, version] = home.checkout(commit)
        return self._found[url, version]

    def target(self, url: str) -> Checkout:
        """The version that components of a template are to get."""
        if url not in self._targets:
            self._targets[url] = self._target(url)
        return self._targets[url]

    def is_older(self, url: str, new: Checkout, old: Checkout) -> bool:
        """Whether a version is one that another one has been made from."""
        if new.commit is None or old.commit is None or new.commit == old.commit:
            return False
        try:
            git(str(self._home(url).folder), "merge-base", "--is-ancestor", new.commit, old.commit)
        except subprocess.CalledProcessError:
            return False
        return True

    def _home(self, url: str) -> Home:
        return self._homes.setdefault(url, Home(url))

    def _target(self, url: str) -> Checkout:
        home = self._home(url)
        if self.wanted is not None:
            commit = home.commit(self.wanted)
            if commit is None:
                there = f" There are {', '.join(home.tags[:_MOST_TAGS])}." if home.tags else ""
                hint = nearest(self.wanted, home.tags)
                raise ScaffoldError(f"the template {url} has no {self.wanted!r}.{hint}{there}")
            return home.checkout(commit)
        if self.source is not None and self.source.url == url and self.source.ref is not None:
            return check_out(self.source)
        commit = home.commit(home.tags[0]) if home.tags else None
        if commit is None:
            raise ScaffoldError(f"the template {url} has no version yet; name one with --to.")
        return home.checkout(commit)


def _unknown(url: str, version: str) -> str:
    if not url:
        return "its answers file names no template; write the address into it as _src_path."
    if not version:
        return (
            f"the template {url} had no git history when it was made; write the version that it "
            "has into its answers file as _commit."
        )
    return (
        f"the template {url} has no version {version}: it was made with changes that were never "
        "committed, or the template is elsewhere by now; write the version that is nearest into "
        "its answers file as _commit, or the new address as _src_path."
    )


@dataclass(frozen=True)
class Home:
    """Where the history of a template is.

    Attributes:
        url: The template's address, as an answers file records it.
    """

    url: str

    @property
    def _is_local(self) -> bool:
        return Source(self.url, None).is_local

    @cached_property
    def _place(self) -> Path:
        """The template's own folder, or where the copy of its history is or will be."""
        if self._is_local:
            return Path(self.url).expanduser().resolve()
        digest = hashlib.sha256(self.url.encode()).hexdigest()[:16]
        return cache_folder("templates") / f"{digest}.git"

    @cached_property
    def folder(self) -> Path:
        """The template's own folder, or a copy of its history in the user's cache, fetched.

        Raises:
            ScaffoldError: It cannot be reached, or has no history.
        """
        if not self.url:
            raise ScaffoldError(_unknown("", ""))
        if not self._is_local:
            self._fetch()
        elif not self._place.is_dir():
            raise ScaffoldError(
                f"the template {self.url} is not there; if it is elsewhere by now, change "
                "_src_path in the answers file."
            )
        elif not _is_repository(self._place):
            raise ScaffoldError(
                f"the template {self.url} is no git repository, so it has no versions; put it "
                "under git and tag one."
            )
        return self._place

    def _fetch(self) -> None:
        folder = self._place
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            with locked([folder]):
                if folder.exists():
                    git(str(folder), "fetch", "--quiet", "--prune", "--force", "origin")
                else:
                    words = ("clone", "--quiet", "--mirror", "--", git_address(self.url))
                    git(str(folder.parent), *words, folder.name)
        except subprocess.CalledProcessError as error:
            lines = str(error.stderr).strip().splitlines() or ["git failed"]
            why = next((one for one in lines if one.startswith("fatal: ")), lines[-1])
            raise ScaffoldError(
                f"the template {self.url} cannot be fetched: {why.rstrip('.')}. Check "
                "its address, the network and your access."
            ) from None

    def commit(self, version: str) -> str | None:
        """The full id of the commit of a tag, branch, commit or description."""
        return _commit(self.folder, version)

    def recorded(self, version: str) -> str | None:
        """The commit of a version that was there once; what is in the cache is not fetched."""
        known = not self._is_local and self._place.exists()
        return (known and _commit(self._place, version)) or self.commit(version)

    def checkout(self, commit: str) -> Checkout:
        """The files of a commit that is there."""
        found = exported(Source(str(self._place), None), commit)
        return replace(found, url=self.url, recorded={**found.recorded, "_src_path": self.url})

    @cached_property
    def tags(self) -> list[str]:
        """The tags of versions, the latest first, as copier chooses it: no pre-releases."""
        found = []
        for tag in git(str(self.folder), "tag").splitlines():
            try:
                version = Version(tag)
            except InvalidVersion:
                continue
            if not version.is_prerelease:
                found.append((version, tag))
        return [tag for _, tag in sorted(found, reverse=True)]


def git_address(url: str) -> str:
    """What git takes for an address that copier takes."""
    for alias, host in _ALIASES.items():
        if url.startswith(alias):
            return f"{host}/{url.removeprefix(alias).lstrip('/')}"
    return url.removeprefix("git+")


def _commit(folder: Path, version: str) -> str | None:
    try:
        return git(str(folder), "rev-parse", "--verify", "--quiet", f"{version}^{{commit}}")
    except subprocess.CalledProcessError:
        return None


def _is_repository(folder: Path) -> bool:
    """Whether a folder is a repository of its own, and does not just lie in one."""
    try:
        return git(str(folder), "rev-parse", "--show-prefix") == ""
    except subprocess.CalledProcessError:
        return False
