"""Removal of shared resources after that of their last user.

A component adds resources that others may use, too: a topic, an API, a bus, a layer. Their
answers record that they were added automatically, so they are removed automatically, too.
Resources that the user added or edited are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..components.answers_file import read_answers
from ..components.component_record import ComponentRecord
from ..errors import ScaffoldError
from .batch import Components
from .removal import Removed, remove
from .resource_users import ids_of, named_by, users_of


@dataclass(frozen=True, slots=True)
class UnusedResources:
    """The shared resources after a removal.

    Attributes:
        removed: The removed ones.
        used: Names of those that others use.
        kept: Why unused ones are kept.
    """

    removed: tuple[Removed, ...] = ()
    used: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def used_by(components: Components, instance: ComponentRecord) -> list[ComponentRecord]:
    """Find what came along and a component uses, by itself or by way of such.

    Args:
        components: The repository.
        instance: The component.
    """
    provided = {
        other.path: ids_of(components, other)
        for other in components.all
        if other.template_file == instance.template_file and _is_automatic(components, other)
    }
    found: list[ComponentRecord] = []
    named = named_by(components, instance)
    while new := [
        other
        for other in components.all
        if other not in found and other != instance and named & provided.get(other.path, set())
    ]:
        found += new
        named |= {name for other in new for name in named_by(components, other)}
    return found


def take_out_unused(
    components: Components, candidates: Sequence[ComponentRecord]
) -> UnusedResources:
    """Remove unused resources from an overlay.

    Args:
        components: The repository.
        candidates: Automatically added resources that were used before.
    """
    left, removed, kept = list(candidates), list[Removed](), list[str]()
    while unused := [candidate for candidate in left if not users_of(components, candidate)]:
        for candidate in unused:
            left.remove(candidate)
            try:
                removed.append(remove(components, candidate, force=False))
            except ScaffoldError as error:
                kept.append(str(error))
    return UnusedResources(tuple(removed), tuple(candidate.name for candidate in left), tuple(kept))


def _is_automatic(components: Components, instance: ComponentRecord) -> bool:
    return read_answers(components.answers(instance)).get("came_along") is True
