"""Table of the event sources, and indexes by their properties."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .definition import EventSource, Setting
from .polled import POLLED
from .pushed import PUSHED
from .requested import REQUESTED

EVENT_SOURCES: Mapping[str, EventSource] = MappingProxyType(
    {source.name: source for source in (*POLLED, *PUSHED, *REQUESTED)}
)
"""All event sources by name; of two with the same events, the first is the more common one."""

POLLED_EVENTS: Mapping[str, EventSource] = MappingProxyType(
    {event: source for source in reversed(POLLED) for event in source.events}
)
"""The polled sources by SAM's type of their events."""

POLLED_SERVICES: Mapping[str, EventSource] = MappingProxyType(
    {source.service: source for source in reversed(POLLED) if source.service}
)
"""The polled sources by the service in their ARNs."""

POLLED_TYPES: Mapping[str, EventSource] = MappingProxyType(
    {kind: source for source in reversed(POLLED) for kind in source.types}
)
"""The polled sources by the types of their resources."""

ASYNCHRONOUS_EVENTS = frozenset(event for source in PUSHED for event in source.events)
"""SAM's types of events that invoke asynchronously."""

ASYNCHRONOUS_PRINCIPALS = frozenset(source.principal for source in PUSHED if source.principal)
"""The services that invoke functions asynchronously, and in no other way."""

SOURCE_NAMES: Mapping[str, str] = MappingProxyType(
    {kind: key for source in EVENT_SOURCES.values() for kind, key in source.types.items() if key}
)
"""The property with the resource's name, by type of resource."""

SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {setting.question: setting for source in EVENT_SOURCES.values() for setting in source.settings}
)
"""The questions about event sources."""
