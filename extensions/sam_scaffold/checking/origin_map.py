"""The origin in the source template of each part of a translated template."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..sam.model.globals_merge import joined
from ..sam.model.intrinsics import Data, to_data
from ..sam.model.source_map import Path, SourceMap, Span
from ..sam.model.template import Template
from ..sam.translation.translation import Translation
from .finding import resource_of

_RENAMED = {"Code": "CodeUri", "Content": "ContentUri"}
"""Names of properties in the source, by their names in the translated template."""

_POLICY = re.compile(r"\w*Policy(\d+)")
"""The name of a policy in a generated role, with its index among the function's Policies."""


@dataclass(frozen=True)
class Origin:
    """The origin of a path in the translated template.

    Attributes:
        path: The path in the source, as far as the source has it.
        is_complete: Whether the source has all of it, so that the user wrote the value.
    """

    path: Path
    is_complete: bool


@dataclass(frozen=True, eq=False)
class OriginMap:
    """The origins of all parts of a translated template.

    Attributes:
        template: The source template.
        translation: Its translation.
    """

    template: Template
    translation: Translation

    @cached_property
    def places(self) -> SourceMap:
        """The positions of the parts of the source."""
        return SourceMap(self.template.document)

    @cached_property
    def _source(self) -> dict[str, Data]:
        """The source as data, with Globals merged into the resources."""
        source: dict[str, Data] = to_data(self.template.document.root)
        resources = source.get("Resources")
        for resource in resources.values() if isinstance(resources, dict) else ():
            inherited = self._inherited(source, resource)
            if inherited:
                resource["Properties"] = joined(inherited, resource.get("Properties", {}))
        return source

    @staticmethod
    def _inherited(source: Mapping[str, Data], resource: Data) -> Data:
        kind = str(resource.get("Type")) if isinstance(resource, dict) else ""
        shared = source.get("Globals")
        if not isinstance(shared, dict) or not kind.startswith("AWS::Serverless::"):
            return None
        return shared.get(kind.rpartition("::")[2])

    def of(self, path: Path) -> Origin:
        """Return the origin of a path in the translated template."""
        name = resource_of(path)
        if not name:
            return self._walked((), path)
        origin = self._origin(name)
        if not origin:
            return Origin((), is_complete=False)
        own = ("Resources", origin)
        rest = path[2:]
        if name == origin:
            return self._walked(own, rest)
        if event := self._event(name, origin):
            return self._walked((*own, "Properties", "Events", event), rest)
        return self._policy(name, own, rest) or self._walked(own, rest)

    def span(self, path: Path) -> Span:
        """Return the position of a path of the source, in Globals if the value is from there."""
        name, properties = resource_of(path), path[3:]
        own = self.template.resource(name)
        if own is not None and properties and properties[0] not in own.properties:
            kind = own.type.rpartition("::")[2]
            return self.places.of(("Globals", kind, *properties))
        return self.places.of(path)

    def _origin(self, name: str) -> str:
        """Return the resource from which SAM generated a resource, empty if there is none."""
        resources = self.template.resources
        origin = self.translation.origins.get(name, name)
        if origin in resources:
            return origin
        # Not in origins: connectors of a resource, and FunctionDeploymentGroup, which is last.
        fit = (logical_id for logical_id in resources if origin.startswith(logical_id))
        return max(fit, key=len, default="")

    def _event(self, name: str, origin: str) -> str:
        """Return the event from which SAM generated a resource, whose name contains the event's."""
        events = self._value(("Resources", origin, "Properties", "Events"))
        known = [str(event) for event in events] if isinstance(events, dict) else []
        fit = [event for event in known if name.startswith(origin + event)]
        return max(fit, key=len, default="")

    def _policy(self, name: str, own: Path, rest: Path) -> Origin | None:
        """Return the origin of a policy of a generated role, None for another path."""
        if rest[:2] != ("Properties", "Policies") or len(rest) < 3:  # noqa: PLR2004 - an index
            return None
        translated = self.translation.template or {}
        named = _value(translated, ("Resources", name, *rest[:3], "PolicyName"))
        found = _POLICY.fullmatch(named) if isinstance(named, str) else None
        if found is None:
            return None
        stated = self._value((*own, "Properties", "Policies"))
        index = (int(found[1]),) if isinstance(stated, list) else ()
        return self._walked((*own, "Properties", "Policies", *index), rest[4:])

    def _walked(self, start: Path, rest: Sequence[str | int]) -> Origin:
        """Follow a path as far as the source has it."""
        value, path = self._value(start), start
        for step in rest:
            below = _RENAMED.get(str(step), step)
            known = step if _has(value, step) else below
            if not _has(value, known):
                return Origin(path, is_complete=False)
            value, path = value[known], (*path, known)
        return Origin(path, is_complete=True)

    def _value(self, path: Path) -> Data:
        return _value(self._source, path)


def _value(data: Data, path: Sequence[str | int]) -> Data:
    """Return the value at a path, None if there is none."""
    for step in path:
        if not _has(data, step):
            return None
        data = data[step]
    return data


def _has(value: Data, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(value, list) and step < len(value)
    return isinstance(value, dict) and step in value
