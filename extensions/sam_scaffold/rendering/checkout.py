"""Cache of the template's files at each commit.

Copier clones a template for every component, which takes up to a third of a second (measured), and
the network if the template is remote. A commit never changes: therefore its files are exported
once to the user's cache, and Copier renders from there. An answers file still records the
template's address and version.
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
    """The files of a template from which Copier renders.

    Attributes:
        url: The template's address.
        src_path: Copier's ``src_path``.
        vcs_ref: Copier's ``vcs_ref``.
        recorded: Entries of an answers file that replace those of Copier, by key.
        commit: The commit's full id, None if Copier resolves it.
    """

    url: str
    src_path: str
    vcs_ref: str | None
    recorded: dict[str, str] = field(default_factory=dict)
    commit: str | None = None

    @property
    def version(self) -> str:
        """The version that an answers file records, empty if Copier finds it."""
        return self.recorded.get("_commit", "")


def check_out(source: TemplateSource) -> Checkout:
    """Return the cached files of a template, or the template itself if its commit is not known.

    Copier resolves a branch or tag of a remote template, and reads a folder with uncommitted
    changes itself.
    """
    recorded = {"_src_path": source.url} if source.place else {}
    as_it_is = Checkout(source.url, source.place or source.url, source.ref, recorded)
    try:
        commit = _commit(source)
        return as_it_is if commit is None else exported(source, commit)
    except (OSError, subprocess.CalledProcessError):
        return as_it_is


def _commit(source: TemplateSource) -> str | None:
    """Return the full id of the commit of a source, None if it is not known."""
    if source.ref is not None and _COMMIT.fullmatch(source.ref):
        return source.ref
    if source.ref != "HEAD" or source.folder is None:
        return None
    if git(source.folder, "status", "--porcelain"):
        return None
    return git(source.folder, "rev-parse", "HEAD")


def exported(source: TemplateSource, commit: str) -> Checkout:
    """Return a commit's files in the user's cache, after an export if they are not there.

    Args:
        source: The template; its ``ref`` does not matter.
        commit: The commit's full id.

    Raises:
        subprocess.CalledProcessError: Git cannot get the commit.
    """
    folder = own_folder("templates") / commit
    version = folder.with_suffix(".version")
    if not _is_complete(folder, version):
        with locked([folder]):  # several commands may be the first one
            if not _is_complete(folder, version):
                _export(source, commit, folder, version)
    # The commit may have been tagged since then; a local repository can tell at little cost.
    local = source.folder
    described = version.read_text("utf-8") if local is None else _described(local, commit)
    recorded = {"_commit": described, "_src_path": source.url}
    return Checkout(source.url, str(folder), None, recorded, commit)


def _is_complete(folder: Path, version: Path) -> bool:
    return version.exists() and (folder / "copier.yml").exists()


def _export(source: TemplateSource, commit: str, folder: Path, version: Path) -> None:
    """Write a commit's files to a folder, and last its version, which marks it as complete."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as temporary:
        files = Path(temporary, "files")
        files.mkdir()
        local = source.folder or _cloned(source, temporary)
        folders = (
            f"--git-dir={git(local, 'rev-parse', '--absolute-git-dir')}",
            f"--work-tree={files}",
        )
        # The repository may be the user's: do not change its index, or run its hooks.
        no_hooks = ("-c", f"core.hooksPath={temporary}")
        checkout = ("checkout", "--quiet", "-f", commit, "--", *parts_of(Path(local)))
        git(
            str(files), *no_hooks, *folders, *checkout, GIT_INDEX_FILE=str(Path(temporary, "index"))
        )
        shutil.rmtree(folder, ignore_errors=True)
        files.rename(folder)
        version.write_text(_described(local, commit), encoding="utf-8")


def _cloned(source: TemplateSource, temporary: str) -> str:
    repository = str(Path(temporary, "git"))
    git(temporary, "clone", "--quiet", "--bare", "--", source.url.removeprefix("git+"), repository)
    return repository


def _described(repository: str, commit: str) -> str:
    return git(repository, "describe", "--tags", "--always", commit)
