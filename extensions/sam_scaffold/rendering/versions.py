"""Versions of the template: those that components have, and those of an update."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from packaging.version import InvalidVersion, Version

from ..errors import ScaffoldError, nearest
from ..transaction.files import cache_folder, locked
from ..transaction.git import git
from .checkout import Checkout, check_out, exported
from .published_address import is_unset
from .template_address import git_address, is_same
from .template_source import TemplateSource
from .trust import Trust

_FETCHED = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
"""References that only maintainers can write; pull requests have other names on a forge."""

_MOST_TAGS = 5

_HOSTS = ("//", "\\\\")
"""Beginnings of a path on another host, which Windows would contact."""


@dataclass
class Versions:
    """The versions that a command needs, each looked up once.

    Attributes:
        source: The template that belongs to the command, None if it has none.
        wanted: The tag, branch or commit for components; None for the version of the command,
            and for the latest tag of any other template.
        trust: Whether the code of all templates may run.
    """

    source: TemplateSource | None
    wanted: str | None = None
    trust: bool = False
    _homes: dict[str, VersionHome] = field(default_factory=dict)
    _found: dict[tuple[str, str], Checkout] = field(default_factory=dict)
    _targets: dict[str, Checkout] = field(default_factory=dict)

    def at(self, url: str, version: str) -> Checkout:
        """Check out a recorded version of a template.

        Args:
            url: The template's address in an answers file.
            version: The ``_commit`` in the answers file.

        Raises:
            ScaffoldError: There is no such template or version, or its code may not run.
        """
        if (url, version) not in self._found:
            home = self.home(url)
            commit = home.recorded(version)
            if commit is None:
                raise ScaffoldError(_unknown(home.url, version))
            self._found[url, version] = self._checkout(home, version, commit)
        return self._found[url, version]

    def target(self, url: str) -> Checkout:
        """Check out the version of a template for its components."""
        if url not in self._targets:
            self._targets[url] = self._target(url)
        return self._targets[url]

    def is_older(self, url: str, new: Checkout, old: Checkout) -> bool:
        """Return whether a version is an ancestor of another one."""
        if new.commit is None or old.commit is None or new.commit == old.commit:
            return False
        history = str(self.home(url).with_commits(new.commit, old.commit))
        try:
            git(history, "merge-base", "--is-ancestor", new.commit, old.commit)
        except subprocess.CalledProcessError:
            return False
        return True

    def address(self, url: str) -> str:
        """Return the address that is recorded for a component in the future.

        It only differs if the recorded address is not valid on this computer.

        Args:
            url: The address in its answers file.
        """
        own = self.source
        return own.url if own is not None and not own.is_local and leads_nowhere(url) else url

    def home(self, url: str) -> VersionHome:
        """Return the location of a template's history.

        Args:
            url: The template's address in an answers file.

        Raises:
            ScaffoldError: The user does not trust the address.
        """
        address = self.address(url)
        if address not in self._homes:
            own = self.source
            is_own = own is not None and (is_same(own.url, address) or leads_nowhere(address))
            if not is_own:
                self._trust.check_address(address)
            self._homes[address] = VersionHome(address, own if is_own else None)
        return self._homes[address]

    def _checkout(self, home: VersionHome, version: str, commit: str) -> Checkout:
        """Return the files of a commit if its code may run, as that of a trusted address may."""
        known = home.known  # a commit that is released there needs no network
        if home.own and (known is None or not self._trust.is_released(commit, known)):
            self._trust.check_commit(_named(home.url), version, commit, home.folder)
        return home.checkout(commit)

    @property
    def _trust(self) -> Trust:
        return Trust(self.source, self.trust)

    def _target(self, url: str) -> Checkout:
        home = self.home(url)
        if self.wanted is not None:
            commit = home.commit(self.wanted)
            if commit is None:
                there = f" The latest are {', '.join(home.tags[:_MOST_TAGS])}." if home.tags else ""
                hint = nearest(self.wanted, home.tags)
                raise ScaffoldError(
                    f"{_named(home.url)} has no version {self.wanted!r}.{hint}{there}"
                )
            return self._checkout(home, self.wanted, commit)
        if home.own is not None and home.own.ref is not None:
            return home.current(home.own)
        commit = home.commit(home.tags[0]) if home.tags else None
        if commit is None:
            raise ScaffoldError(
                f"{_named(home.url)} has no version yet. Specify a branch or commit with --to."
            )
        return self._checkout(home, home.tags[0], commit)


def leads_nowhere(url: str) -> bool:
    """Return whether an address is not set, or a folder that does not exist here."""
    if is_unset(url):
        return True
    if not TemplateSource(url, None).is_local or url.startswith(_HOSTS):
        return False
    return not Path(url).expanduser().exists()


def _named(url: str) -> str:
    return "this command's template" if is_unset(url) else f"the template {url}"


def _unknown(url: str, version: str) -> str:
    if not version:
        return (
            f"{_named(url)} had no git history when the component was rendered. Add the version "
            "that the component has to its answers file as _commit."
        )
    return (
        f"{_named(url)} has no version {version}: the component was rendered with changes that "
        "were never committed, or the template has moved. Set the nearest version as _commit in "
        "the component's answers file, or set the address with `sam-scaffold address`."
    )


@dataclass(frozen=True)
class VersionHome:
    """The location of a template's history.

    Attributes:
        url: The template's address in an answers file.
        own: The command's template, if it is this one.
    """

    url: str
    own: TemplateSource | None = None

    @property
    def _is_local(self) -> bool:
        return TemplateSource(self.url, None).is_local

    @cached_property
    def _near(self) -> Path | None:
        """The folder of the command's template, whose history needs no network."""
        place = "" if self.own is None else self.own.folder
        return Path(place).expanduser().resolve() if place else None

    @cached_property
    def _place(self) -> Path:
        """The template's folder, or the folder for the copy of its history."""
        if self._is_local:
            return Path(self.url).expanduser().resolve()
        digest = hashlib.sha256(self.url.encode()).hexdigest()[:16]
        return cache_folder("templates") / f"{digest}.git"

    @property
    def known(self) -> Path | None:
        """The history that needs no network: that of the command's template, or the fetched one."""
        if self._near is not None:
            return self._near
        return self._place if not self._is_local and self._place.exists() else None

    @cached_property
    def folder(self) -> Path:
        """The template's folder, or the up-to-date copy of its history in the user's cache.

        Raises:
            ScaffoldError: It cannot be reached, or has no history.
        """
        if is_unset(self.url) and self._near is None:
            raise ScaffoldError(
                "the address of the template is not recorded. Set it with `sam-scaffold address`."
            )
        if is_unset(self.url) or self._is_local:
            return _checked(self._near or self._place)
        self._fetch()
        return self._place

    def _fetch(self) -> None:
        folder = self._place
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            with locked([folder]):
                if folder.exists():
                    update = ("fetch", "--quiet", "--prune", "--force", "origin", *_FETCHED)
                    git(str(folder), *update)
                else:
                    clone = ("clone", "--quiet", "--bare", "--", git_address(self.url))
                    git(str(folder.parent), *clone, folder.name)
        except subprocess.CalledProcessError as error:
            lines = str(error.stderr).strip().splitlines() or ["git failed"]
            why = next((line for line in lines if line.startswith("fatal: ")), lines[-1])
            raise ScaffoldError(
                f"the template {self.url} cannot be fetched: {why.rstrip('.')}. Check "
                "its address, the network and your access."
            ) from None

    def commit(self, version: str) -> str | None:
        """Return the full id of a tag, branch, commit or description, None if there is none."""
        near = None if self._near is None else _commit(self._near, version)
        return near or _commit(self.folder, version)

    def recorded(self, version: str) -> str | None:
        """Return the commit of a recorded version; only fetch if it is not known."""
        known = None if self.known is None else _commit(self.known, version)
        return known or self.commit(version)

    def with_commits(self, *commits: str) -> Path:
        """Return a folder whose history has some commits; only fetch if they are not known."""
        known = self.known
        if known is not None and all(_commit(known, commit) for commit in commits):
            return known
        return self.folder

    def checkout(self, commit: str) -> Checkout:
        """Return the files of a commit."""
        place = str(self.with_commits(commit))
        return exported(TemplateSource(self.url, None, place), commit)

    def current(self, own: TemplateSource) -> Checkout:
        """Return the current files of the command's template."""
        return check_out(replace(own, url=self.url, place=own.folder or ""))

    def is_part_of(self, other: VersionHome) -> bool:
        """Return whether another history has all versions and the current commit of this one.

        A fork has at least one commit that the other does not have.
        """
        ours = {tag: _commit(self.folder, tag) for tag in self.tags}
        theirs = {tag: _commit(other.folder, tag) for tag in self.tags}
        head = _commit(self.folder, "HEAD")
        return ours == theirs and head is not None and _commit(other.folder, head) is not None

    @cached_property
    def tags(self) -> list[str]:
        """The tags of versions, latest first; as in Copier, no pre-releases."""
        found = []
        for tag in git(str(self._near or self.folder), "tag").splitlines():
            try:
                version = Version(tag)
            except InvalidVersion:
                continue
            if not version.is_prerelease:
                found.append((version, tag))
        return [tag for _, tag in sorted(found, reverse=True)]


def _commit(folder: Path, version: str) -> str | None:
    if version.startswith("-"):  # git would parse it as an option
        return None
    try:
        return git(str(folder), "rev-parse", "--verify", "--quiet", f"{version}^{{commit}}")
    except subprocess.CalledProcessError:
        return None


def _checked(folder: Path) -> Path:
    if not folder.is_dir():
        raise ScaffoldError(
            f"the template {folder} does not exist. If it has moved, set its address with "
            "`sam-scaffold address`."
        )
    if not _is_repository(folder):
        raise ScaffoldError(
            f"the template {folder} is not a git repository, so it has no versions. Create a "
            "repository there, and tag a version."
        )
    return folder


def _is_repository(folder: Path) -> bool:
    """Return whether a folder is the root of a repository."""
    try:
        return git(str(folder), "rev-parse", "--show-prefix") == ""
    except subprocess.CalledProcessError:
        return False
