"""Reading and writing of one path of a template or snippet.

Each change is applied at once, and not planned: the next one needs the document after it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..document import Document, Node, NodeKind, entry_lines, yaml_edit
from ..document.append import insertion
from ..document.flow_edit import parts
from ..document.layout import layout_of
from ..document.withdraw import removed
from ..document.yaml_document import section
from ..errors import ScaffoldError
from .aliases import holds_shared, is_shared
from .conflict import Conflict
from .entry import Part, SnippetEntry, SnippetItem
from .list_identity import renamed_item
from .meaning import Path
from .sam_meaning import SAM
from .snippet import Snippet


def part_at(document: Document, path: Path) -> Part | None:
    """Return the part at a path, None if there is none."""
    node: Node | None = document.root
    part: Part | None = None
    for name in path:
        if node is None:
            return None
        node, part = _step(document, node, name)
    return part


def _step(document: Document, node: Node, name: str) -> tuple[Node | None, Part | None]:
    if node.kind is NodeKind.MAPPING and (found := node.find(name)) is not None:
        return found[1], SnippetEntry(document, *found, node)
    if node.kind is NodeKind.SEQUENCE and (item := _item(node, name)) is not None:
        return item, SnippetItem(document, node, item)
    return None, None


def _item(sequence: Node, name: str) -> Node | None:
    """Return the item of a list that a path identifies by its name or by its value."""
    return next((item for item in sequence.items if name in _names(item)), None)


def _names(item: Node) -> list[str]:
    names = [json.dumps(SAM.data(item), sort_keys=True, default=str)]
    if item.kind is NodeKind.MAPPING:
        found = [(key, item.find(key)) for key in SAM.identities]
        names += [f"{key}={pair[1].value}" for key, pair in found if pair is not None]
    return names


def put(document: Document, path: Path, part: Part | None) -> Document:
    """Return the document with another part at a path.

    Args:
        document: A template or a snippet.
        path: The path; its section may be missing.
        part: The new part, None for none.

    Raises:
        ScaffoldError: The parent of the path is missing, or cannot be changed safely.
    """
    _refuse_shared(document, path)
    if len(path) == 2:  # noqa: PLR2004 - a section and a key
        return _put_entry(document, path, part)
    above = part_at(document, path[:-1])
    if above is None:
        if part is None:
            return document
        raise ScaffoldError(
            f"{document.name}: {'.'.join(path[:-1])} is missing, so nothing can be added to it. "
            "Write it by hand."
        )
    node, present = above.value, part_at(document, path)
    if present is None:
        return document if part is None else _added(document, node, part, None)
    if part is not None and isinstance(present, SnippetEntry) and isinstance(part, SnippetEntry):
        pair = (present.key_node, present.value)
        splice = yaml_edit.replace_body(document, node, pair, part, layout_of(document))
        return document.apply([splice])
    if part is not None:  # an item: what it was goes when the new one is there, below it
        document = _added(document, node, part, present.value)
    elif _is_last(node):
        return put(document, path[:-1], None)
    return _taken_out(document, path)


def _refuse_shared(document: Document, path: Path) -> None:
    """Refuse a path whose value an alias repeats, or is an alias."""
    for depth in range(1, len(path) + 1):
        part = part_at(document, path[:depth])
        check = holds_shared if depth == len(path) else is_shared
        if part is not None and check(document, part.value):
            raise ScaffoldError(
                f"{document.position(part.value.start)}: {'.'.join(path[:depth])} is anchored and "
                "used elsewhere, or an alias. Change it by hand."
            )


def _is_last(node: Node) -> bool:
    """Return whether a collection has only one part."""
    return len(node.items) == (2 if node.kind is NodeKind.MAPPING else 1)


def _put_entry(document: Document, path: Path, part: Part | None) -> Document:
    name = path[0]
    present = part_at(document, path)
    if present is not None and part is None and isinstance(present, SnippetEntry):
        return removed(document, name, [present], keep_section=name in SAM.required)
    if part is None or not isinstance(part, SnippetEntry):
        return document
    mapping = section(document, name)
    if isinstance(present, SnippetEntry) and mapping is not None:
        pair = (present.key_node, present.value)
        return document.apply(
            [yaml_edit.replace_body(document, mapping, pair, part, layout_of(document))]
        )
    return document.apply([insertion(document, name, [part])])


def _added(document: Document, node: Node, part: Part, item: Node | None) -> Document:
    """Return the document with a new part after an item, or at the end of a collection."""
    layout = layout_of(document)
    if not node.items:
        return document.apply([yaml_edit.refill(document, node, [part], layout)])
    above = parts(node)[-1] if item is None else (item, item)
    return document.apply([yaml_edit.insert(document, node, above, part, layout)])


def _taken_out(document: Document, path: Path) -> Document:
    above, present = part_at(document, path[:-1]), part_at(document, path)
    if above is None or present is None:
        return document
    key = present.key_node if isinstance(present, SnippetEntry) else present.value
    pair, inside = (key, present.value), above.value
    lines = len(entry_lines.head(document, inside, pair))
    return document.apply([yaml_edit.delete(document, inside, pair, lines)])


def with_open_conflicts(snippet: Snippet, base: Snippet, conflicts: Sequence[Conflict]) -> bytes:
    """Return a snippet with the values applied before at the paths of open conflicts.

    As the base of the next merge, it leads to the same conflicts until they are resolved.

    Raises:
        ScaffoldError: A value cannot be restored.
    """
    document = snippet.document
    parts = [(found.path, _was(base.document, snippet.document, found.path)) for found in conflicts]
    for path, part in sorted(parts, key=lambda found: found[1] is None):  # none is empty in between
        document = put(document, path, part)
    return document.encode()


def _was(base: Document, snippet: Document, path: Path) -> Part | None:
    """Return what was applied at a path of a snippet, whose items may have other names now."""
    before, now = base.root, snippet.root
    part: Part | None = None
    for name in path:
        renamed = renamed_item(_called(before, name), _called(now, name))
        old = {new: old for old, new in renamed.items()}
        found, part = _step(base, before, old.get(name, name))
        if found is None:
            return None
        before, now = found, _step(snippet, now, name)[0] or found
    return part


def _called(node: Node, name: str) -> list[str]:
    """Return the names of the items of a list that have the same kind of name."""
    kind = name.partition("=")[0] + "="
    items = node.items if node.kind is NodeKind.SEQUENCE else ()
    return [found for item in items for found in _names(item) if found.startswith(kind)]
