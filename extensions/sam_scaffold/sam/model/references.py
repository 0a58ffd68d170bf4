"""References from entries of a template to its resources and parameters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...document import Document, entries_of
from .intrinsics import Data, mentioned, to_data

RESOURCES = "Resources"

REFERRED = ("Parameters", RESOURCES)
"""Sections whose entries any part of the template may refer to, by their keys."""

_REFERRING = ("Globals", "Conditions", RESOURCES, "Outputs")


def needed(
    document: Document, going: Collection[str], leaving: Collection[tuple[str, str]] = ()
) -> Iterator[tuple[str, str]]:
    """Find the resources and parameters to be removed to which other entries refer.

    Args:
        document: The template.
        going: Logical ids of the resources and parameters to be removed.
        leaving: Sections and keys of entries whose references do not count: they are removed,
            too, or will change.

    Yields:
        The logical id, and the path of the entry that refers to it: ``"Outputs.QueueUrl"``.
    """
    if not going:
        return
    generated = _GeneratedResources.of(document)
    for name in _REFERRING:
        for key, (_, value) in entries_of(document, name).items():
            if (name, key) in leaving or (name == RESOURCES and key in going):
                continue
            for needed_id in sorted(
                generated.owners(needs(to_data(value)), going).intersection(going)
            ):
                yield needed_id, f"{name}.{key}"


def needs(entry: Data) -> list[str]:
    """Return the names to which an entry refers, by any means."""
    depends = entry.get("DependsOn") if isinstance(entry, dict) else None
    several = depends if isinstance(depends, list) else [depends]
    named = [name for name in several if isinstance(name, str)]
    return [*mentioned(entry), *named, *(_connected(entry) if isinstance(entry, dict) else ())]


def needs_at(path: tuple[str, ...], value: Data) -> list[str]:
    """Return the names to which a part of a template refers, by any means.

    Args:
        path: The path of the part.
        value: The part as data.
    """
    if len(path) == 2:  # noqa: PLR2004 - a section and a key
        return needs(value)
    if path[2] == "DependsOn":
        return [value] if isinstance(value, str) else list(value or ())
    return mentioned(value)


def _connected(entry: dict[str, Data]) -> Iterator[str]:
    """Find the ids at the ends of connectors, which are plain text.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html
    """
    connectors = entry.get("Connectors")
    own = connectors.values() if isinstance(connectors, dict) else ()
    for connector in (entry, *own) if entry.get("Type") == _CONNECTOR else own:
        properties = connector.get("Properties") if isinstance(connector, dict) else None
        for end in ("Source", "Destination"):
            ends = properties.get(end) if isinstance(properties, dict) else None
            for found in ends if isinstance(ends, list) else [ends]:
                if isinstance(found, dict) and isinstance(found.get("Id"), str):
                    yield found["Id"]


_CONNECTOR = "AWS::Serverless::Connector"

_IMPLICIT = {
    "ServerlessRestApi": ("Api", "RestApiId"),
    "ServerlessHttpApi": ("HttpApi", "ApiId"),
}
"""APIs that SAM generates for events without one: the event type, and its property of the API."""


@dataclass(frozen=True)
class _GeneratedResources:
    """Resources that SAM generates from others, and names after them.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html

    Attributes:
        known: The resources and parameters of the template.
        sam: The resources of SAM's types, from which SAM generates others.
        implicit: The resources from whose events SAM generates an implicit API, by its id.
    """

    known: frozenset[str]
    sam: frozenset[str]
    implicit: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, document: Document) -> _GeneratedResources:
        """Read a template."""
        pairs = {name: entries_of(document, name) for name in REFERRED}
        known = frozenset(key for found in pairs.values() for key in found)
        data = {key: to_data(value) for key, (_, value) in pairs[RESOURCES].items()}
        implicit = {
            api: frozenset(key for key, resource in data.items() if _has_event(resource, *event))
            for api, event in _IMPLICIT.items()
        }
        sam = frozenset(key for key, resource in data.items() if _is_sam(resource))
        return cls(known, sam, implicit)

    def owners(self, names: Iterable[str], going: Collection[str]) -> set[str]:
        """Return the resources and parameters that have, or generate, some logical ids."""
        found: set[str] = set()
        for name in {name.split(".")[0] for name in names}:
            implicit = next((api for api in _IMPLICIT if name.startswith(api)), "")
            if name in self.known:
                found.add(name)
            elif implicit and self.implicit[implicit].issubset(going):
                found |= self.implicit[implicit]
            elif prefixes := [owner for owner in self.sam if name.startswith(owner)]:
                found.add(max(prefixes, key=len))
        return found


def _is_sam(resource: Data) -> bool:
    return isinstance(resource, dict) and str(resource.get("Type")).startswith("AWS::Serverless::")


def _has_event(resource: Data, kind: str, key: str) -> bool:
    """Return whether a resource has an event of a type for an API that the event does not name."""
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    events = properties.get("Events") if isinstance(properties, dict) else None
    for event in events.values() if isinstance(events, dict) else ():
        if isinstance(event, dict) and event.get("Type") == kind:
            stated = event.get("Properties")
            if not isinstance(stated, dict) or key not in stated:
                return True
    return False
