"""Versions of the template: the one that a component has, and the one that it is to get."""

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
"""What is the template's own; a forge has others' pull requests under further names."""

_MOST_TAGS = 5

_HOSTS = ("//", "\\\\")
"""How a folder of another host begins on Windows, which would be asked for it."""


@dataclass
class Versions:
    """The versions that one command needs, each looked up once.

    Attributes:
        source: The template that the command belongs to, None if it knows none.
        wanted: A tag, branch or commit that components are to get; None for the
            command's own version, and for the latest tag of any other template.
        trust: Whether the code of all templates may run, whoever they belong to.
    """

    source: TemplateSource | None
    wanted: str | None = None
    trust: bool = False
    _homes: dict[str, VersionHome] = field(default_factory=dict)
    _found: dict[tuple[str, str], Checkout] = field(default_factory=dict)
    _targets: dict[str, Checkout] = field(default_factory=dict)

    def at(self, url: str, version: str) -> Checkout:
        """A version of a template.

        Args:
            url: The template's address, as an answers file records it.
            version: What the answers file records as ``_commit``.

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
        """The version that components of a template are to get."""
        if url not in self._targets:
            self._targets[url] = self._target(url)
        return self._targets[url]

    def is_older(self, url: str, new: Checkout, old: Checkout) -> bool:
        """Whether a version is one that another one has been made from."""
        if new.commit is None or old.commit is None or new.commit == old.commit:
            return False
        history = str(self.home(url).with_commits(new.commit, old.commit))
        try:
            git(history, "merge-base", "--is-ancestor", new.commit, old.commit)
        except subprocess.CalledProcessError:
            return False
        return True

    def address(self, url: str) -> str:
        """Return the address that is recorded of a component from now on.

        It is another one only where the recorded one says nothing on this machine.

        Args:
            url: What its answers file records.
        """
        own = self.source
        return own.url if own is not None and not own.is_local and says_nothing(url) else url

    def home(self, url: str) -> VersionHome:
        """Return where the history of a template is.

        Args:
            url: The template's address, as an answers file records it.

        Raises:
            ScaffoldError: It is a stranger's, whose code may not run.
        """
        address = self.address(url)
        if address not in self._homes:
            own = self.source
            is_own = own is not None and (is_same(own.url, address) or says_nothing(address))
            if not is_own:
                self._trust.check_address(address)
            self._homes[address] = VersionHome(address, own if is_own else None)
        return self._homes[address]

    def _checkout(self, home: VersionHome, version: str, commit: str) -> Checkout:
        """The files of a commit, if its code may run; of a stranger that is trusted, any may."""
        known = home.known  # what was released by then needs no network
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
                there = f" There are {', '.join(home.tags[:_MOST_TAGS])}." if home.tags else ""
                hint = nearest(self.wanted, home.tags)
                raise ScaffoldError(f"{_named(home.url)} has no {self.wanted!r}.{hint}{there}")
            return self._checkout(home, self.wanted, commit)
        if home.own is not None and home.own.ref is not None:
            return home.as_it_stands(home.own)
        commit = home.commit(home.tags[0]) if home.tags else None
        if commit is None:
            raise ScaffoldError(f"{_named(home.url)} has no version yet; name one with --to.")
        return self._checkout(home, home.tags[0], commit)


def says_nothing(url: str) -> bool:
    """Tell whether an address leads nowhere: it is not set, or was a folder of another machine."""
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
            f"{_named(url)} had no git history when it was made; write the version that it "
            "has into its answers file as _commit."
        )
    return (
        f"{_named(url)} has no version {version}: it was made with changes that were never "
        "committed, or the template is elsewhere by now; write the version that is nearest into "
        "its answers file as _commit, or set the address with `sam-scaffold address`."
    )


@dataclass(frozen=True)
class VersionHome:
    """Where the history of a template is.

    Attributes:
        url: The template's address, as an answers file records it.
        own: The command's own template, if it is this one.
    """

    url: str
    own: TemplateSource | None = None

    @property
    def _is_local(self) -> bool:
        return TemplateSource(self.url, None).is_local

    @cached_property
    def _near(self) -> Path | None:
        """The folder of the command's own template, which has its history without a network."""
        place = "" if self.own is None else self.own.folder
        return Path(place).expanduser().resolve() if place else None

    @cached_property
    def _place(self) -> Path:
        """The template's own folder, or where the copy of its history is or will be."""
        if self._is_local:
            return Path(self.url).expanduser().resolve()
        digest = hashlib.sha256(self.url.encode()).hexdigest()[:16]
        return cache_folder("templates") / f"{digest}.git"

    @property
    def known(self) -> Path | None:
        """The history as far as it needs no network: the command's own, or what was fetched."""
        if self._near is not None:
            return self._near
        return self._place if not self._is_local and self._place.exists() else None

    @cached_property
    def folder(self) -> Path:
        """The template's own folder, or a copy of its history in the user's cache, fetched.

        Raises:
            ScaffoldError: It cannot be reached, or has no history.
        """
        if is_unset(self.url) and self._near is None:
            raise ScaffoldError(
                "no address of its template is recorded; set it with `sam-scaffold address`."
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
                    words = ("clone", "--quiet", "--bare", "--", git_address(self.url))
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
        near = None if self._near is None else _commit(self._near, version)
        return near or _commit(self.folder, version)

    def recorded(self, version: str) -> str | None:
        """The commit of a version that was there once; what is in the cache is not fetched."""
        known = None if self.known is None else _commit(self.known, version)
        return known or self.commit(version)

    def with_commits(self, *commits: str) -> Path:
        """Return a folder whose history has some commits, without a network if there is one."""
        known = self.known
        if known is not None and all(_commit(known, one) for one in commits):
            return known
        return self.folder

    def checkout(self, commit: str) -> Checkout:
        """The files of a commit that is there."""
        place = str(self.with_commits(commit))
        return exported(TemplateSource(self.url, None, place), commit)

    def as_it_stands(self, own: TemplateSource) -> Checkout:
        """The files of the command's own template."""
        return check_out(replace(own, url=self.url, place=own.folder or ""))

    def is_part_of(self, other: VersionHome) -> bool:
        """Tell whether another history has all versions of this one, and the commit that it is at.

        A fork has a commit of its own, at the least.
        """
        ours = {tag: _commit(self.folder, tag) for tag in self.tags}
        theirs = {tag: _commit(other.folder, tag) for tag in self.tags}
        head = _commit(self.folder, "HEAD")
        return ours == theirs and head is not None and _commit(other.folder, head) is not None

    @cached_property
    def tags(self) -> list[str]:
        """The tags of versions, the latest first, as copier chooses it: no pre-releases."""
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
    if version.startswith("-"):  # git would take it for an option
        return None
    try:
        return git(str(folder), "rev-parse", "--verify", "--quiet", f"{version}^{{commit}}")
    except subprocess.CalledProcessError:
        return None


def _checked(folder: Path) -> Path:
    if not folder.is_dir():
        raise ScaffoldError(
            f"the template {folder} is not there; if it is elsewhere by now, set its address with "
            "`sam-scaffold address`."
        )
    if not _is_repository(folder):
        raise ScaffoldError(
            f"the template {folder} is no git repository, so it has no versions; put it "
            "under git and tag one."
        )
    return folder


def _is_repository(folder: Path) -> bool:
    """Whether a folder is a repository of its own, and does not just lie in one."""
    try:
        return git(str(folder), "rev-parse", "--show-prefix") == ""
    except subprocess.CalledProcessError:
        return False
