"""The template's files at one version, kept so that git need not fetch them again.

Copier clones a template for every component: up to a third of a second of git
(measured), and the network where the template is remote. A commit never changes, so its files
are exported once into the user's cache, and copier renders from there. What an answers
file records stays the template's own address and version.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from ..transaction.files import locked, own_folder
from ..transaction.git import git
from .history_bundle import parts_of
from .template_source import TemplateSource

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Checkout:
    """What copier is to render from.

    Attributes:
        url: The template's own address.
        src_path: Copier's ``src_path``.
        vcs_ref: Copier's ``vcs_ref``.
        recorded: What an answers file has to say instead of what copier knows, by key.
        commit: The commit's full id, None where copier is to settle it.
    """

    url: str
    src_path: str
    vcs_ref: str | None
    recorded: dict[str, str] = field(default_factory=dict)
    commit: str | None = None

    @property
    def version(self) -> str:
        """What an answers file records, empty where copier is to find out."""
        return self.recorded.get("_commit", "")


def check_out(source: TemplateSource) -> Checkout:
    """The cached files of a template, or the template itself where it has no one commit.

    A branch or tag of a remote template, and a folder with uncommitted changes, are
    left to copier.
    """
    recorded = {"_src_path": source.url} if source.place else {}
    as_it_is = Checkout(source.url, source.place or source.url, source.ref, recorded)
    try:
        commit = _commit(source)
        return as_it_is if commit is None else exported(source, commit)
    except (OSError, subprocess.CalledProcessError):
        return as_it_is


def _commit(source: TemplateSource) -> str | None:
    """The full id of the commit that a source means, None where that is not settled."""
    if source.ref is not None and _COMMIT.fullmatch(source.ref):
        return source.ref
    if source.ref != "HEAD" or source.folder is None:
        return None
    if git(source.folder, "status", "--porcelain"):
        return None
    return git(source.folder, "rev-parse", "HEAD")


def exported(source: TemplateSource, commit: str) -> Checkout:
    """A commit's files out of the user's cache, put there if they are not.

    Args:
        source: The template; its own version does not matter.
        commit: The commit's full id.

    Raises:
        subprocess.CalledProcessError: Git cannot get the commit.
    """
    folder = own_folder("templates") / commit
    version = folder.with_suffix(".version")
    if not _is_whole(folder, version):
        with locked([folder]):  # several commands may be the first one
            if not _is_whole(folder, version):
                _export(source, commit, folder, version)
    # A tag may have been put on the commit since; asking a repository near by costs little.
    near = source.folder
    described = version.read_text("utf-8") if near is None else _described(near, commit)
    recorded = {"_commit": described, "_src_path": source.url}
    return Checkout(source.url, str(folder), None, recorded, commit)


def _is_whole(folder: Path, version: Path) -> bool:
    return version.exists() and (folder / "copier.yml").exists()


def _export(source: TemplateSource, commit: str, folder: Path, version: Path) -> None:
    """Write a commit's files to a folder; its version, written last, says that all are there."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as temporary:
        files = Path(temporary, "files")
        files.mkdir()
        near = source.folder or _cloned(source, temporary)
        words = (
            f"--git-dir={git(near, 'rev-parse', '--absolute-git-dir')}",
            f"--work-tree={files}",
        )
        # The repository may be the user's: its index stays, and its hooks are not run.
        no_hooks = ("-c", f"core.hooksPath={temporary}")
        checkout = ("checkout", "--quiet", "-f", commit, "--", *parts_of(Path(near)))
        git(str(files), *no_hooks, *words, *checkout, GIT_INDEX_FILE=str(Path(temporary, "index")))
        shutil.rmtree(folder, ignore_errors=True)
        files.rename(folder)
        version.write_text(_described(near, commit), encoding="utf-8")


def _cloned(source: TemplateSource, temporary: str) -> str:
    repository = str(Path(temporary, "git"))
    git(temporary, "clone", "--quiet", "--bare", "--", source.url.removeprefix("git+"), repository)
    return repository


def _described(repository: str, commit: str) -> str:
    return git(repository, "describe", "--tags", "--always", commit)
