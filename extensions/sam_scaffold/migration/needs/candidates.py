"""Functions of a repository that may get a code folder of their own."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ...application.application import Application
from ...application.function import Function
from ...components.component_record import ComponentRecord
from ...errors import ScaffoldError, nearest, some
from ...sam.model.globals_merge import is_intrinsic
from ...sam.model.names import words
from ...sam.model.template import FUNCTIONS as FUNCTION_TYPES
from ...sam.model.template_files import load_template, templates_of
from ...transaction.repository_view import RepositoryView

FUNCTIONS = "functions"
"""The parent folder of all migrated functions."""

_SUFFIX = ("function", "lambda", "fn")
"""Last words of a logical id that are omitted in a folder's name."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A function of a SAM template, seen from the repository's root.

    Attributes:
        root: The repository's root, absolute.
        template_file: Its SAM template, from the root, with slashes.
        facts: The template.
        function: The function.
        name: The name of its folder, in snake_case, unique in the repository.
    """

    root: Path
    template_file: str
    facts: Application
    function: Function
    name: str

    @property
    def logical_id(self) -> str:
        """Return its key in Resources."""
        return self.function.logical_id

    @property
    def key(self) -> str:
        """Its name in messages and tables: its logical id and the template's path."""
        return f"{self.logical_id} in {self.template_file}"

    @cached_property
    def folder(self) -> str:
        """The folder of its CodeUri, from the root; empty if it is not in the repository."""
        place = self.function.code
        if place is None or not place.is_dir():
            return ""
        folder = posixpath.normpath(self.facts.shown(place))
        return "" if posixpath.isabs(folder) or folder.startswith("..") else folder

    @cached_property
    def packages(self) -> str:
        """The parent packages of its code in the artifact: ``pkg/own``; empty without any."""
        properties = self.function.metadata.get("BuildProperties")
        stated = properties.get("ParentPackages") if isinstance(properties, dict) else None
        return stated.replace(".", "/") if isinstance(stated, str) else ""

    @property
    def is_migrated(self) -> bool:
        """Return whether its code is in a folder or package of its own name."""
        own = posixpath.join(FUNCTIONS, self.name)
        return bool(self.packages) or f"/{self.folder}".endswith(f"/{own}")

    @cached_property
    def code(self) -> str:
        """Return the folder that is ``/var/task`` in Lambda, from the root; empty without one.

        With parent packages, it is the folder that contains them, not the CodeUri's folder.
        """
        if not self.packages or not f"/{self.folder}".endswith(f"/{self.packages}"):
            return self.folder
        return self.folder.removesuffix(self.packages).rstrip("/") or "."

    @cached_property
    def problem(self) -> str:  # noqa: PLR0911 - a reason each
        """Return why it cannot be migrated, regardless of its code; empty if it can."""
        function, name = self.function, self.logical_id
        if function.properties.get("PackageType") == "Image":
            return (
                f"{name} is a container image, and only zip functions have a code folder; omit "
                "it, or set its PackageType to Zip."
            )
        if "InlineCode" in function.properties:
            return f"{name} has its code in the template (InlineCode); put it into a file first."
        if not function.runtime:
            return f"{name} has a Runtime that is only known at deployment; state it."
        if not function.is_python:
            return f"{name} runs on {function.runtime}, and {_python_only(function.runtime)}."
        if function.method and not function.is_python_built:
            return (
                f"{name} is built by {function.method} (Metadata, BuildMethod), which selects its "
                "files itself; remove that first."
            )
        if not self.code:
            return f"{name} {_elsewhere(function)}; name a folder of the repository there."
        if not function.handler:
            return f"{name} has no Handler that is known before deployment; state it."
        return ""


def _python_only(runtime: str) -> str:
    if runtime.startswith("python"):
        return "Lambda has no such version of Python; fix its Runtime"
    return "only Python functions can be migrated; omit it"


def _elsewhere(function: Function) -> str:
    """Describe the location of a function's code outside the repository."""
    key = function.code_path[-1]
    uri = function.properties.get(key)
    if isinstance(uri, dict):
        is_known = not is_intrinsic(uri)
        return f"takes its code from {'S3' if is_known else 'a location set at deployment'} ({key})"
    return f"takes its code from {uri}, which is not a folder here ({key})"


