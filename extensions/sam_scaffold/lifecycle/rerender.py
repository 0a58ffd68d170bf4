"""Rendering of existing components from their recorded answers."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..components.answers_file import for_copier, read_answers
from ..errors import ScaffoldError
from ..rendering.checkout import Checkout
from ..rendering.render import Rendered, render


@dataclass(frozen=True, slots=True)
class Version:
    """A component as one version of the template renders it.

    Attributes:
        rendered: Its answers and the facts that derive from them.
        files: Contents by path, except the answers file.
        answers: The bytes of the answers file.
        checkout: The version of the template.
    """

    rendered: Rendered
    files: Mapping[str, bytes]
    answers: bytes
    checkout: Checkout

    @property
    def version(self) -> str:
        """Return the template's version, as the answers file records it."""
        return str(read_answers(self.answers).get("_commit", ""))


def from_answers(checkout: Checkout, answers_file: str, answers: bytes) -> Version:
    """Return a component as a version renders it, with nothing but its recorded answers.

    Args:
        checkout: The template's version.
        answers_file: Path of the answers file in the repository.
        answers: Its bytes.
    """
    with _folder() as folder:
        _put(folder, answers_file, for_copier(answers))
        rendered = render(checkout, folder, None, {}, answers_file=answers_file)
        return _read(folder, checkout, rendered, answers_file, ())


def in_repository(
    checkout: Checkout,
    repository: Path,
    answers_file: str,
    answers: bytes,
    *,
    data: Mapping[str, Any] | None = None,
    changed: Collection[str] | None = None,
    templates: Mapping[str, bytes] | None = None,
) -> Version:
    """Render an existing component with a version of the template, with new questions answered.

    Args:
        checkout: The template's version.
        repository: The repository's root.
        answers_file: Path of the answers file in the repository.
        answers: The bytes of recorded answers.
        data: Answers that replace recorded ones.
        changed: Which of these are to be checked as if the component were new.
        templates: SAM templates that are to be seen otherwise than they are.
    """
    with _folder() as folder:
        for path, content in (templates or {}).items():
            _put(folder, path, content)
        _put(folder, answers_file, for_copier(answers))
        rendered = render(
            checkout, folder, repository, data or {}, answers_file=answers_file, changed=changed
        )
        return _read(folder, checkout, rendered, answers_file, templates or ())


def made(checkout: Checkout, answers: Mapping[str, Any], repository: Path | None = None) -> Version:
    """Render a new component.

    Args:
        checkout: The template's version.
        answers: Its answers; all of them for a shared resource, which only depends on these.
        repository: The repository's root, which other components depend on.
    """
    with _folder() as folder:
        rendered = render(checkout, folder, repository, answers)
        return _read(folder, checkout, rendered, str(rendered.component["answers_file"]), ())


def _read(
    folder: Path,
    checkout: Checkout,
    rendered: Rendered,
    answers_file: str,
    seen: Collection[str],
) -> Version:
    """Return the files of a folder, except the SAM template, which is shared."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    answers = found.pop(answers_file)
    for path in (rendered.template_file, *seen):
        found.pop(path, None)
    if rendered.snippet not in found:
        raise ScaffoldError(f"{rendered.snippet} was not rendered; look at its answers file.")
    return Version(rendered, found, answers, checkout)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sam-scaffold-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


def _put(folder: Path, path: str, data: bytes) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
