"""Call resources by other logical ids, wherever a template refers to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..document import Document, Kind, Node, Splice
from ..document.document import section

_SUB = ("!Sub", "Fn::Sub")
_GET_ATT = ("!GetAtt", "Fn::GetAtt")
_REF = ("!Ref", "Ref")
_ENDS = ("Source", "Destination")
"""Parts of a connector, which name a resource by its Id:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-connector-resourcereference.html
"""


def renaming(document: Document, new_ids: Mapping[str, str]) -> list[Splice]:
    """The splices that rename resources and parameters: their keys, and all references to them.

    Args:
        document: A SAM template or a part of one.
        new_ids: New logical ids by old ones.
    """
    if not new_ids:
        return []
    found = list(_Renaming(document, new_ids).splices())
    # An anchored value is walked once, where it stands; a key may be a reference, too.
    return list({splice.start: splice for splice in found}.values())


class _Renaming:
    def __init__(self, document: Document, new_ids: Mapping[str, str]) -> None:
        self.document = document
        self.new_ids = new_ids
        names = "|".join(sorted(map(re.escape, new_ids), key=len, reverse=True))
        self.whole = re.compile(rf"(?<![A-Za-z0-9])(?P<id>{names})(?![A-Za-z0-9])")
        self.variable = re.compile(rf"(?<=\$\{{)(?P<id>{names})(?=[.}}])")

    def splices(self) -> Iterator[Splice]:
        for name in ("Parameters", "Resources"):
            found = section(self.document, name)
            pairs = found.pairs() if found is not None and found.kind is Kind.MAPPING else ()
            for key, _ in pairs:
                if key.value in self.new_ids:
                    yield self._renamed(key, self.whole)
        yield from self.below_root()

    def below_root(self) -> Iterator[Splice]:
        """The splices of all references."""
        yield from self._below("", self.document.root)

    def renamed(self, node: Node) -> Splice:
        """The splice that renames the one id that a scalar begins with."""
        return self._renamed(node, self.whole)

    def _below(self, key: str, node: Node) -> Iterator[Splice]:
        """The splices of a value that stands behind a key, or behind a tag."""
        function = node.tag or key
        if function in _REF or key == "DependsOn":
            yield from self._exact(node)
        elif function in _GET_ATT:
            yield from self._attribute(node)
        elif function in _SUB:
            yield from self._sub(node)
        elif node.kind is Kind.MAPPING:
            for name, value in node.pairs():
                yield from self._connected(key, name, value)
                yield from self._below(name.value, value)
        elif node.kind is Kind.SEQUENCE:
            for item in node.items:
                yield from self._below("", item)

    def _connected(self, part: str, key: Node, value: Node) -> Iterator[Splice]:
        if part in _ENDS and key.value == "Id":
            yield from self._exact(value)

    def _exact(self, node: Node) -> Iterator[Splice]:
        """One id, or a list of ids."""
        if node.kind is Kind.SCALAR and node.value in self.new_ids:
            yield self._renamed(node, self.whole)
        for item in node.items if node.kind is Kind.SEQUENCE else ():
            yield from self._exact(item)

    def _attribute(self, node: Node) -> Iterator[Splice]:
        named = node.items[0] if node.kind is Kind.SEQUENCE and node.items else node
        if named.kind is Kind.SCALAR and named.value.split(".")[0] in self.new_ids:
            yield self._renamed(named, self.whole)

    def _sub(self, node: Node) -> Iterator[Splice]:
        """A text with variables; those of its own mapping are no resources."""
        text = node.items[0] if node.kind is Kind.SEQUENCE and node.items else node
        own: set[str] = set()
        for variables in node.items[1:] if node.kind is Kind.SEQUENCE else ():
            if variables.kind is Kind.MAPPING:
                own = {key.value for key, _ in variables.pairs()}
            yield from self._below("", variables)
        named = set(self.variable.findall(text.value)) if text.kind is Kind.SCALAR else set()
        if named - own:
            yield self._renamed(text, self.variable, own)

    def _renamed(self, node: Node, pattern: re.Pattern[str], own: set[str] | None = None) -> Splice:
        def new(match: re.Match[str]) -> str:
            name = match["id"]
            return name if own and name in own else self.new_ids[name]

        once = 1 if pattern is self.whole else 0
        text = self.document.text[node.start : node.end]
        head = len(node.tag or "") if text.startswith(node.tag or "") else 0
        kind, tag, anchor, value, plain = self.document.signatures[node.first]
        signature = (kind, tag, anchor, pattern.sub(new, value, count=once), plain)
        replaced = text[:head] + pattern.sub(new, text[head:], count=once)
        return Splice(node.start, node.end, replaced, node.first, node.last, (signature,))


def recorded_renaming(document: Document, new_ids: Mapping[str, str]) -> list[Splice]:
    """The splices that rename resources in recorded answers.

    There they stand alone (``source: OrdersQueue``), with what is done with them
    (``OrdersQueue:read``), or in values of the SAM template with long-form functions.

    Args:
        document: The answers file.
        new_ids: New logical ids by old ones.
    """
    if not new_ids:
        return []
    work = _Renaming(document, new_ids)
    found = list(work.below_root())
    taken = {splice.start for splice in found}
    alone = (node for node in _alone(document.root) if node.start not in taken)
    return [
        *found, *(work.renamed(one) for one in alone if one.value.partition(":")[0] in new_ids)
    ]  # fmt: skip


_OWN_WORDS = ("name", "description", "environment")
"""Answers that say what they say, whatever is called so."""


def _alone(node: Node) -> Iterator[Node]:
    """The scalars that may name a resource."""
    if node.kind is Kind.SCALAR:
        yield node
    elif node.kind is Kind.SEQUENCE:
        for item in node.items:
            yield from _alone(item)
    elif node.kind is Kind.MAPPING:
        for key, value in node.pairs():
            if key.value not in _OWN_WORDS:
                yield from _alone(value)
