"""The event sources by name, and what is found by their facts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .definition import EventSource, Setting
from .polled import POLLED
from .pushed import PUSHED
from .requested import REQUESTED

EVENT_SOURCES: Mapping[str, EventSource] = MappingProxyType(
    {one.name: one for one in (*POLLED, *PUSHED, *REQUESTED)}
)
"""All event sources by name; of two with the same events the first is the more usual one."""

POLLED_EVENTS: Mapping[str, EventSource] = MappingProxyType(
    {event: one for one in reversed(POLLED) for event in one.events}
)
"""The polled sources by SAM's type of their events."""

POLLED_SERVICES: Mapping[str, EventSource] = MappingProxyType(
    {one.service: one for one in reversed(POLLED) if one.service}
)
"""The polled sources by the service in their ARNs."""

POLLED_TYPES: Mapping[str, EventSource] = MappingProxyType(
    {kind: one for one in reversed(POLLED) for kind in one.types}
)
"""The polled sources by the types of their resources."""

ASYNCHRONOUS_EVENTS = frozenset(event for one in PUSHED for event in one.events)
"""SAM's types of the events that invoke asynchronously."""

ASYNCHRONOUS_PRINCIPALS = frozenset(one.principal for one in PUSHED if one.principal)
"""The services that invoke functions, all of them asynchronously."""

SOURCE_NAMES: Mapping[str, str] = MappingProxyType(
    {kind: key for one in EVENT_SOURCES.values() for kind, key in one.types.items() if key}
)
"""The property with the name by type of resource."""

SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {setting.question: setting for one in EVENT_SOURCES.values() for setting in one.settings}
)
"""The questions about event sources."""
