"""Resources that would need each other, which CloudFormation refuses as a circle."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from .intrinsics import Data, mentioned
from .template import FUNCTION, Template


def way(start: str, end: str, templates: Sequence[Template]) -> list[str]:
    """The resources on the shortest way of references from one to another.

    Args:
        start: The logical id to begin at.
        end: The logical id to come to.
        templates: What holds them: the SAM template, and a snippet that is added to it.

    Returns:
        Logical ids, both ends included; none where no reference leads there.
    """
    before: dict[str, str] = {}
    waiting = deque([start])
    while waiting and end not in before:
        name = waiting.popleft()
        for other in _needed(name, templates):
            if other not in before and other != start:
                before[other] = name
                waiting.append(other)
    found = [end] if end in before else []
    while found and found[0] != start:
        found.insert(0, before[found[0]])
    return found


def _needed(name: str, templates: Sequence[Template]) -> list[str]:
    """What a resource refers to, parameters and the like included."""
    for template in templates:
        if (resource := template.resource(name)) is None:
            continue
        if resource.type != FUNCTION:
            return mentioned(resource.properties)
        # What SAM makes of Events refers to the function, and not the other way round.
        own: list[Data] = [value for key, value in resource.properties.items() if key != "Events"]
        return mentioned([own, *(one.globals_function for one in templates)])
    return []
