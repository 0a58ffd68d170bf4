"""References to the resources of a component."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..components.component_record import ComponentRecord
from ..merge.snippet import Snippet
from ..sam.model.references import REFERRED, needed, needs
from .batch import Components
from .blocks import document_of


@dataclass(frozen=True, slots=True)
class ResourceUser:
    """An entry of a SAM template that refers to a resource of a component.

    Attributes:
        path: The entry: ``"Outputs.QueueUrl"``.
        name: The component that it belongs to, empty for what was written by hand.
        used: The logical id that it refers to.
    """

    path: str
    name: str
    used: str

    def __str__(self) -> str:
        return f"{self.name} ({self.path})" if self.name else self.path


def users_of(components: Components, instance: ComponentRecord) -> list[ResourceUser]:
    """Find all that refers to the resources of a component, in its SAM template as it will be.

    Args:
        components: The repository.
        instance: The component.

    Raises:
        ScaffoldError: The template is not there, or something of it is broken.
    """
    snippet = _in_template(components, instance)
    if snippet is None:
        return []
    ids = ids_of(components, instance)
    own = {(name, entry.key) for name, entries in snippet.sections.items() for entry in entries}
    document = document_of(components.overlay, instance.template_file)
    found = sorted({(path, used) for used, path in needed(document, ids, own)})
    owners = _owners(components, instance) if found else {}
    return [
        ResourceUser(path, owners.get(path.partition(".")[2], ""), used) for path, used in found
    ]


def ids_of(components: Components, instance: ComponentRecord) -> set[str]:
    """Return the ids in a template by which others refer to what a component brought."""
    snippet = _in_template(components, instance)
    if snippet is None:
        return set()
    return {key for section in REFERRED for key in snippet.keys(section)}


def named_by(components: Components, instance: ComponentRecord) -> set[str]:
    """Return all that a component refers to, be its block in the template or not."""
    snippet = _in_template(components, instance)
    if snippet is None:
        return set()
    entries = (entry for section in snippet.sections.values() for entry in section)
    return {name for entry in entries for name in needs(entry.data)}


def listed(users: Iterable[ResourceUser]) -> str:
    """Return users for a message."""
    return ", ".join(dict.fromkeys(map(str, users)))


def _in_template(components: Components, instance: ComponentRecord) -> Snippet | None:
    """Return what was last applied of a component, in the template's names."""
    past = components.past(instance)
    if past is None:
        return None
    return past.snippet.renamed(past.renamed)


def _owners(components: Components, instance: ComponentRecord) -> dict[str, str]:
    """Return names of components by the logical ids that they have in a template."""
    found: dict[str, str] = {}
    for other in components.all:
        if other.template_file == instance.template_file and other != instance:
            snippet = _in_template(components, other)
            found.update(dict.fromkeys(snippet.keys("Resources") if snippet else (), other.name))
    return found
