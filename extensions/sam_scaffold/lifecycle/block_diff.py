"""Changes in the block of a component since it was applied."""

from __future__ import annotations

from ..components.component_record import ComponentRecord
from ..document import Document, Pair, entries_of
from ..document.entry_lines import head_at, lines_span
from ..document.layout import layout_of
from ..merge.entry import SnippetEntry
from .batch import Components


def difference(components: Components, instance: ComponentRecord) -> tuple[str, str]:
    """Return a component's block as it was last applied, and as it stands in the SAM template.

    Raises:
        ScaffoldError: The template or the snippet is not there, or broken.
    """
    document, tracked = components.tracked(instance)
    base = tracked.base
    if base is None:
        return "", ""
    before, after = [], []
    for name in base.sections:
        before.append(f"{name}:")
        after.append(f"{name}:")
        there = entries_of(document, name)
        for entry in base.sections[name]:
            lines, column = _applied(document, entry, there.get(entry.key))
            before += lines
            if entry.key in there:
                after += _present(document, there[entry.key], column)
    return "\n".join(before), "\n".join(after)


def _applied(document: Document, entry: SnippetEntry, pair: Pair | None) -> tuple[list[str], int]:
    """Return the lines of an entry as they were put into the template, and their column."""
    layout = layout_of(document)
    if pair is not None and document.root.flow:
        return list(entry.flow(pair[0].column, layout).lines), pair[0].column
    column = layout.mapping if pair is None else pair[0].column
    return list(entry.block(column, layout).lines), column


def _present(document: Document, pair: Pair, column: int) -> list[str]:
    """Return the lines of an entry as they stand, with the comment above it."""
    if document.root.flow:
        text = document.text[pair[0].start : pair[1].end]
        return [line.rstrip("\r") for line in f"{' ' * column}{text}".split("\n")]
    head = [" " * column + line for line in head_at(document, pair[0].start)]
    start, end = lines_span(document, pair)
    return [*head, *(line.rstrip("\r") for line in document.text[start:end].split("\n"))]
