"""Resources that functions can be connected to as event sources."""

from __future__ import annotations

from collections.abc import Mapping

from ...aws.event_sources.definition import EventSource
from ..model.intrinsics import Data, as_boolean
from ..model.template import Resource


def accepts(kind: EventSource, resource: Resource) -> bool:
    """Return whether a function can be connected to a resource.

    Args:
        kind: The event source that the resource may be.
        resource: Any resource.
    """
    return resource.type in kind.types and _has(resource.properties, kind.has)


def _has(properties: Mapping[str, Data], wanted: Mapping[str, Data]) -> bool:
    return all(
        key in properties if value is None else _fits(properties.get(key, False), value)
        for key, value in wanted.items()
    )


def _fits(stated: Data, wanted: Data) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(stated, dict) and _has(stated, wanted)
    if isinstance(wanted, list):
        return stated in wanted
    return bool((as_boolean(stated) if isinstance(wanted, bool) else stated) == wanted)
