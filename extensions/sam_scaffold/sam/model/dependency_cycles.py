"""Circular dependencies between resources, which CloudFormation rejects."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from .intrinsics import Data, mentioned
from .template import FUNCTION, Template


def dependency_path(start: str, end: str, templates: Sequence[Template]) -> list[str]:
    """Return the shortest path of references from one resource to another.

    Args:
        start: The logical id of the first resource.
        end: The logical id of the last resource.
        templates: The templates with the resources: the SAM template, and a snippet to add to it.

    Returns:
        Logical ids, including both ends; empty if the first does not depend on the last.
    """
    previous: dict[str, str] = {}
    waiting = deque([start])
    while waiting and end not in previous:
        name = waiting.popleft()
        for other in _needed(name, templates):
            if other not in previous and other != start:
                previous[other] = name
                waiting.append(other)
    found = [end] if end in previous else []
    while found and found[0] != start:
        found.insert(0, previous[found[0]])
    return found


def _needed(name: str, templates: Sequence[Template]) -> list[str]:
    """Return the logical ids and parameters that a resource refers to."""
    for template in templates:
        if (resource := template.resource(name)) is None:
            continue
        if resource.type != FUNCTION:
            return mentioned(resource.properties)
        # The resources that SAM generates from Events refer to the function, not it to them.
        own: list[Data] = [value for key, value in resource.properties.items() if key != "Events"]
        return mentioned([own, *(template.globals_function for template in templates)])
    return []
