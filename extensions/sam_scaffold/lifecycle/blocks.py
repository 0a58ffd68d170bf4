"""Merge the snippets of components into the SAM templates of a repository."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ..document import Document
from ..errors import ScaffoldError
from ..merge.component_snippet import ComponentSnippet
from ..merge.last_applied import LastApplied
from ..merge.snippet_merge import Merged, merge_all
from ..sam.model.template_files import parsed
from ..transaction import files
from ..transaction.staging import Staging


@dataclass(frozen=True, slots=True)
class ComponentBlock:
    """A component's part of a SAM template.

    Attributes:
        template_file: The SAM template, relative to the repository.
        snippet_file: Its snippet, relative to the repository.
        applied_file: Where what is applied of it will be recorded.
        past_file: Where what was last applied of it is recorded.
        data: The bytes of the snippet.
        base: What stands for the last-applied snippet where its file is lost, if anything.
        past: What was last applied, where that is not what the file says.
    """

    template_file: str
    snippet_file: str
    applied_file: str
    past_file: str
    data: bytes
    base: bytes | None = None
    past: LastApplied | None = None


def merge_blocks(
    overlay: Staging, blocks: Sequence[ComponentBlock], claimed: Callable[[], Collection[str]]
) -> list[Merged]:
    """Merge some blocks of one SAM template, and record what was applied.

    Args:
        overlay: The repository; it is changed only if all of them can be merged.
        blocks: The blocks, all of one template.
        claimed: Gives the logical ids of the template that belong to components.

    Raises:
        ScaffoldError: One of them cannot be merged.
        ClashError: Two of them bring the same entry.
    """
    before = after = document_of(overlay, blocks[0].template_file)
    found = [tracked(overlay, block, before, claimed) for block in blocks]
    merged: dict[int, Merged] = {}
    # New blocks are appended to a section, and new entries of existing blocks follow their last.
    for is_new in (True, False):
        several = [number for number, block in enumerate(found) if (block.past is None) is is_new]
        if several:
            done = merge_all(after, [found[number].job for number in several])
            merged.update(zip(several, done, strict=True))
            after = done[0].document
    records = [snippet.record(merged[number], before) for number, snippet in enumerate(found)]
    overlay.put(blocks[0].template_file, after.encode())
    for block, record in zip(blocks, records, strict=True):
        overlay.drop(block.past_file)
        overlay.put(block.applied_file, record.encode())
    return [merged[number] for number in range(len(found))]


def tracked(
    overlay: Staging,
    block: ComponentBlock,
    document: Document,
    claimed: Callable[[], Collection[str]],
) -> ComponentSnippet:
    """Return a block with its past, its resources looked up in the template."""
    past = block.past or past_of(overlay, block.past_file)
    if past is None and block.base is not None:
        past = LastApplied(block.base)
    return ComponentSnippet.of(block.snippet_file, block.data, past, document, claimed)


def past_of(overlay: Staging, applied_file: str) -> LastApplied | None:
    """Return what was last applied, None if nothing was."""
    data = overlay.read(applied_file)
    return None if data is None else LastApplied.parse(data, applied_file)


def document_of(overlay: Staging, template_file: str) -> Document:
    """Return a SAM template as it will be.

    Raises:
        ScaffoldError: It is missing, cannot be written, or is not valid YAML.
    """
    data = overlay.read(template_file)
    if data is None:
        raise ScaffoldError(
            f"{template_file} is not there; run the command in the folder that it is in, "
            "or name that one with -C."
        )
    if not (overlay.stage / template_file).is_file():
        files.read_for_change(overlay.repository / template_file, template_file)
    return parsed(template_file, data).document
