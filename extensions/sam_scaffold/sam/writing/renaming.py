"""Renaming of resources and parameters in a template, with all references to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...document import Document, Node, NodeKind, Splice
from ...document.yaml_document import section
from ..model.intrinsics import Data, mentioned, to_data
from ..model.template import Template

_SUB = ("!Sub", "Fn::Sub")
_GET_ATT = ("!GetAtt", "Fn::GetAtt")
_REF = ("!Ref", "Ref")
_ENDS = ("Source", "Destination")
"""Ends of a connector, which name a resource by its Id:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-connector-resourcereference.html
"""
_INTERFACE = "AWS::CloudFormation::Interface"
"""Metadata that name parameters without an intrinsic function:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-interface.html
"""
_SAM = "AWS::Serverless::"


def with_generated(document: Document, new_ids: Mapping[str, str]) -> dict[str, str]:
    """Add the new ids of the resources that SAM generates for renamed resources.

    The logical id of a role, an alias, a permission or a URL begins with that of its function:
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html

    Args:
        document: The SAM template, with the old ids.
        new_ids: New logical ids by old ones.

    Returns:
        The given ids, and the generated ones that the template refers to.
    """
    template = Template(document.name, document)
    parameters = section(document, "Parameters")
    pairs = parameters.pairs() if parameters and parameters.kind is NodeKind.MAPPING else ()
    known = {*template.resources, *(key.value for key, _ in pairs)}
    owners = [name for name, type_ in template.resources.items() if type_.startswith(_SAM)]
    found = dict(new_ids)
    for name in sorted(_referred(to_data(document.root)) - known):
        matching = [owner for owner in owners if name.startswith(owner)]
        owner = max(matching, key=len, default="")
        if owner in new_ids:
            found[name] = new_ids[owner] + name.removeprefix(owner)
    return found


def _referred(value: Data) -> set[str]:
    """Return all names that a template refers to, at any depth."""
    return {name.split(".")[0] for name in [*mentioned(value), *_depended(value)]}


def _depended(value: Data) -> Iterator[str]:
    """Yield the names in each DependsOn."""
    if isinstance(value, list):
        for below in value:
            yield from _depended(below)
    for key, below in value.items() if isinstance(value, dict) else ():
        if key == "DependsOn":
            several = below if isinstance(below, list) else [below]
            yield from (name for name in several if isinstance(name, str))
        yield from _depended(below)


def renaming(document: Document, new_ids: Mapping[str, str]) -> list[Splice]:
    """Return the splices that rename resources and parameters: their keys, and all references.

    Args:
        document: A SAM template or a part of one.
        new_ids: New logical ids by old ones.
    """
    if not new_ids:
        return []
    found = list(ReferenceRenaming(document, new_ids).splices())
    # A key may also be a reference, and several aliases may lead to the same value.
    return list({splice.start: splice for splice in found}.values())


def renamed(document: Document, new_ids: Mapping[str, str]) -> Document:
    """Return a document with the new names of resources and parameters, see `renaming`."""
    splices = renaming(document, new_ids)
    return document.apply(splices) if splices else document


class ReferenceRenaming:
    """Splices for the references of a document to renamed resources.

    Args:
        document: A SAM template, or data with references in it.
        new_ids: New logical ids by old ones.
    """

    def __init__(self, document: Document, new_ids: Mapping[str, str]) -> None:
        self.document = document
        self.new_ids = new_ids
        names = "|".join(sorted(map(re.escape, new_ids), key=len, reverse=True))
        self.whole = re.compile(rf"(?<![A-Za-z0-9])(?P<id>{names})(?![A-Za-z0-9])")
        self.variable = re.compile(rf"(?<=\$\{{)(?P<id>{names})(?=[.}}])")

    def splices(self) -> Iterator[Splice]:
        """Yield the splices of a template: of keys, the interface and references."""
        for name in ("Parameters", "Resources"):
            found = section(self.document, name)
            pairs = found.pairs() if found is not None and found.kind is NodeKind.MAPPING else ()
            for key, _ in pairs:
                if key.value in self.new_ids:
                    yield self._renamed(key, self.whole)
        yield from self._interface()
        yield from self.below_root()

    def _interface(self) -> Iterator[Splice]:
        """Yield the splices of the order and labels of parameters in the console."""
        found = _at(section(self.document, "Metadata"), _INTERFACE)
        groups = _at(found, "ParameterGroups")
        for group in groups.items if groups is not None else ():
            parameters = _at(group, "Parameters")
            if parameters is not None:
                yield from self._exact(parameters)
        labels = _at(found, "ParameterLabels")
        for key, _ in (
            labels.pairs() if labels is not None and labels.kind is NodeKind.MAPPING else ()
        ):
            yield from self._exact(key)

    def below_root(self) -> Iterator[Splice]:
        """Yield the splices of all references."""
        yield from self._below("", self.document.root)

    def renamed(self, node: Node) -> Splice:
        """Return the splice that renames the id at the beginning of a scalar."""
        return self._renamed(node, self.whole)

    def _below(self, key: str, node: Node) -> Iterator[Splice]:
        """Yield the splices of a value that has a key or a tag."""
        function = node.tag or key
        if function in _REF or key == "DependsOn":
            yield from self._exact(node)
        elif function in _GET_ATT:
            yield from self._attribute(node)
        elif function in _SUB:
            yield from self._sub(node)
        elif node.kind is NodeKind.MAPPING:
            for name, value in node.pairs():
                yield from self._connected(key, name, value)
                yield from self._below(name.value, value)
        elif node.kind is NodeKind.SEQUENCE:
            for item in node.items:  # a connector may have several ends
                yield from self._below(key if key in _ENDS else "", item)

    def _connected(self, part: str, key: Node, value: Node) -> Iterator[Splice]:
        if part in _ENDS and key.value == "Id":
            yield from self._exact(value)

    def _exact(self, node: Node) -> Iterator[Splice]:
        """Yield the splices of an id, also with a property (``Function.Alias``), or of a list."""
        node = node.resolved()
        if node.kind is NodeKind.SCALAR and node.value.split(".")[0] in self.new_ids:
            yield self._renamed(node, self.whole)
        for item in node.items if node.kind is NodeKind.SEQUENCE else ():
            yield from self._exact(item)

    def _attribute(self, node: Node) -> Iterator[Splice]:
        node = node.resolved()
        named = node.items[0] if node.kind is NodeKind.SEQUENCE and node.items else node
        if named.kind is NodeKind.SCALAR and named.value.split(".")[0] in self.new_ids:
            yield self._renamed(named, self.whole)

    def _sub(self, node: Node) -> Iterator[Splice]:
        """Yield the splices of a text with variables, without those of its own mapping."""
        node = node.resolved()
        text = node.items[0] if node.kind is NodeKind.SEQUENCE and node.items else node
        own: set[str] = set()
        for variables in node.items[1:] if node.kind is NodeKind.SEQUENCE else ():
            if variables.kind is NodeKind.MAPPING:
                own = {key.value for key, _ in variables.pairs()}
            yield from self._below("", variables)
        named = set(self.variable.findall(text.value)) if text.kind is NodeKind.SCALAR else set()
        if named - own:
            yield self._renamed(text, self.variable, own)

    def _renamed(self, node: Node, pattern: re.Pattern[str], own: set[str] | None = None) -> Splice:
        def new(match: re.Match[str]) -> str:
            name = match["id"]
            return name if own and name in own else self.new_ids[name]

        once = 1 if pattern is self.whole else 0
        start = self.document.content_start(node)
        text = self.document.text[start : node.end]
        kind, tag, anchor, value, plain = self.document.signatures[node.first]
        signature = (kind, tag, anchor, pattern.sub(new, value, count=once), plain)
        replaced = pattern.sub(new, text, count=once)
        return Splice(start, node.end, replaced, node.first, node.last, (signature,))


def _at(node: Node | None, key: str) -> Node | None:
    """Return the value of a key; None if there is no such key, or no mapping."""
    node = None if node is None else node.resolved()
    found = node.find(key) if node is not None and node.kind is NodeKind.MAPPING else None
    return None if found is None else found[1].resolved()
