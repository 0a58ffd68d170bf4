"""Make the shared resources that components need into components of their own.

v0.1.0 had them in the snippet of the function that first needed them: there they are taken
over as they stand in the SAM template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..components.component_record import ComponentRecord
from ..merge.entry_status import entry_statuses
from ..merge.last_applied import LastApplied
from ..merge.parting import part
from ..merge.snippet import Snippet
from ..record_files import applied_beside
from ..rendering.checkout import Checkout
from .batch import ComponentResult, Components, Prepared
from .blocks import ComponentBlock, document_of
from .rerender import Version, made


def with_shared(
    components: Components,
    prepared: Prepared,
    checkout: Checkout,
    needs: Sequence[Mapping[str, Any]],
) -> Prepared:
    """Add to a prepared component the shared resources that it needs.

    Args:
        components: The repository.
        prepared: The component.
        checkout: The version of the template that it gets.
        needs: The answers of the shared resources, see `scaffold.shared.needs`.

    Raises:
        ScaffoldError: One cannot be rendered, or what was last applied is broken.
    """
    if not needs:
        return prepared
    past = components.past(prepared.outcome.instance)
    shared = []
    for answers in needs:
        version = made(checkout, answers)
        snippet = version.rendered.snippet
        moving = Snippet.parse(snippet, version.files[snippet])
        theirs: LastApplied | None = None
        if past is not None:
            past, theirs = part(past, moving)
        if _is_missing(components, version) and not _was_deleted(components, version, theirs):
            shared.append(added_with(prepared.outcome.instance, version, theirs))
    return replace(_parted(prepared, past), shared=tuple(shared))


def _is_missing(components: Components, version: Version) -> bool:
    return components.overlay.read(str(version.rendered.component["answers_file"])) is None


def _was_deleted(components: Components, version: Version, past: LastApplied | None) -> bool:
    """Return whether the user removed it from the SAM template."""
    if past is None:
        return False
    document = document_of(components.overlay, version.rendered.template_file)
    found = entry_statuses(document, past.snippet.renamed(past.renamed))
    return all(status.offset is None for status in found)


def _parted(prepared: Prepared, past: LastApplied | None) -> Prepared:
    """Return a component whose last-applied copy has no more what belongs to others."""
    if past is None:
        return prepared
    if prepared.block is not None:
        return replace(prepared, block=replace(prepared.block, past=past))
    # Its snippet has unresolved conflicts: until they are resolved, only the record is changed.
    record = prepared.outcome.placed.applied_file
    return replace(prepared, changes={**prepared.changes, record: past.encode()})


def added_with(owner: ComponentRecord, version: Version, past: LastApplied | None) -> Prepared:
    """Prepare a component that is added with the one that needs it.

    Args:
        owner: The component that needs it.
        version: The new component.
        past: The part of the owner's last-applied copy that becomes its own, None without one.
    """
    rendered = version.rendered
    answers_file = str(rendered.component["answers_file"])
    data = version.files[rendered.snippet]
    found = Snippet.parse(rendered.snippet, data)
    instance = ComponentRecord(
        rendered.kind,
        str(rendered.answers["name"]),
        rendered.template_file,
        tuple(found.keys("Resources")),
        version.version,
        str(rendered.component["meta_dir"]),
        owner.source,
        answers_file,
    )
    record = applied_beside(answers_file)
    block = ComponentBlock(
        rendered.template_file, rendered.snippet, record, record, data, past=past
    )
    changes = {answers_file: version.answers, **version.files}
    return Prepared(ComponentResult(instance, version.version), changes, block)
