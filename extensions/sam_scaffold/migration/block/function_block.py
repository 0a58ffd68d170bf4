"""Block of one function in a template, which can be changed independently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...document import Document, Node, NodeKind, Splice
from ...document.yaml_document import section
from ...errors import ScaffoldError
from ...merge.entry import SnippetEntry
from ...sam.model.intrinsics import Data, inherited
from ...sam.model.template import FUNCTION, FUNCTIONS, Template
from . import pairs

_PROPERTIES = "Properties"


@dataclass(frozen=True, eq=False)
class FunctionBlock:
    """Function of a template.

    Attributes:
        document: The template.
        logical_id: The function's key in Resources.
        resource: The value of that key.
        inside: Its own Properties; None if it has none.
    """

    document: Document
    logical_id: str
    resource: Node
    inside: Node | None

    @classmethod
    def of(cls, document: Document, logical_id: str) -> FunctionBlock:
        """Find a function.

        Raises:
            ScaffoldError: It does not exist, or its block cannot be changed independently.
        """
        resources = section(document, "Resources")
        pair = None
        if resources is not None and pairs.is_mapping(resources):
            pair = pairs.own_pair(document, resources, logical_id)
        if pair is None:
            raise ScaffoldError(f"{document.name} has no {logical_id}; name one of its functions.")
        node = pair[1]
        if not pairs.is_mapping(node):
            raise pairs.refusal(
                document, node, f"{logical_id} is not a literal mapping; write its block there"
            )
        if Template(document.name, document).resources[logical_id] not in FUNCTIONS:
            raise pairs.refusal(
                document,
                node,
                f"{logical_id} is not a function; name one of {', '.join(FUNCTIONS)}",
            )
        return cls(document, logical_id, node, _inside(document, logical_id, node))

    @cached_property
    def properties(self) -> dict[str, Data]:
        """Return its properties as data, including those from a merge key."""
        found = self._template.resource(self.logical_id)
        return {} if found is None else found.properties

    @cached_property
    def metadata(self) -> dict[str, Data]:
        """Return its metadata as data, likewise."""
        return self._template.metadata_of(self.logical_id)

    @cached_property
    def globals(self) -> dict[str, Data]:
        """Return the values of Globals for it; none for an ``AWS::Lambda::Function``."""
        return self._template.globals_function if self._is_sams else {}

    @property
    def code_key(self) -> str:
        """Return the property that names its folder."""
        return "CodeUri" if self._is_sams else "Code"

    def blocks(self) -> Iterator[Node]:
        """Yield the blocks of all functions of the template."""
        resources = section(self.document, "Resources")
        for _, value in () if resources is None else resources.pairs():
            node = value.resolved()
            kind = node.find("Type") if node.kind is NodeKind.MAPPING else None
            if kind is not None and kind[1].value in FUNCTIONS:
                yield node

    def neighbours(self) -> Iterator[Node]:
        """Yield the Properties of all functions of the template."""
        for block in self.blocks():
            found = block.find(_PROPERTIES)
            if found is not None and found[1].resolved().kind is NodeKind.MAPPING:
                yield found[1].resolved()

    def added(self, new: SnippetEntry, usual: pairs.Place) -> Splice:
        """Add a property at its position in other functions; add Properties if there are none.

        Args:
            new: The property.
            usual: Its position if no other function has it.

        Raises:
            EditError: Nothing can be added there.
        """
        if self.inside is not None:
            return pairs.inserted(self.document, self.inside, new, self.neighbours(), usual)
        whole = pairs.entry(_PROPERTIES, {new.key: new.data})
        return pairs.inserted(self.document, self.resource, whole, self.blocks(), (True, "Type"))

    def refusal(self, what: str) -> ScaffoldError:
        """Return an error with the function's position and the reason."""
        return pairs.refusal(self.document, self.resource, what)

    @property
    def _is_sams(self) -> bool:
        return self._template.resources[self.logical_id] == FUNCTION

    @cached_property
    def _template(self) -> Template:
        return Template(self.document.name, self.document)


def _inside(document: Document, logical_id: str, resource: Node) -> Node | None:
    """Find the Properties that a function states itself.

    Raises:
        ScaffoldError: They are shared through an alias or merge key.
    """
    pair = pairs.own_pair(document, resource, _PROPERTIES)
    if pair is None:
        if _PROPERTIES in inherited(resource):
            raise pairs.refusal(
                document,
                resource,
                f"{_PROPERTIES} of {logical_id} come from a merge key (<<) as a whole; write them "
                "there, with the merge key in them",
            )
        return None
    if pair[1].kind is NodeKind.ALIAS:
        raise pairs.refusal(
            document,
            pair[1],
            f"{_PROPERTIES} of {logical_id} are the alias *{pair[1].value}; write "
            f"'<<: *{pair[1].value}' below {_PROPERTIES} instead",
        )
    if not pairs.is_mapping(pair[1]):
        raise pairs.refusal(
            document, pair[1], f"{_PROPERTIES} of {logical_id} are not a mapping; write them as one"
        )
    return pair[1]
