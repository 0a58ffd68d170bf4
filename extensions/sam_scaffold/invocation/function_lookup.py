"""Lookup of a function by its name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..components.answers_file import read_answers
from ..components.component_facts import component
from ..components.component_record import ComponentRecord, find_instances
from ..components.function_component import FunctionFacts
from ..errors import ScaffoldError, nearest
from ..sam.model.template import FUNCTIONS, Resource
from ..sam.model.template_files import load_template, templates_of
from ..sam.style.locations import FUNCTION_SUFFIXES, Location, own_folder_name, own_names
from ..transaction.paths import Bounds
from ..transaction.repository_view import RepositoryView


@dataclass(frozen=True)
class FoundFunction:
    """A function of a repository.

    Attributes:
        template_file: Its SAM template, relative to the repository's root.
        logical_id: Its key in Resources.
        names: Its other names, in snake_case.
        instance: Its record, None if it was written by hand.
    """

    template_file: str
    logical_id: str
    names: tuple[str, ...]
    instance: ComponentRecord | None


def find_target(root: Path, name: str, template_file: str | None = None) -> FoundFunction:
    """Return the function of a repository with a name.

    Args:
        root: The repository's root.
        name: A logical id, the name of a generated function, or the name that a function
            has by its folder.
        template_file: The only SAM template to search.

    Raises:
        ScaffoldError: No function or several have that name, or a template is invalid.
    """
    repository = RepositoryView(root)
    files = [posixpath.normpath(template_file)] if template_file else templates_of(repository)
    targets = list(_targets(repository, files))
    found = [target for target in targets if target.logical_id == name]
    found = found or [target for target in targets if name in target.names]
    if not found:
        raise ScaffoldError(_unknown(name, files, targets))
    if len(found) > 1:
        places = ", ".join(f"{target.logical_id} of {target.template_file}" for target in found)
        way_out = "Choose its template with --template-file"
        if len({target.logical_id for target in found}) > 1:
            way_out = "Use the logical id"
        raise ScaffoldError(f"{name!r} may be {places}. {way_out}.")
    return found[0]


def sample_event(root: Path, target: FoundFunction) -> Path | None:
    """Return the sample event that was generated with a function, None if there is none.

    Args:
        root: The repository's root.
        target: The function.
    """
    if target.instance is None:
        return None
    answers = read_answers((root / target.instance.answers_file).read_bytes())
    facts = component(answers)
    if not isinstance(facts, FunctionFacts):
        return None
    path = f"{facts.paths.events_dir}/{answers['trigger']}.json"
    Bounds.of(root).check(path)
    return root / path if (root / path).is_file() else None


def _unknown(name: str, files: list[str], targets: list[FoundFunction]) -> str:
    if not files:
        return "no SAM template found here. Change to its folder, or use -C."
    ids = [target.logical_id for target in targets]
    near = nearest(name, [*ids, *(known for target in targets for known in target.names)])
    existing = f"Functions: {', '.join(ids)}." if ids else "It has no functions."
    return f"{name!r} is not a function of {', '.join(files)}.{near} {existing}"


def _targets(repository: RepositoryView, files: Iterable[str]) -> Iterator[FoundFunction]:
    instances = {
        (record.template_file, logical_id): record
        for record in find_instances(repository.root)
        for logical_id in record.logical_ids
    }
    for file in files:
        for resource in load_template(repository, file).of_type(*FUNCTIONS):
            instance = instances.get((file, resource.logical_id))
            names = _own_names(resource) if instance is None else [instance.name]
            yield FoundFunction(file, resource.logical_id, tuple(names), instance)


def _own_names(resource: Resource) -> list[str]:
    location = Location.parse(resource.properties.get("CodeUri"))
    folder = own_folder_name(location, resource.logical_id, FUNCTION_SUFFIXES)
    return own_names(folder, resource.logical_id, FUNCTION_SUFFIXES)
