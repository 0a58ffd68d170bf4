"""Change several components of a repository at once: their files, and their blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..components.component_record import ComponentRecord, claimed_ids, find_instances
from ..components.shared_role import role_lines
from ..document import Document
from ..errors import ScaffoldError
from ..merge.component_snippet import ComponentSnippet
from ..merge.conflict import Conflict
from ..merge.last_applied import LastApplied
from ..merge.snippet_merge import ClashError, Merged
from ..rendering.checkout import Checkout
from ..rendering.versions import Versions
from ..transaction.staging import Staging
from .blocks import ComponentBlock, document_of, merge_blocks, past_of, tracked
from .file_merge import FileConflict, merge_files
from .rendered_digests import RenderedDigests, record, rendered_digests
from .rerender import Version, from_answers


@dataclass
class ComponentResult:
    """What became of one component.

    Attributes:
        instance: The component as it was.
        version: The version that it has now.
        merged: What was done to its block, None if that was not possible.
        file_conflicts: Files with something to settle.
        error: Why nothing was done, None if something was.
        files: What was done to files, by path: ``"added"``, ``"changed"`` or ``"removed"``.
        now: The component as it is now, None if its records are where they were.
        remarks: What somebody has to do elsewhere, now that it is another, a line each.
    """

    instance: ComponentRecord
    version: str = ""
    merged: Merged | None = None
    file_conflicts: Sequence[FileConflict] = ()
    error: ScaffoldError | None = None
    files: dict[str, str] = field(default_factory=dict)
    now: ComponentRecord | None = None
    remarks: Sequence[str] = ()

    @property
    def placed(self) -> ComponentRecord:
        """Return the component as it is now."""
        return self.now or self.instance

    @property
    def conflicts(self) -> Sequence[Conflict]:
        """Return what both sides changed in the SAM template."""
        return () if self.merged is None else self.merged.conflicts

    @property
    def is_clean(self) -> bool:
        """Return whether there is nothing to settle."""
        return not (self.error or self.conflicts or self.file_conflicts)

    @property
    def changed(self) -> bool:
        """Return whether anything is not as it was."""
        return bool(self.files or (self.merged is not None and self.merged.changed))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A component whose files are merged, and whose block is next.

    Attributes:
        outcome: What became of it so far.
        changes: Its files afterwards, None for one that goes.
        block: Its block, None while its snippet has something to settle.
        shared: Shared resources that it needs, which become components with it.
    """

    outcome: ComponentResult
    changes: Mapping[str, bytes | None]
    block: ComponentBlock | None
    shared: tuple[Prepared, ...] = ()

    @property
    def all(self) -> tuple[Prepared, ...]:
        """Return what is done at once, or not at all."""
        return (*self.shared, self)


Prepare = Callable[[ComponentRecord], Prepared]


