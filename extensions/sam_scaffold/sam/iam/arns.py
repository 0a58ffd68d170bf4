"""Owners of the ARNs in a template: the resources that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...aws.event_sources.table import POLLED_TYPES
from ..model.intrinsics import Data
from ..model.resource_types import TOPIC
from ..model.template import Template

_NAMES = {
    **{kind: (source.service, source.types[kind]) for kind, source in POLLED_TYPES.items()},
    TOPIC: ("sns", "TopicName"),
}
"""By type: the service in the ARN, and the property with the name in the ARN."""

_PSEUDO = re.compile(r"\$\{AWS::\w+\}")
_VARIABLE = re.compile(r"\$\{(\w+)(?:\.\w+)?\}")
_PARTS = 6


@dataclass(frozen=True, eq=False)
class Arns:
    """The ARNs in a template.

    Attributes:
        template: The template.
    """

    template: Template

    def owner(self, arn: Data) -> str:
        """Return the logical id of the resource of this template that an ARN belongs to.

        Args:
            arn: A reference (``Ref``, ``GetAtt``, ``Sub``), the ARN as text, or a parameter
                whose default is one.

        Returns:
            An empty string if it is unknown, or not a resource of this template.
        """
        match arn:
            case {"Ref": str(name)} if not self._is_resource(name):
                return self._of_text(text_of(self.template.default_of(name)))
            case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
                return name if self._is_resource(name) else ""
            case {"Fn::GetAtt": str(text)}:
                return self.owner({"Ref": text.split(".")[0]})
        return self._of_text(text_of(arn))

    def service(self, arn: Data) -> str:
        """Return the service of an ARN: ``"sqs"``; empty if it is unknown."""
        owner = self.owner(arn)
        if owner:
            return _NAMES.get(self.template.resources[owner], ("", ""))[0]
        parts = _parts(text_of(self.template.resolved(arn)))
        return parts[2] if parts else ""

    def _of_text(self, text: str) -> str:
        if variable := _VARIABLE.fullmatch(text):
            return variable[1] if self._is_resource(variable[1]) else ""
        if not (parts := _parts(text)):
            return ""
        kind, *below = parts[5].split("/")
        name = below[0] if below else kind
        if variable := _VARIABLE.fullmatch(name):
            return variable[1] if self._is_resource(variable[1]) else ""
        return self._by_name.get((parts[2], name), "")

    def _is_resource(self, name: str) -> bool:
        return name in self.template.resources

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], str]:
        return dict(self._named())

    def _named(self) -> Iterator[tuple[tuple[str, str], str]]:
        for logical_id, kind in self.template.resources.items():
            if kind in _NAMES:
                service, key = _NAMES[kind]
                if name := text_of(self.template.property_of(logical_id, key)):
                    yield (service, name), logical_id


def text_of(value: Data) -> str:
    """Return a text, or that of a ``Fn::Sub`` whose own variables are references or texts."""
    match value:
        case str(text) | {"Fn::Sub": str(text)}:
            return _PSEUDO.sub("*", text)
        case {"Fn::Sub": [str(text), dict(own)]}:
            for name, item in own.items():
                match item:
                    case str(known) | {"Ref": str(known)}:
                        place = known if isinstance(item, str) else f"${{{known}}}"
                        text = text.replace(f"${{{name}}}", place)
                    case _:
                        return ""
            return _PSEUDO.sub("*", text)
    return ""


def _parts(arn: str) -> list[str]:
    """Split ``arn:aws:sqs:eu-west-1:123456789012:orders``; return nothing if it is not an ARN."""
    parts = arn.split(":", _PARTS - 1)
    return parts if len(parts) == _PARTS and parts[0] == "arn" else []
