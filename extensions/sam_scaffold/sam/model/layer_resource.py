"""A layer of a template as it is written."""

from __future__ import annotations

from dataclasses import dataclass

from .intrinsics import Data


@dataclass(frozen=True)
class LayerResource:
    """A layer, SAM's or CloudFormation's own.

    Attributes:
        logical_id: Its key in Resources.
        type: Its type.
        properties: Its properties as data.
        metadata: Its metadata as data.
    """

    logical_id: str
    type: str
    properties: dict[str, Data]
    metadata: dict[str, Data]

    @property
    def content_uri(self) -> Data:
        """Its content as written: text for a local folder, else anything."""
        return self.properties.get("ContentUri", self.properties.get("Content"))

    @property
    def content_path(self) -> tuple[str, ...]:
        """Path of the property that says what its content is."""
        key = "Content" if "Content" in self.properties else "ContentUri"
        return ("Resources", self.logical_id, "Properties", key)
