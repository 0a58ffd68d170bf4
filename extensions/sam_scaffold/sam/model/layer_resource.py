"""A layer as it is in a template."""

from __future__ import annotations

from dataclasses import dataclass

from .intrinsics import Data


@dataclass(frozen=True)
class LayerResource:
    """A layer of either type, SAM's or CloudFormation's.

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
        """Its ContentUri or Content: a string for a local folder, else any value."""
        return self.properties.get("ContentUri", self.properties.get("Content"))

    @property
    def content_path(self) -> tuple[str, ...]:
        """Path of its ContentUri or Content in the template."""
        key = "Content" if "Content" in self.properties else "ContentUri"
        return ("Resources", self.logical_id, "Properties", key)