@dataclass
class Components:
    """The components of a repository that one command changes.

    Attributes:
        overlay: The repository.
        versions: The versions of the template.
    """

    overlay: Staging
    versions: Versions

    @cached_property
    def all(self) -> list[ComponentRecord]:
        """Return all components."""
        return find_instances(self.overlay.repository)

    @cached_property
    def claimed(self) -> set[str]:
        """Return the logical ids that belong to components."""
        return claimed_ids(self.all, self.overlay.repository)

    def answers(self, instance: ComponentRecord) -> bytes:
        """Return the bytes of an answers file."""
        return self.overlay.read(instance.answers_file) or b""

    def templates(self, instance: ComponentRecord) -> dict[str, bytes]:
        """Return the SAM template of a component, if it will not be as it is in the repository."""
        staged = self.overlay.stage / instance.template_file
        return {instance.template_file: staged.read_bytes()} if staged.is_file() else {}

    def old(self, instance: ComponentRecord) -> tuple[Checkout, Version]:
        """Return a component as the version rendered it that it has."""
        checkout = self.versions.at(instance.source, instance.version)
        return checkout, from_answers(checkout, instance.answers_file, self.answers(instance))

    def old_digests(self, instance: ComponentRecord) -> RenderedDigests:
        """Return the digests of what the version rendered that a component has.

        Raises:
            ScaffoldError: Nothing is recorded, and it cannot be rendered.
        """
        checkout = self.versions.at(instance.source, instance.version)
        answers, path = self.answers(instance), instance.answers_file
        return rendered_digests(
            checkout, path, answers, lambda: from_answers(checkout, path, answers)
        )

    def run(
        self,
        instances: Sequence[ComponentRecord],
        prepare: Prepare,
        say: Callable[[ComponentRecord], None] = lambda _: None,
    ) -> list[ComponentResult]:
        """Do something to several components; one that fails keeps no other back.

        Args:
            instances: The components.
            prepare: Merges the files of one.
            say: Is told of each that is done.

        Returns:
            What became of each.
        """
        pending, outcomes = _prepared(instances, prepare, say)
        by_template: dict[str, list[Prepared]] = {}
        for one in pending:
            by_template.setdefault(one.outcome.instance.template_file, []).append(one)
        for several in by_template.values():
            outcomes += self._merge(several, prepare)
        order = {one.path: number for number, one in enumerate(instances)}
        return sorted(outcomes, key=lambda one: order.get(one.instance.path, len(order)))

    def _merge(self, several: Sequence[Prepared], prepare: Prepare) -> list[ComponentResult]:
        """Merge the blocks of one template at once, else one after the other."""
        everything = [one for group in several for one in group.all]
        blocks = [one.block for one in everything if one.block is not None]
        try:
            merged = merge_blocks(self.overlay, blocks, lambda: self.claimed) if blocks else []
        except ScaffoldError as error:
            if len(several) == 1:
                outcome = several[0].outcome
                return [ComponentResult(outcome.instance, error=error)]
            first = self._merge(several[:1], prepare)
            rest, failed = list(several[1:]), list[ComponentResult]()
            if isinstance(error, ClashError):  # what the first one made, the others may use
                rest, failed = _prepared([one.outcome.instance for one in rest], prepare)
            return [*first, *failed, *self._merge(rest, prepare)]
        done = iter(merged)
        return [
            self._done(one, next(done) if one.block is not None else None) for one in everything
        ]

    def _done(self, prepared: Prepared, merged: Merged | None) -> ComponentResult:
        outcome = prepared.outcome
        outcome.merged = merged
        for path, data in prepared.changes.items():
            before = self.overlay.read(path)
            if data is None:
                self.overlay.drop(path)
            else:
                self.overlay.put(path, data)
            what = "removed" if data is None else "added" if before is None else "changed"
            outcome.files[path] = what
        return outcome

    def merged_with(self, instance: ComponentRecord, old: Version, new: Version) -> Prepared:
        """Bring the difference of two renderings into the files of a component."""
        snippet = new.rendered.snippet
        changes, conflicts = merge_files(self.overlay, old.files, new.files, snippet)
        there = instance.placed(new.rendered.component)
        changes |= self.moved(instance.answers_file, there.answers_file, new.answers)
        if there.answers_file == instance.answers_file:
            record(new, instance.answers_file)
        known = role_lines(old.rendered.answers)
        remarks = [line for line in role_lines(new.rendered.answers) if line not in known]
        outcome = ComponentResult(
            instance, new.version, file_conflicts=conflicts, now=there, remarks=remarks
        )
        if any(conflict.path == snippet for conflict in conflicts):
            applied = self.overlay.read(instance.applied_file)
            changes |= self.moved(instance.applied_file, there.applied_file, applied)
            return Prepared(outcome, changes, None)
        data = changes.get(snippet, self.overlay.read(snippet))
        block = replace(
            self.block(instance, data),
            applied_file=there.applied_file,
            base=old.files.get(snippet),
        )
        return Prepared(outcome, changes, block)

    def moved(self, path: str, target: str, data: bytes | None) -> dict[str, bytes | None]:
        """The changes that give a record its bytes in its place, which may be another now."""
        found: dict[str, bytes | None] = {}
        if path != target and self.overlay.read(path) is not None:
            found[path] = None
        if self.overlay.read(target) != data:
            found[target] = data
        return found

    def tracked(self, instance: ComponentRecord) -> tuple[Document, ComponentSnippet]:
        """Return the SAM template of a component, and its snippet with its past.

        Raises:
            ScaffoldError: The template or the snippet is not there, or broken.
        """
        document = document_of(self.overlay, instance.template_file)
        block = self.block(instance, self.overlay.read(instance.snippet_file))
        return document, tracked(self.overlay, block, document, lambda: self.claimed)

    def past(self, instance: ComponentRecord) -> LastApplied | None:
        """What was last applied, with the names that its resources have by now; None if nothing.

        Raises:
            ScaffoldError: The template is not there, or one of the two is broken.
        """
        past = past_of(self.overlay, instance.applied_file)
        if past is None:
            return None
        document = document_of(self.overlay, instance.template_file)
        name = instance.applied_file
        found = ComponentSnippet.of(name, past.data, past, document, lambda: self.claimed)
        return replace(past, renamed=found.new_ids)

    def block(self, instance: ComponentRecord, data: bytes | None) -> ComponentBlock:
        """Return the block of a component.

        Raises:
            ScaffoldError: It has no snippet.
        """
        if data is None:
            raise ScaffoldError(
                f"{instance.snippet_file} is missing; bring it back, or take the component out "
                f"with `sam-scaffold remove {instance.name}`."
            )
        record = instance.applied_file
        return ComponentBlock(instance.template_file, instance.snippet_file, record, record, data)


def _prepared(
    instances: Sequence[ComponentRecord],
    prepare: Prepare,
    say: Callable[[ComponentRecord], None] = lambda _: None,
) -> tuple[list[Prepared], list[ComponentResult]]:
    """Several components prepared, and what became of those that cannot be."""
    pending: list[Prepared] = []
    failed: list[ComponentResult] = []
    for instance in instances:
        try:
            pending.append(prepare(instance))
        except ScaffoldError as error:
            failed.append(ComponentResult(instance, error=error))
        say(instance)
    return pending, failed
