"""The functions of a repository that may get a code folder of their own."""

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
"""The folder in which every migrated function has its own."""

_SUFFIX = ("function", "lambda", "fn")
"""Last words of a logical id that say only that it is a function's."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A function of a SAM template, seen from the repository's root.

    Attributes:
        root: The repository's root, absolute.
        template_file: Its SAM template, from the root, with slashes.
        facts: The template.
        function: The function.
        name: What its folder is called, in snake_case; distinct in the repository.
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
        """The name that messages and tables call it by: its logical id, and the template's path."""
        return f"{self.logical_id} in {self.template_file}"

    @cached_property
    def folder(self) -> str:
        """The folder of its CodeUri from the root; empty where that is none in the repository."""
        place = self.function.code
        if place is None or not place.is_dir():
            return ""
        folder = posixpath.normpath(self.facts.shown(place))
        return "" if posixpath.isabs(folder) or folder.startswith("..") else folder

    @cached_property
    def packages(self) -> str:
        """The packages that `sam build` puts its code below: ``pkg/own``; empty without any."""
        properties = self.function.metadata.get("BuildProperties")
        stated = properties.get("ParentPackages") if isinstance(properties, dict) else None
        return stated.replace(".", "/") if isinstance(stated, str) else ""

    @property
    def is_migrated(self) -> bool:
        """Return whether its code lies in a folder, or in a package, that is its own by name."""
        own = posixpath.join(FUNCTIONS, self.name)
        return bool(self.packages) or f"/{self.folder}".endswith(f"/{own}")

    @cached_property
    def code(self) -> str:
        """Return the folder whose content comes to ``/var/task``, from the root; empty without one.

        Where packages are put around the CodeUri's folder, it is the folder that they are in.
        """
        if not self.packages or not f"/{self.folder}".endswith(f"/{self.packages}"):
            return self.folder
        return self.folder.removesuffix(self.packages).rstrip("/") or "."

    @cached_property
    def problem(self) -> str:  # noqa: PLR0911 - a reason each
        """Return why it cannot be migrated, whatever its code is; empty if it can."""
        function, name = self.function, self.logical_id
        if function.properties.get("PackageType") == "Image":
            return (
                f"{name} is a container image, and only zip functions have a code folder; leave it "
                "out, or set its PackageType to Zip."
            )
        if "InlineCode" in function.properties:
            return f"{name} has its code in the template (InlineCode); put it into a file first."
        if not function.runtime:
            return f"{name} has a Runtime that is only known when it is deployed; state it."
        if not function.is_python:
            return f"{name} runs on {function.runtime}, and {_python_only(function.runtime)}."
        if function.method and not function.is_python_built:
            return (
                f"{name} is built by {function.method} (Metadata, BuildMethod), which chooses its "
                "files itself; remove that first."
            )
        if not self.code:
            return f"{name} {_elsewhere(function)}; name a folder of the repository there."
        if not function.handler:
            return f"{name} has no Handler that is known here; state it."
        return ""


def _python_only(runtime: str) -> str:
    if runtime.startswith("python"):
        return "Lambda has no such version of Python; mend its Runtime"
    return "only Python functions can be migrated; leave it out"


def _elsewhere(function: Function) -> str:
    """Say where the code of a function lies that is in no folder of the repository."""
    key = function.code_path[-1]
    uri = function.properties.get(key)
    if isinstance(uri, dict):
        is_known = not is_intrinsic(uri)
        return f"takes its code from {'S3' if is_known else 'where its deployment says'} ({key})"
    return f"takes its code from {uri}, which is no folder here ({key})"


def candidates(repository: RepositoryView) -> tuple[Candidate, ...]:
    """Find all functions of a repository's SAM templates, in the order of the files.

    Args:
        repository: The repository.

    Returns:
        Images among them, which have a problem; templates that cannot be read have none.
    """
    found = [
        Candidate(repository.root, file, facts, function, _name_of(function.logical_id))
        for file in templates_of(repository)
        if (facts := _facts(repository, file)) is not None
        for function in _functions(facts)
    ]
    for longer in (_with_template, _whole, _with_number(found)):
        several = Counter(_folder(one) for one in found if not one.problem)
        found = [
            replace(one, name=longer(one)) if several[_folder(one)] > 1 else one for one in found
        ]
    return tuple(found)


def unreadable(repository: RepositoryView) -> Iterator[str]:
    """Say which SAM templates cannot be read, and why: their functions are not known."""
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
    """Yield the functions, images too: who names one is to read why it cannot be."""
    for function in facts.template.functions_of(*FUNCTION_TYPES):
        yield Function.of(facts, function, facts.layers)


def _name_of(logical_id: str) -> str:
    """``order_router`` of ``OrderRouterFunction``."""
    parts = words(logical_id)
    while len(parts) > 1 and parts[-1] in _SUFFIX:
        parts.pop()
    return "_".join(parts) or logical_id


def _folder(one: Candidate) -> str:
    """Where a function is to have its folder: beside what its template and its code are in."""
    template = posixpath.dirname(one.template_file)
    base = posixpath.commonpath([f"/{template}", f"/{one.code if one.code != '.' else ''}"])
    return posixpath.join(base, one.name)


def _with_template(one: Candidate) -> str:
    """A name with the template's in it, where several templates have a function of one name."""
    stem = posixpath.splitext(one.template_file)[0]
    parts = [word for part in stem.split("/") for word in words(part) if word != "template"]
    return "_".join([one.name, *parts])


def _whole(one: Candidate) -> str:
    """A name of all words of the logical id: ``orders_function`` beside ``orders_lambda``."""
    longer = one.name.removeprefix(_name_of(one.logical_id))
    return "_".join(words(one.logical_id)) + longer


def _with_number(found: Sequence[Candidate]) -> Callable[[Candidate], str]:
    """Number the functions whose logical ids differ in no more than their case."""
    keys = [one.key for one in found]
    return lambda one: f"{one.name}_{keys.index(one.key) + 1}"


def chosen(
    everything: Sequence[Candidate],
    names: Iterable[str],
    components: Iterable[ComponentRecord] = (),
) -> list[Candidate]:
    """Find functions by their logical ids, by their components' names or by their folders' names.

    Args:
        everything: The functions that there are.
        names: What people called them.
        components: The components of the repository.

    Raises:
        ScaffoldError: None is called that, or several are.
    """
    ids = {
        (component.name, component.template_file): logical_id
        for component in components
        if component.kind == "function"
        for logical_id in component.logical_ids
    }
    return list({one.key: one for one in (_one(everything, name, ids) for name in names)}.values())


def _one(everything: Sequence[Candidate], name: str, ids: dict[tuple[str, str], str]) -> Candidate:
    fit = [one for one in everything if one.logical_id == name]
    fit = fit or [one for one in everything if ids.get((name, one.template_file)) == one.logical_id]
    fit = fit or [one for one in everything if one.name == name]
    if not fit:
        known = [one.logical_id for one in everything]
        there = f" There are {some(known, 10)}." if known else " There are none."
        raise ScaffoldError(f"{name!r} is no function here.{nearest(name, known)}{there}")
    if len(fit) > 1:
        files = ", ".join(one.template_file for one in fit)
        raise ScaffoldError(f"{name!r} is in {files}; name one of them with --template-file.")
    return fit[0]
