"""Take out what came along with components, once its last user is gone.

A component brings what it needs and what others may use, too: a topic, an API, a bus, a layer.
That is of nobody, and its answers record that it came along; it goes as it came, by itself.
What somebody made on purpose or edited stays.
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
    """What became of that which came along.

    Attributes:
        removed: What was taken out.
        used: Names of what others use, by which it stays.
        kept: Why something stays that nothing uses any more.
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
        one.path: ids_of(components, one)
        for one in components.all
        if one.template_file == instance.template_file and _came_along(components, one)
    }
    found: list[ComponentRecord] = []
    named = named_by(components, instance)
    while new := [
        one
        for one in components.all
        if one not in found and one != instance and named & provided.get(one.path, set())
    ]:
        found += new
        named |= {name for one in new for name in named_by(components, one)}
    return found


def take_out_unused(
    components: Components, candidates: Sequence[ComponentRecord]
) -> UnusedResources:
    """Take out of an overlay what nothing uses any more.

    Args:
        components: The repository.
        candidates: What came along, and was used before.
    """
    left, removed, kept = list(candidates), list[Removed](), list[str]()
    while unused := [one for one in left if not users_of(components, one)]:
        for one in unused:
            left.remove(one)
            try:
                removed.append(remove(components, one, force=False))
            except ScaffoldError as error:
                kept.append(str(error))
    return UnusedResources(tuple(removed), tuple(one.name for one in left), tuple(kept))


def _came_along(components: Components, instance: ComponentRecord) -> bool:
    return read_answers(components.answers(instance)).get("came_along") is True
