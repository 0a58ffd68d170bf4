"""Digests of what was rendered, kept in the user's cache so that `status` need not render it again.

What a version of the template renders of recorded answers follows from the two: a commit never
changes, and the answers file holds all answers. Both are in the name of the record, so another
version or an edited answer has another record, or none yet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from ..rendering.checkout import Checkout
from ..transaction.files import cache_folder, write_cache
from .rerender import Version

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class RenderedDigests:
    """Facts about a rendered component that are kept so that it is not rendered again.

    Attributes:
        files: Digests of the contents by path, except of the answers file.
        code_folders: The folders that are deployed.
    """

    files: Mapping[str, str]
    code_folders: tuple[str, ...]

    @classmethod
    def of(cls, rendered: Version) -> RenderedDigests:
        """Return the digests of a rendered component.

        Args:
            rendered: The component as a version renders it.
        """
        facts = rendered.rendered.component
        folders = (facts.get(key) for key in ("code_dir", "content_dir"))
        return cls(
            {path: digest_of(data) for path, data in rendered.files.items()},
            tuple(f"{folder}/" for folder in folders if folder),
        )


def digest_of(data: bytes) -> str:
    """Return the digest of a file's contents."""
    return sha256(data).hexdigest()


def rendered_digests(
    checkout: Checkout, answers_file: str, answers: bytes, render: Callable[[], Version]
) -> RenderedDigests:
    """Return the digests of a component; render it only where nothing is recorded.

    Args:
        checkout: The version of the template.
        answers_file: Path of the answers file in the repository.
        answers: Its bytes.
        render: Renders the component from these.

    Raises:
        ScaffoldError: It cannot be rendered.
    """
    file = _file(checkout, answers_file, answers)
    if file is not None and (found := _read(file)) is not None:
        return found
    rendered = RenderedDigests.of(render())
    if file is not None:
        _write(file, rendered)
    return rendered


def record(rendered: Version, answers_file: str) -> None:
    """Record what was just rendered, for the next `status`.

    Args:
        rendered: The component as a version renders it.
        answers_file: Path of its answers file in the repository.
    """
    file = _file(rendered.checkout, answers_file, rendered.answers)
    if file is not None:
        _write(file, RenderedDigests.of(rendered))


def _file(checkout: Checkout, answers_file: str, answers: bytes) -> Path | None:
    """Return the file of a record, None if what the template renders may change."""
    if checkout.commit is None:
        return None
    inputs = [
        _FORMAT,
        _tools(),
        checkout.commit,
        checkout.recorded,
        answers_file,
        digest_of(answers),
    ]
    key = digest_of(json.dumps(inputs, sort_keys=True).encode())
    return cache_folder("rendered") / key[:2] / f"{key[2:]}.json"


@lru_cache(maxsize=1)
def _tools() -> list[str]:
    """Return the versions of what renders."""
    return [version("copier"), version("jinja2")]


def _read(file: Path) -> RenderedDigests | None:
    """Return what a record says, None if there is none that can be read."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        found = json.loads(file.read_bytes())
        return RenderedDigests(dict(found["files"]), tuple(found["code_folders"]))
    return None


def _write(file: Path, rendered: RenderedDigests) -> None:
    """Write a record, if there is room."""
    text = json.dumps({"files": rendered.files, "code_folders": rendered.code_folders})
    write_cache(file, text.encode())
