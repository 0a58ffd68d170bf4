"""Application of edited snippets, and resolution of conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..components.answers_file import read_answers
from ..components.component_facts import component
from ..components.component_record import ComponentRecord
from ..errors import ScaffoldError, nearest
from ..merge.conflict import Conflict
from ..merge.last_applied import LastApplied
from ..merge.path_operations import part_at, put
from ..merge.snippet import Snippet
from ..merge.snippet_merge import merge
from .batch import ComponentResult, Components, Prepared


def applied_again(components: Components, instance: ComponentRecord) -> Prepared:
    """Prepare the merge of an edited snippet.

    Raises:
        ScaffoldError: The snippet is missing.
    """
    data = components.overlay.read(instance.snippet_file)
    outcome = ComponentResult(instance, instance.version)
    return Prepared(outcome, {}, components.block(instance, data))


def carried_over(components: Components, instance: ComponentRecord) -> Prepared:
    """Prepare the merge of what copier rendered; records go to where they lie by now.

    Raises:
        ScaffoldError: The snippet is missing, or has unresolved conflicts.
    """
    there = instance.placed(component(read_answers(components.answers(instance))).data())
    prepared = applied_again(components, instance)
    if prepared.block is None:
        return prepared
    answers_file, data = there.answers_file, components.answers(instance)
    prepared.outcome.now = there
    return replace(
        prepared,
        changes=components.moved(instance.answers_file, answers_file, data),
        block=replace(prepared.block, applied_file=there.applied_file),
    )


def resolve_conflicts_of(
    components: Components, instance: ComponentRecord, path: str, *, theirs: bool
) -> list[str]:
    """Resolve unresolved conflicts of a component in favour of a side.

    Args:
        components: The repository; the resolution is staged in its overlay.
        instance: The component.
        path: The conflict, or a common parent of several; empty for all.
        theirs: Whether the snippet's side is written to the template.

    Returns:
        Paths of the resolved conflicts.

    Raises:
        ScaffoldError: There is no such conflict, or the place cannot be changed.
    """
    document, found = components.tracked(instance)
    if found.job.base is None:
        raise ScaffoldError(f"{instance.name} was not merged yet; run `sam-scaffold apply`.")
    conflicts = _chosen(merge(document, found.job.snippet, found.job.base).conflicts, path)
    resolve_conflicts(components, instance, conflicts, theirs=theirs)
    return [conflict.name for conflict in conflicts]


def resolve_conflicts(
    components: Components,
    instance: ComponentRecord,
    conflicts: Sequence[Conflict],
    *,
    theirs: bool,
) -> None:
    """Resolve some conflicts of a component in favour of a side.

    Args:
        components: The repository; the resolution is staged in its overlay.
        instance: The component, which was merged before.
        conflicts: The conflicts to resolve.
        theirs: Whether the snippet's side is written to the template.
    """
    document, found = components.tracked(instance)
    job = found.job
    if found.past is None or job.base is None:
        return
    base = job.base.document
    for conflict in conflicts:
        part = part_at(job.snippet.document, conflict.path)
        base = put(base, conflict.path, part)
        if theirs:
            document = put(document, conflict.path, part)
    settled = Snippet.parse(instance.applied_file, base.encode())
    left = merge(document, job.snippet, settled)
    if left.changed:  # later changes of the snippet are still to be applied
        old_names = {new: old for old, new in found.new_ids.items()}
        data = settled.renamed(old_names).document.encode()
        record: LastApplied = replace(found.past, data=data, renamed=found.new_ids)
    else:
        record = found.record(left, document)
    components.overlay.put(instance.applied_file, record.encode())
    components.overlay.put(instance.template_file, document.encode())


def _chosen(conflicts: Sequence[Conflict], path: str) -> list[Conflict]:
    names = [conflict.name for conflict in conflicts]
    found = [
        conflict for conflict in conflicts if not path or f"{conflict.name}.".startswith(f"{path}.")
    ]
    if found or not path:
        return found
    existing = f" Conflicts: {', '.join(names)}." if names else " There are none."
    raise ScaffoldError(f"{path!r} is not an open conflict.{nearest(path, names)}{existing}")
