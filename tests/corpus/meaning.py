"""The meaning of a template, read by a parser that is not the project's own.

PyYAML composes nodes; here they become plain tuples in which order, duplicate keys
and tags are kept, and styles, comments and positions are not.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

Value = tuple[object, ...]
"""``(tag, text)``, ``(tag, (item, ...))`` or ``(tag, ((key, value), ...))``."""

NULL = "tag:yaml.org,2002:null"
_STR = "tag:yaml.org,2002:str"
_SEQ = "tag:yaml.org,2002:seq"
_MAP = "tag:yaml.org,2002:map"


def compose(data: bytes) -> yaml.MappingNode:
    """The one mapping that a file is.

    Raises:
        ValueError: It is anything else; the message says what.
    """
    try:
        documents = list(yaml.compose_all(data.decode("utf-8-sig"), Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise ValueError(f"invalid YAML: {' '.join(str(error).split())}") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: {error}") from None
    if len(documents) != 1:
        raise ValueError(f"{len(documents)} documents")
    if not isinstance(documents[0], yaml.MappingNode):
        raise ValueError("no mapping")  # noqa: TRY004 - it is about the file
    return documents[0]


def pairs(node: yaml.MappingNode) -> list[tuple[yaml.Node, yaml.Node]]:
    """The keys and values of a mapping."""
    found: list[tuple[yaml.Node, yaml.Node]] = node.value
    return found


def sections(root: yaml.MappingNode) -> dict[str, list[tuple[yaml.Node, yaml.Node]]]:
    """Return the pairs of the root mapping by key: several if a section occurs twice."""
    found: dict[str, list[tuple[yaml.Node, yaml.Node]]] = {}
    for key, value in pairs(root):
        found.setdefault(str(key.value), []).append((key, value))
    return found


def meaning(node: yaml.Node) -> Value:
    """A node as it stands, tags and all."""
    if isinstance(node, yaml.MappingNode):
        return (node.tag, tuple((meaning(key), meaning(value)) for key, value in pairs(node)))
    if isinstance(node, yaml.SequenceNode):
        return (node.tag, tuple(meaning(item) for item in node.value))
    return (node.tag, node.value)


def long_form(value: Value) -> Value:
    """The same with ``!Sub`` as ``Fn::Sub``, so that YAML and JSON compare equal."""
    tag, content = str(value[0]), value[1]
    inner: object = content
    if isinstance(content, tuple):
        inner = tuple(_long_item(item) for item in content)
    if not tag.startswith("!"):
        return (tag, inner)
    name = tag[1:] if tag in ("!Ref", "!Condition") else f"Fn::{tag[1:]}"
    return (_MAP, (((_STR, name), _argument(tag, inner)),))


def _long_item(item: object) -> object:
    assert isinstance(item, tuple)
    if isinstance(item[0], tuple):
        return (long_form(item[0]), long_form(item[1]))
    return long_form(item)


def _argument(tag: str, inner: object) -> Value:
    if tag == "!GetAtt" and isinstance(inner, str):
        return (_SEQ, tuple((_STR, part) for part in inner.split(".", 1)))
    if isinstance(inner, str):
        return (_STR, inner)
    return (_SEQ, inner)


def difference(before: bytes, after: bytes, snippet: bytes) -> str:
    """Return the fault of a merge, an empty string if it added exactly the snippet's entries."""
    old, new, wanted = (_meanings(compose(data)) for data in (before, after, snippet))
    extra = [key for key in new if key not in old and key not in wanted]
    if extra or [key for key in new if key in old] != list(old):
        return f"other sections: {list(old)} became {list(new)}"
    for name, value in new.items():
        problem = _section_difference(old.get(name), value, wanted.get(name))
        if problem:
            return f"{name}: {problem}"
    return ""


def _meanings(root: yaml.MappingNode) -> dict[str, list[Value]]:
    return {name: [meaning(value) for _, value in found] for name, found in sections(root).items()}


def _section_difference(
    old: list[Value] | None, new: list[Value], wanted: list[Value] | None
) -> str:
    if wanted is None:
        return "" if old == new else "it changed"
    if len(new) != 1:
        return "it stands twice"
    added = dict(_entries(wanted[0]))
    kept = [entry for entry in _entries(new[0]) if entry[0] not in added]
    if kept != list(_entries(old[0] if old else (NULL, ""))):
        return "old entries changed"
    found = [(key, long_form(value)) for key, value in _entries(new[0]) if key in added]
    if sorted(key for key, _ in found) != sorted(added):
        return f"new entries are {[key for key, _ in found]}"
    wrong = [key for key, value in found if value != long_form(added[key])]
    return f"new entries differ: {wrong}" if wrong else ""


def _entries(section: Value) -> Iterator[tuple[str, Value]]:
    """The entries of a section by the text of their keys."""
    content = section[1]
    if isinstance(content, tuple):
        for key, value in content:
            yield str(key[1]), value
