"""The components of a repository, found by their answers files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..answers import read_answers
from ..errors import ScaffoldError
from ..merge import applied
from ..merge.snippet import Snippet
from ..sam.repository import own_files

ANSWERS_FILE = ".copier-answers.yml"

KINDS = ("app", "function", "layer")


@dataclass(frozen=True, slots=True)
class Instance:
    """A component that was generated.

    Attributes:
        kind: ``app``, ``function`` or ``layer``.
        name: Its name.
        template_file: The SAM template that it is wired into.
        logical_ids: Its resources there.
        version: The template's version that it has, as git describes it.
        path: Folder of its answers file, relative to the repository.
        source: The template's address.
    """

    kind: str
    name: str
    template_file: str
    logical_ids: tuple[str, ...]
    version: str
    path: str
    source: str

    @property
    def answers_file(self) -> str:
        """Path of its answers file."""
        return f"{self.path}/{ANSWERS_FILE}"

    @property
    def snippet_file(self) -> str:
        """Path of its snippet."""
        return f"{self.path}/{applied.SNIPPET_FILE}"

    @property
    def applied_file(self) -> str:
        """Path of what was last applied of it."""
        return f"{self.path}/{applied.APPLIED_FILE}"


def find_instances(repository: Path) -> list[Instance]:
    """All components below a folder, by kind and name.

    Raises:
        ScaffoldError: An answers file of ours is broken.
    """
    files = own_files(repository, hidden=True)
    answers = (path for path in files if path.name == ANSWERS_FILE)
    found = (_instance(repository, path) for path in answers)
    return sorted((one for one in found if one), key=lambda one: (one.kind, one.name, one.path))


def _instance(repository: Path, path: Path) -> Instance | None:
    answers = answers_of(path)
    if answers is None:
        return None
    return Instance(
        kind=answers["kind"],
        name=str(answers.get("name", "")),
        template_file=str(answers.get("template_file", "")),
        logical_ids=_logical_ids(path.with_name(applied.SNIPPET_FILE)),
        version=str(answers.get("_commit", "")),
        path=path.parent.relative_to(repository).as_posix(),
        source=str(answers.get("_src_path", "")),
    )


def answers_of(path: Path) -> dict[str, Any] | None:
    """The answers of one of our components, None for the files of other templates."""
    data = path.read_bytes()
    if b"\nhouse:" not in data:
        return None
    try:
        answers = read_answers(data)
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise ScaffoldError(f"{path}: broken answers file: {problem}.") from None
    return answers if answers.get("kind") in KINDS else None


def _logical_ids(snippet: Path) -> tuple[str, ...]:
    """A snippet's resources, the parameter of a layer from outside, which has none.

    None where it is missing or has a conflict to settle.
    """
    try:
        found = Snippet.parse(str(snippet), snippet.read_bytes())
    except (OSError, ScaffoldError):
        return ()
    return tuple(found.keys("Resources") or found.keys("Parameters"))


def record_of(snippet: Path, template: Path) -> tuple[Path, Path] | None:
    """Where the copy of a snippet lies that was last applied to a SAM template.

    Args:
        snippet: The snippet's file.
        template: The SAM template's file.

    Returns:
        Its path, and the repository's root; None if the snippet is no component's, or the
        component belongs to another SAM template: of that one, nothing is recorded here.

    Raises:
        ScaffoldError: The component's answers file is broken.
    """
    path = snippet.parent / ANSWERS_FILE
    if snippet.name != applied.SNIPPET_FILE or not path.is_file():
        return None
    own = str((answers_of(path) or {}).get("template_file", ""))
    # It is relative to the repository's root, which is one of the folders above.
    real = os.path.realpath(template)
    for folder in snippet.absolute().parents if own else ():
        if os.path.realpath(folder / own) == real:
            return snippet.parent / applied.APPLIED_FILE, folder
    return None


def claimed_ids(instances: Iterable[Instance], repository: Path) -> set[str]:
    """The logical ids that components have in their SAM templates, under their names there."""
    found: set[str] = set()
    for one in instances:
        with suppress(ScaffoldError):
            last = applied.load(repository / one.applied_file)
            ids = one.logical_ids if last is None else last.snippet("").keys("Resources")
            found.update(last.renamed.get(name, name) if last else name for name in ids)
    return found
