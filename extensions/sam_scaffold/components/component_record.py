"""The components of a repository, found by their answers files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from ..errors import ScaffoldError
from ..merge import last_applied
from ..merge.snippet import Snippet
from ..record_files import (
    ANSWERS_FILE,
    EARLIER_ANSWERS_FILE,
    SCAFFOLD,
    SNIPPET_FILE,
    answers_beside,
    applied_beside,
    is_answers_file,
    is_earlier,
)
from ..transaction.paths import Bounds, path_problem
from ..transaction.repository_view import own_files
from .answers_file import read_answers
from .function_paths import function_places
from .function_style import style_of
from .recorded_answers import answers_problem, is_ours

_MARKS = (b"\nhouse:", b"\nprovides:")
"""Keys of which the answers file of every component has one, found before it is parsed."""


@dataclass(frozen=True, slots=True)
class ComponentRecord:
    """The record of a component in a repository.

    Attributes:
        kind: ``app``, ``function``, ``layer`` or ``resource``.
        name: Its name.
        template_file: The SAM template that it is part of.
        logical_ids: The keys in Resources that its snippet has.
        version: The version of the Copier template that rendered it, as git describes it.
        path: Folder of its snippet, relative to the repository.
        source: The address of the Copier template.
        answers_file: Path of its answers file, relative to the repository.
    """

    kind: str
    name: str
    template_file: str
    logical_ids: tuple[str, ...]
    version: str
    path: str
    source: str
    answers_file: str

    @property
    def snippet_file(self) -> str:
        """Path of its snippet."""
        return f"{self.path}/{SNIPPET_FILE}"

    @property
    def applied_file(self) -> str:
        """Path of its last-applied snippet."""
        return applied_beside(self.answers_file)

    def placed(self, facts: Mapping[str, Any]) -> ComponentRecord:
        """Return the record with the paths that a version of the template gives the component.

        Args:
            facts: The facts that this version derives, see `component_facts.component`.
        """
        folder = str(facts["meta_dir"])
        earlier = f"{folder}/{EARLIER_ANSWERS_FILE}"
        return replace(self, path=folder, answers_file=str(facts.get("answers_file", earlier)))


def answers_files(repository: Path) -> Iterator[Path]:
    """Find the files below a folder that may be answers files of components."""
    files = own_files(repository, hidden=True)
    return (path for path in files if is_answers_file(path.relative_to(repository)))


def find_instances(repository: Path) -> list[ComponentRecord]:
    """Find all components below a folder, in the order of kind and name.

    Raises:
        ScaffoldError: The answers file of a component is not valid, or is a link to a file
            outside the repository.
    """
    bounds = Bounds.of(repository)
    records = filter(None, (_record(bounds, path) for path in answers_files(repository)))
    return sorted(records, key=lambda record: (record.kind, record.name, record.path))


def lost_records(repository: Path) -> list[str]:
    """Find the paths of last-applied snippets whose answers file does not exist."""
    files = own_files(repository, hidden=True)
    copies = ((path, answers_beside(path.relative_to(repository))) for path in files)
    lost = [path for path, answers in copies if answers and not path.with_name(answers).exists()]
    return sorted(path.relative_to(repository).as_posix() for path in lost)


def _record(bounds: Bounds, path: Path) -> ComponentRecord | None:
    answers = answers_of(path)
    if answers is None:
        return None
    answers_file = PurePosixPath(path.relative_to(bounds.root).as_posix())
    folder = snippet_folder(answers_file, answers)
    found = ComponentRecord(
        kind=answers["kind"],
        name=answers["name"],
        template_file=answers["template_file"],
        logical_ids=(),
        version=str(answers.get("_commit", "")),
        path=str(folder),
        source=answers.get("_src_path", ""),
        answers_file=str(answers_file),
    )
    if problem := path_problem(found.answers_file):
        raise ScaffoldError(problem)
    for own in (found.answers_file, found.template_file, found.snippet_file, found.applied_file):
        bounds.check(own)
    return replace(found, logical_ids=_logical_ids(bounds.root / found.snippet_file))


def snippet_folder(answers_file: PurePosixPath, answers: Mapping[str, Any]) -> PurePosixPath:
    """Return the folder of a component's snippet.

    Args:
        answers_file: Path of its answers file from the repository's root.
        answers: The answers by question.
    """
    records_dir = answers_file.parent
    if answers["kind"] != "function" or is_earlier(str(answers_file)):
        return records_dir
    try:
        return function_places(dict(answers), style_of(answers)).meta_dir
    except (KeyError, TypeError, ValueError, AttributeError):  # of edited answers
        return records_dir


def answers_of(path: Path) -> dict[str, Any] | None:
    """Read the answers of a component, None if the file is from another Copier template."""
    return answers_in(str(path), path.read_bytes())


def answers_in(name: str, data: bytes) -> dict[str, Any] | None:
    """Read the answers of a component.

    Args:
        name: The file's name in messages.
        data: The file's bytes.

    Returns:
        The answers by question, None if the file is from another Copier template.

    Raises:
        ScaffoldError: The file is not valid.
    """
    if not any(mark in data for mark in _MARKS):
        return None
    try:
        answers = read_answers(data)
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise ScaffoldError(f"{name} is not a valid answers file: {problem}.") from None
    if not is_ours(answers):
        return None
    if problem := answers_problem(answers):
        raise ScaffoldError(f"{name} is not a valid answers file: {problem}.")
    return answers


def _logical_ids(snippet: Path) -> tuple[str, ...]:
    """Return the resources of a snippet; of an external layer, which has none, its parameter.

    A snippet that is missing, or that has conflict markers, has none.
    """
    try:
        found = Snippet.parse(str(snippet), snippet.read_bytes())
    except (OSError, ScaffoldError):
        return ()
    return tuple(found.keys("Resources") or found.keys("Parameters"))


def record_of(snippet: Path, template: Path) -> tuple[Path, Path] | None:
    """Find the last-applied snippet that belongs to a snippet and a SAM template.

    Args:
        snippet: The snippet's file.
        template: The SAM template's file.

    Returns:
        Its path, and the repository's root; None if the snippet is not a component's, or if
        the component belongs to another SAM template.

    Raises:
        ScaffoldError: The answers file is not valid, or the path is a link that leads elsewhere.
    """
    if snippet.name != SNIPPET_FILE:
        return None
    neighbours = (snippet.with_name(name) for name in (ANSWERS_FILE, EARLIER_ANSWERS_FILE))
    folder = template.absolute().parent / SCAFFOLD / "functions"
    for path in (*neighbours, *sorted(folder.glob(f"*/{ANSWERS_FILE}"))):
        answers = answers_of(path) if path.is_file() else None
        root = None if answers is None else root_of(path, answers, template)
        if answers is None or root is None:
            continue
        own = snippet_folder(PurePosixPath(path.absolute().relative_to(root).as_posix()), answers)
        if _is_same(root / own / SNIPPET_FILE, snippet):
            record = Path(applied_beside(path.as_posix()))
            Bounds.of(root).check_real(record, str(record))
            return record, root
    return None


def root_of(
    answers_file: Path, answers: Mapping[str, Any], template: Path | None = None
) -> Path | None:
    """Find the repository's root: the folder that ``template_file`` is relative to.

    Args:
        answers_file: A component's answers file.
        answers: The answers by question.
        template: The SAM template that it has to be, None for any existing file.

    Returns:
        The folder, None if no folder above has such a template.
    """
    own = str(answers.get("template_file", ""))
    for folder in answers_file.absolute().parents if own else ():
        found = folder / own
        if found.is_file() if template is None else _is_same(found, template):
            return folder
    return None


def _is_same(path: Path, other: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def current_ids(answers_file: Path) -> Iterator[str]:
    """Yield the logical ids that a component has in its SAM template, renamed ones included.

    Args:
        answers_file: Its answers file, next to its snippet.

    Yields:
        Resources, then parameters; nothing if the component cannot be read.
    """
    try:
        last = last_applied.load(Path(applied_beside(answers_file.as_posix())))
        renamed = {} if last is None else last.renamed
        file = answers_file.with_name(SNIPPET_FILE)
        snippet = Snippet.parse(str(file), file.read_bytes()) if last is None else last.snippet
        for section in ("Resources", "Parameters"):
            yield from (renamed.get(name, name) for name in snippet.keys(section))
    except (OSError, ScaffoldError):
        return


def claimed_ids(records: Iterable[ComponentRecord], repository: Path) -> set[str]:
    """Return the logical ids that components have in their SAM templates, renamed ones included."""
    found: set[str] = set()
    for record in records:
        with suppress(ScaffoldError):
            last = last_applied.load(repository / record.applied_file)
            ids = record.logical_ids if last is None else last.snippet.keys("Resources")
            found.update(last.renamed.get(name, name) if last else name for name in ids)
    return found
