"""What a SAM template says about its functions and layers, converted on demand.

Templates in the wild hold nearly anything (``Fn::ForEach``, transforms, missing
properties): what is not understood is left out and never an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..document import Document, Kind, Node
from ..document.document import section
from .values import Data, to_data

FUNCTION = "AWS::Serverless::Function"
LAYERS = ("AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion")


@dataclass(frozen=True)
class Function:
    """A function that is deployed as a zip file.

    Attributes:
        logical_id: Its key in Resources.
        properties: Its properties as data.
        metadata: Its metadata as data.
    """

    logical_id: str
    properties: dict[str, Data]
    metadata: dict[str, Data]


@dataclass(frozen=True)
class Layer:
    """A layer.

    Attributes:
        logical_id: Its key in Resources.
        type: One of `LAYERS`.
        properties: Its properties as data.
        metadata: Its metadata as data.
    """

    logical_id: str
    type: str
    properties: dict[str, Data]
    metadata: dict[str, Data]


@dataclass(frozen=True)
class Template:
    """A SAM template, read only.

    Attributes:
        path: Its path in the repository, with slashes.
        document: Its parsed text.
    """

    path: str
    document: Document

    @cached_property
    def resources(self) -> dict[str, str]:
        """Every key in Resources with its type, empty where it has none."""
        return {name: _text(node, "Type") for name, node in self._resources.items()}

    @cached_property
    def functions(self) -> list[Function]:
        """Its functions in the order of the file, container images left out."""
        found = [
            Function(name, _mapping(node, "Properties"), _mapping(node, "Metadata"))
            for name, node in self._of_type(FUNCTION)
        ]
        return [one for one in found if one.properties.get("PackageType") != "Image"]

    @cached_property
    def layers(self) -> list[Layer]:
        """Its layers in the order of the file."""
        return [
            Layer(
                name,
                self.resources[name],
                _mapping(node, "Properties"),
                _mapping(node, "Metadata"),
            )
            for name, node in self._of_type(*LAYERS)
        ]

    @cached_property
    def globals_function(self) -> dict[str, Data]:
        """What Globals say about functions."""
        node = section(self.document, "Globals")
        return {} if node is None else _mapping(node, "Function")

    def default_of(self, parameter: str) -> Data:
        """The default of a parameter, None where there is no such thing."""
        node = section(self.document, "Parameters")
        found = None if node is None else _find(node, parameter)
        value = None if found is None else _find(found, "Default")
        return None if value is None else to_data(value)

    @cached_property
    def _resources(self) -> dict[str, Node]:
        node = section(self.document, "Resources")
        if node is None or node.kind is not Kind.MAPPING:
            return {}
        return {key.resolved().value: value.resolved() for key, value in node.pairs()}

    def _of_type(self, *types: str) -> Iterator[tuple[str, Node]]:
        for name, node in self._resources.items():
            if self.resources[name] in types:
                yield name, node


def _find(node: Node, key: str) -> Node | None:
    """The value of a key, None where there is no such key or no mapping."""
    node = node.resolved()
    found = node.find(key) if node.kind is Kind.MAPPING else None
    return None if found is None else found[1].resolved()


def _text(node: Node, key: str) -> str:
    found = _find(node, key)
    return found.value if found is not None and found.kind is Kind.SCALAR else ""


def _mapping(node: Node, key: str) -> dict[str, Data]:
    found = _find(node, key)
    if found is None or found.kind is not Kind.MAPPING:
        return {}
    data = to_data(found)
    return data if isinstance(data, dict) else {}
