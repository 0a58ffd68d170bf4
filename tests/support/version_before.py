"""The template as it was before its modules got new places, and an application that it made.

The application has a plain function on a queue, one on Powertools behind an HTTP API, one with a
schedule and a role, a layer of packages that are not pinned, a module of the shared code, and an
adopted function; one handler and two resources were edited.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from command_environment import commit, git, template
from releases import Files, contents
from repositories import Repository

from sam_scaffold.rendering import history_bundle

BUNDLE = Path(__file__).with_name("v0.2.0a1.bundle.xz")
"""Two commits without parents, packed as ``setup.py`` does it.

One has what copier loads of the template: neither the commands nor the packages above ``scaffold``
are among it. The other has the application, as that version's command made it.
"""

BEFORE, NOW = "v0.2.0a1", "v1.0.0"

_ADDRESS = b"gh:acme/sam-scaffold"
"""What the application's answers record."""

_PARTS = ("copier.yml", "extensions", "template")


@cache
def both_versions() -> Path:
    """Return a template that has that version, and on top of it this checkout's."""
    folder = Path(tempfile.mkdtemp(prefix="before-", dir=template().parent)) / "sam-scaffold"
    history_bundle._put(BUNDLE.read_bytes(), folder)
    for part in _PARTS:
        source = template() / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    commit(folder, NOW)
    return folder


@cache
def _made() -> Files:
    """Return the application's files."""
    folder = both_versions().with_name("made")
    git(folder.parent, "clone", "-q", "--branch", "shop", str(both_versions()), str(folder))
    return contents(Repository(folder, {}))


def application(root: Path) -> Repository:
    """Return the application, committed; its answers name the template with both versions."""
    address = str(both_versions()).encode()
    files = {path: data.replace(_ADDRESS, address) for path, data in _made().items()}
    repository = Repository(root, files)
    repository.commit()
    return repository