def candidates(repository: RepositoryView) -> tuple[Candidate, ...]:
    """Find all functions of a repository's SAM templates, in the order of the files.

    Args:
        repository: The repository.

    Returns:
        All of them, including images, which have a problem; none of unreadable templates.
    """
    found = [
        Candidate(repository.root, file, facts, function, _name_of(function.logical_id))
        for file in templates_of(repository)
        if (facts := _facts(repository, file)) is not None
        for function in _functions(facts)
    ]
    for longer in (_with_template, _whole, _with_number(found)):
        several = Counter(_folder(candidate) for candidate in found if not candidate.problem)
        found = [
            replace(candidate, name=longer(candidate))
            if several[_folder(candidate)] > 1
            else candidate
            for candidate in found
        ]
    return tuple(found)


def unreadable(repository: RepositoryView) -> Iterator[str]:
    """Yield the errors of SAM templates that cannot be read; their functions are unknown."""
    yield from filter(None, (_unreadable(repository, file) for file in templates_of(repository)))


def _unreadable(repository: RepositoryView, file: str) -> str:
    try:
        load_template(repository, file)
    except ScaffoldError as error:
        return str(error)
    return ""


def _facts(repository: RepositoryView, file: str) -> Application | None:
    try:
        facts = Application.of(repository.root / file)
    except ScaffoldError:
        return None
    return replace(facts, root=repository.root)


def _functions(facts: Application) -> Iterator[Function]:
    """Yield the functions, including images, so that their refusal has a reason."""
    for function in facts.template.functions_of(*FUNCTION_TYPES):
        yield Function.of(facts, function, facts.layers)


def _name_of(logical_id: str) -> str:
    """Derive a folder name: ``order_router`` from ``OrderRouterFunction``."""
    parts = words(logical_id)
    while len(parts) > 1 and parts[-1] in _SUFFIX:
        parts.pop()
    return "_".join(parts) or logical_id


def _folder(candidate: Candidate) -> str:
    """Return the new folder of a function, in the common parent of its template and code."""
    template = posixpath.dirname(candidate.template_file)
    base = posixpath.commonpath(
        [f"/{template}", f"/{candidate.code if candidate.code != '.' else ''}"]
    )
    return posixpath.join(base, candidate.name)


def _with_template(candidate: Candidate) -> str:
    """Append the template's name, if several templates have a function of that name."""
    stem = posixpath.splitext(candidate.template_file)[0]
    parts = [word for part in stem.split("/") for word in words(part) if word != "template"]
    return "_".join([candidate.name, *parts])


def _whole(candidate: Candidate) -> str:
    """Return a name with all words of the logical id: ``orders_function``, ``orders_lambda``."""
    longer = candidate.name.removeprefix(_name_of(candidate.logical_id))
    return "_".join(words(candidate.logical_id)) + longer


def _with_number(found: Sequence[Candidate]) -> Callable[[Candidate], str]:
    """Number the functions whose logical ids differ only in case."""
    keys = [candidate.key for candidate in found]
    return lambda candidate: f"{candidate.name}_{keys.index(candidate.key) + 1}"


def chosen(
    everything: Sequence[Candidate],
    names: Iterable[str],
    components: Iterable[ComponentRecord] = (),
) -> list[Candidate]:
    """Find functions by their logical ids, by their components' names or by their folders' names.

    Args:
        everything: All functions.
        names: The names given by the user.
        components: The components of the repository.

    Raises:
        ScaffoldError: No function has that name, or several have it.
    """
    ids = {
        (component.name, component.template_file): logical_id
        for component in components
        if component.kind == "function"
        for logical_id in component.logical_ids
    }
    found = (_one(everything, name, ids) for name in names)
    return list({candidate.key: candidate for candidate in found}.values())


def _one(everything: Sequence[Candidate], name: str, ids: dict[tuple[str, str], str]) -> Candidate:
    fit = (
        [each for each in everything if each.logical_id == name]
        or [each for each in everything if ids.get((name, each.template_file)) == each.logical_id]
        or [each for each in everything if each.name == name]
    )
    if not fit:
        known = [each.logical_id for each in everything]
        there = f" There are {some(known, 10)}." if known else " There are none."
        raise ScaffoldError(f"{name!r} is not a function here.{nearest(name, known)}{there}")
    if len(fit) > 1:
        files = ", ".join(each.template_file for each in fit)
        raise ScaffoldError(f"{name!r} is in {files}; name one of them with --template-file.")
    return fit[0]
