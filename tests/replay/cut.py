"""A template's text without some of its entries; every other line stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import yaml
from yaml.nodes import MappingNode, Node

from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import Data, mapping_of, mentioned, to_data

Path = tuple[str, ...]


def as_data(text: str) -> dict[str, Data]:
    """Return a template as data, with intrinsic functions in their long form."""
    return mapping_of(to_data(Document.parse("template.yaml", text.encode()).root))


def without(text: str, resources: Collection[str]) -> str:
    """Return a template without resources, and without the entries that only refer to them.

    Args:
        text: The template.
        resources: Logical ids.

    Raises:
        ValueError: Another resource refers to one of them.
    """
    gone = set(resources)
    paths = [*(("Resources", name) for name in resources), *_entries_about(as_data(text), gone)]
    left = cut(text, paths)
    for name, entry in mapping_of(as_data(left).get("Resources")).items():
        if named := gone.intersection(mentioned(entry)):
            raise ValueError(f"{name} refers to {', '.join(sorted(named))}.")
    return left


def cut(text: str, paths: Sequence[Path]) -> str:
    """Return YAML without the entries at some paths, the comments above them, and blank lines.

    Args:
        text: YAML in block style.
        paths: The keys that lead to each entry.
    """
    lines = text.splitlines(keepends=True)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, MappingNode)
    ranges = [_lines_of(lines, root, path) for path in paths]
    gone = {number for own in ranges for number in own}
    return "".join(line for number, line in enumerate(lines) if number not in gone)


def _entries_about(template: dict[str, Data], gone: set[str]) -> Iterator[Path]:
    """Yield the outputs, and the methods of definitions of APIs, that refer to such resources."""
    outputs = mapping_of(template.get("Outputs"))
    about = [name for name, output in outputs.items() if gone.intersection(mentioned(output))]
    whole = bool(about) and len(about) == len(outputs)
    yield from [("Outputs",)] if whole else [("Outputs", name) for name in about]
    for name, entry in mapping_of(template.get("Resources")).items():
        if name not in gone:
            body = mapping_of(mapping_of(mapping_of(entry).get("Properties")).get("DefinitionBody"))
            place = ("Resources", name, "Properties", "DefinitionBody", "paths")
            for below in _methods_about(mapping_of(body.get("paths")), gone):
                yield (*place, *below)


def _methods_about(paths: dict[str, Data], gone: set[str]) -> Iterator[Path]:
    for path, methods in paths.items():
        about = [key for key, method in methods.items() if gone.intersection(mentioned(method))]
        whole = bool(about) and len(about) == len(methods)
        yield from [(path,)] if whole else [(path, key) for key in about]


def _lines_of(lines: Sequence[str], root: MappingNode, path: Path) -> range:
    """Return the lines of an entry, with its comment and the blank lines to the next sibling."""
    node: Node = root
    for key in path:
        assert isinstance(node, MappingNode), path
        named, node = next(pair for pair in node.value if pair[0].value == key)
    first, end = named.start_mark.line, node.end_mark.line
    if lines[end : end + 1] and lines[end][: node.end_mark.column].strip():
        end += 1
    while _is_blank(lines[end - 1]) or lines[end - 1].lstrip().startswith("#"):
        end -= 1
    indent = " " * named.start_mark.column
    while first and lines[first - 1].startswith(f"{indent}#"):
        first -= 1
    return _with_blank_lines(lines, range(first, end), indent)


def _with_blank_lines(lines: Sequence[str], own: range, indent: str) -> range:
    """Return lines with the blank ones after them; if they are the last, with those before them."""
    first, end = own.start, own.stop
    after = end
    while after < len(lines) and _is_blank(lines[after]):
        after += 1
    if after < len(lines) and lines[after].startswith(indent):
        return range(first, after)
    while first and _is_blank(lines[first - 1]):
        first -= 1
    return range(first, end)


def _is_blank(line: str) -> bool:
    return not line.strip()
