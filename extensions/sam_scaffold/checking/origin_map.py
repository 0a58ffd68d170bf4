"""From what SAM's translator made back to what it was made of."""

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
"""Properties of the source by what SAM makes of them."""

_POLICY = re.compile(r"\w*Policy(\d+)")
"""The name of a policy in a generated role, with its index among the function's Policies."""


@dataclass(frozen=True)
class Traced:
    """What a path in the translated template comes from.

    Attributes:
        path: The path in the source, as deep as both are alike.
        is_whole: Whether that is all of it: what is there is the user's own.
    """

    path: Path
    is_whole: bool


@dataclass(frozen=True, eq=False)
class Trace:
    """A template and what became of it.

    Attributes:
        template: The template as it is written.
        translation: What SAM's translator made of it.
    """

    template: Template
    translation: Translation

    @cached_property
    def places(self) -> SourceMap:
        """Where the parts of the source stand."""
        return SourceMap(self.template.document)

    @cached_property
    def _source(self) -> dict[str, Data]:
        """The source as data, Globals read into the resources."""
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

    def of(self, path: Path) -> Traced:
        """Where something in the translated template comes from."""
        name = resource_of(path)
        if not name:
            return self._walked((), path)
        origin = self._origin(name)
        if not origin:
            return Traced((), is_whole=False)
        own = ("Resources", origin)
        rest = path[2:]
        if name == origin:
            return self._walked(own, rest)
        if event := self._event(name, origin):
            return self._walked((*own, "Properties", "Events", event), rest)
        return self._policy(name, own, rest) or self._walked(own, rest)

    def span(self, path: Path) -> Span:
        """Where something of the source stands; what Globals give stands there."""
        name, properties = resource_of(path), path[3:]
        own = self.template.resource(name)
        if own is not None and properties and properties[0] not in own.properties:
            kind = own.type.rpartition("::")[2]
            return self.places.of(("Globals", kind, *properties))
        return self.places.of(path)

    def _origin(self, name: str) -> str:
        """The resource of the source that a resource was made of, empty where there is none."""
        there = self.template.resources
        origin = self.translation.origins.get(name, name)
        if origin in there:
            return origin
        # A connector of a resource, or what SAM made after all others: FunctionDeploymentGroup.
        return max((one for one in there if origin.startswith(one)), key=len, default="")

    def _event(self, name: str, origin: str) -> str:
        """The event source that a resource was made of: its name is in the resource's."""
        events = self._value(("Resources", origin, "Properties", "Events"))
        known = [str(one) for one in events] if isinstance(events, dict) else []
        fit = [one for one in known if name.startswith(origin + one)]
        return max(fit, key=len, default="")

    def _policy(self, name: str, own: Path, rest: Path) -> Traced | None:
        """Where a policy of a generated role comes from; None where it is none."""
        if rest[:2] != ("Properties", "Policies") or len(rest) < 3:  # noqa: PLR2004 - an index
            return None
        made = self.translation.template or {}
        named = _value(made, ("Resources", name, *rest[:3], "PolicyName"))
        found = _POLICY.fullmatch(named) if isinstance(named, str) else None
        if found is None:
            return None
        stated = self._value((*own, "Properties", "Policies"))
        index = (int(found[1]),) if isinstance(stated, list) else ()
        return self._walked((*own, "Properties", "Policies", *index), rest[4:])

    def _walked(self, start: Path, rest: Sequence[str | int]) -> Traced:
        """Go along a path as far as the source has it."""
        value, path = self._value(start), start
        for step in rest:
            below = _RENAMED.get(str(step), step)
            known = step if _has(value, step) else below
            if not _has(value, known):
                return Traced(path, is_whole=False)
            value, path = value[known], (*path, known)
        return Traced(path, is_whole=True)

    def _value(self, path: Path) -> Data:
        return _value(self._source, path)


def _value(data: Data, path: Sequence[str | int]) -> Data:
    """What stands at a path, None where nothing does."""
    for step in path:
        if not _has(data, step):
            return None
        data = data[step]
    return data


def _has(value: Data, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(value, list) and step < len(value)
    return isinstance(value, dict) and step in value
