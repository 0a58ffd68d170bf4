"""``sam-scaffold merge``: the merge of a snippet into SAM templates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from ..components.component_record import claimed_ids, find_instances, record_of
from ..document import Document
from ..errors import ScaffoldError, UsageError
from ..merge import last_applied
from ..merge.component_snippet import ComponentSnippet
from ..merge.entry_status import EntryState, entry_statuses
from ..merge.snippet import Snippet
from ..merge.snippet_merge import Merged, remove_snippet
from ..merge.snippet_merge import merge as merge_document
from ..sam.model.template import Template
from ..sam.translation.stack_quotas import quota_problem
from ..transaction import files, journal
from ..transaction.paths import Bounds, git_root
from .report import merged


@click.command(epilog="Example: sam-scaffold merge functions/orders/resource.yaml template.yaml")
@click.argument("snippet")
@click.argument("templates", nargs=-1, required=True, metavar="TEMPLATE...")
@click.option("--remove", is_flag=True, help="Remove the snippet's entries.")
@click.option(
    "--check",
    is_flag=True,
    help="Print the state of each entry; exit with 1 if one is missing or different.",
)
def merge(snippet: str, templates: tuple[str, ...], *, remove: bool, check: bool) -> None:
    """Merge SNIPPET, a partial SAM template, into each TEMPLATE.

    If it cannot be merged into one of them, none is changed. Exits with 0 if it is merged,
    1 if it is refused or there are conflicts, 2 on a usage error.
    """
    if remove and check:
        raise UsageError("--remove and --check cannot be combined; give one of them.")
    path = Path(snippet)
    targets = [Path(template) for template in dict.fromkeys(templates)]
    for target in targets:
        if git_root(target.parent) is not None:  # without git, the repository has no known bounds
            Bounds.of(target.parent).check_real(target, str(target))
    with journal.locked(targets):
        merging = _Merging(path, _snippet_bytes(path))
        if check:
            _check(merging, targets)
            return
        results = {target: merging.result(target, remove=remove) for target in targets}
        changes: dict[Path, bytes | None] = {}
        for target, result in results.items():
            changes |= result.records
            if result.merged.changed:
                changes[target] = result.merged.document.encode()
        journal.commit(changes, targets)
    for target, result in results.items():
        _print(target, result.merged, remove=remove)
    if any(result.merged.conflicts for result in results.values()):
        raise ScaffoldError(f"{path}: there are conflicts to resolve; see above.")


def _snippet_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ScaffoldError(
            f"{path} cannot be read ({error.strerror}); give the path of a snippet."
        ) from None


@dataclass(frozen=True, slots=True)
class _Result:
    """The result for a SAM template.

    Attributes:
        merged: The merge.
        records: Changes of the record next to the snippet, by path; None deletes it.
    """

    merged: Merged
    records: dict[Path, bytes | None]


@dataclass(frozen=True, slots=True)
class _Merging:
    """A snippet that is merged into SAM templates.

    Attributes:
        path: The snippet's path.
        data: Its content.
    """

    path: Path
    data: bytes

    def tracked(self, target: Path, document: Document) -> tuple[ComponentSnippet, Path | None]:
        """Return the snippet with its last-applied copy, and the path of that copy.

        The path is None if the snippet does not belong to a component.
        """
        record = record_of(self.path, target)
        name = str(self.path)
        if record is None:
            return ComponentSnippet(Snippet.parse(name, self.data), self.data, None, {}), None
        applied_file, root = record

        def claimed() -> set[str]:
            return claimed_ids(find_instances(root), root)

        past = last_applied.load(applied_file)
        return ComponentSnippet.of(name, self.data, past, document, claimed), applied_file

    def result(self, target: Path, *, remove: bool) -> _Result:
        """Merge the snippet into a SAM template, or remove it, without writing the files.

        Raises:
            ScaffoldError: It cannot be merged or removed, or the result would exceed a quota.
        """
        document = Document.parse(str(target), files.read_for_change(target))
        tracked, record = self.tracked(target, document)
        job = tracked.job
        if remove:
            opened = () if tracked.past is None else tracked.past.opened
            merged = remove_snippet(document, job.snippet, job.base, opened=opened)
            return _Result(merged, {} if record is None else {record: None})
        merged = merge_document(document, job.snippet, job.base)
        path = str(target)
        if problem := quota_problem(Template(path, document), Template(path, merged.document)):
            raise ScaffoldError(problem)
        if record is None:
            return _Result(merged, {})
        return _Result(merged, {record: tracked.record(merged, document).encode()})


def _check(merging: _Merging, targets: list[Path]) -> None:
    """Print the state of each entry in each SAM template.

    Raises:
        ScaffoldError: An entry is missing or different.
    """
    missing = []
    for target in targets:
        document = Document.parse(str(target), files.read(target))
        job = merging.tracked(target, document)[0].job
        for status in entry_statuses(document, job.snippet, job.base):
            click.echo(f"{target}: {status.path} {status.state.value}")
            if status.state in (EntryState.MISSING, EntryState.DIFFERENT):
                missing.append(f"{target}: {status.path}")
    if missing:
        raise ScaffoldError(
            f"not merged: {', '.join(missing)}; to merge, run the command without --check."
        )


def _print(target: Path, result: Merged, *, remove: bool) -> None:
    merged(str(target), result)
    if not result.changed and not result.conflicts:
        click.echo(f"{target}: nothing to do")
    for status in result.statuses:
        if not remove and status.state in (EntryState.EDITED, EntryState.DELETED):
            click.echo(f"{target}: {status.path} was {status.state.value}; not changed")
    for conflict in result.conflicts:
        click.echo(f"{target}: conflict in {conflict.title}; your version is kept")
        for line in conflict.lines():
            click.echo(f"  {line}")
