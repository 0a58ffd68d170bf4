"""Which resources and parameters the rest of a template refers to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..document import Document
from ..sam.model.intrinsics import Data, mentioned, to_data
from .entry_status import pairs_of

RESOURCES = "Resources"

REFERRED = ("Parameters", RESOURCES)
"""Sections whose entries are referred to by their keys, all over the template."""

_REFERRING = ("Globals", "Conditions", RESOURCES, "Outputs")


def needed(
    document: Document, going: Collection[str], leaving: Collection[tuple[str, str]] = ()
) -> Iterator[tuple[str, str]]:
    """Each resource or parameter that is to go and that something else refers to, with what does.

    Args:
        document: The template.
        going: Logical ids.
        leaving: Entries that do not count, by section and key: they go, too, or will not
            refer to it any more.

    Yields:
        The logical id, and the path of what refers to it: ``"Outputs.QueueUrl"``.
    """
    if not going:
        return
    made = _Made.of(document)
    for name in _REFERRING:
        for key, (_, value) in pairs_of(document, name).items():
            if (name, key) in leaving or (name == RESOURCES and key in going):
                continue
            for one in sorted(made.makers(needs(to_data(value)), going).intersection(going)):
                yield one, f"{name}.{key}"


def needs(entry: Data) -> list[str]:
    """What an entry refers to, by whatever means."""
    depends = entry.get("DependsOn") if isinstance(entry, dict) else None
    several = depends if isinstance(depends, list) else [depends]
    named = [one for one in several if isinstance(one, str)]
    return [*mentioned(entry), *named, *(_connected(entry) if isinstance(entry, dict) else ())]


def needs_at(path: tuple[str, ...], value: Data) -> list[str]:
    """What a part of a template refers to, by whatever means.

    Args:
        path: Where it stands.
        value: What it says.
    """
    if len(path) == 2:  # noqa: PLR2004 - a section and a key
        return needs(value)
    if path[2] == "DependsOn":
        return [value] if isinstance(value, str) else list(value or ())
    return mentioned(value)


def _connected(entry: dict[str, Data]) -> Iterator[str]:
    """The ids at the ends of connectors, which are plain text.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html
    """
    connectors = entry.get("Connectors")
    own = connectors.values() if isinstance(connectors, dict) else ()
    for one in (entry, *own) if entry.get("Type") == _CONNECTOR else own:
        properties = one.get("Properties") if isinstance(one, dict) else None
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
"""APIs that SAM makes of events that name none: their type, and the property that would."""


@dataclass(frozen=True)
class _Made:
    """What SAM makes of resources, and calls after them.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html

    Attributes:
        known: The resources and parameters that the template has itself.
        sam: Those of them that SAM makes others of.
        implicit: The resources whose events an implicit API is made of, by its id.
    """

    known: frozenset[str]
    sam: frozenset[str]
    implicit: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, document: Document) -> _Made:
        """Look through a template."""
        pairs = {name: pairs_of(document, name) for name in REFERRED}
        known = frozenset(key for found in pairs.values() for key in found)
        data = {key: to_data(value) for key, (_, value) in pairs[RESOURCES].items()}
        implicit = {
            api: frozenset(key for key, one in data.items() if _has_event(one, *event))
            for api, event in _IMPLICIT.items()
        }
        sam = frozenset(key for key, one in data.items() if _is_sam(one))
        return cls(known, sam, implicit)

    def makers(self, names: Iterable[str], going: Collection[str]) -> set[str]:
        """Return the resources without which some names would be nothing."""
        found: set[str] = set()
        for name in {one.split(".")[0] for one in names}:
            implicit = next((api for api in _IMPLICIT if name.startswith(api)), "")
            if name in self.known:
                found.add(name)
            elif implicit and self.implicit[implicit].issubset(going):
                found |= self.implicit[implicit]
            elif owners := [one for one in self.sam if name.startswith(one)]:
                found.add(max(owners, key=len))
        return found


def _is_sam(resource: Data) -> bool:
    return isinstance(resource, dict) and str(resource.get("Type")).startswith("AWS::Serverless::")


def _has_event(resource: Data, kind: str, key: str) -> bool:
    """Whether a resource has an event for an API that it does not name."""
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    events = properties.get("Events") if isinstance(properties, dict) else None
    for event in events.values() if isinstance(events, dict) else ():
        if isinstance(event, dict) and event.get("Type") == kind:
            stated = event.get("Properties")
            if not isinstance(stated, dict) or key not in stated:
                return True
    return False
