"""``sam-scaffold merge``: the plumbing under every other command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from .. import files
from ..document import Document
from ..errors import ScaffoldError, UsageError
from ..merge import applied
from ..merge.merge import Merged, State, standings, unmerge
from ..merge.merge import merge as merge_document
from ..merge.snippet import Snippet
from ..scaffold.instances import record_of
from .report import REWRITTEN


@click.command(epilog="Example: sam-scaffold merge functions/orders/resource.yaml template.yaml")
@click.argument("snippet")
@click.argument("templates", nargs=-1, required=True, metavar="TEMPLATE...")
@click.option("--remove", is_flag=True, help="Take the snippet out again.")
@click.option("--check", is_flag=True, help="Say whether it is in; exit 1 if not.")
def merge(snippet: str, templates: tuple[str, ...], *, remove: bool, check: bool) -> None:
    """Merge SNIPPET, a partial SAM template, into each TEMPLATE.

    All of them or none: what cannot be merged into one is merged nowhere. Exits 0
    when done or nothing was to do, 1 when refused, 2 on wrong usage.
    """
    if remove and check:
        raise UsageError("--remove and --check exclude each other; give one.")
    path = Path(snippet)
    data = _snippet_bytes(path)
    merging = _Merging(path, Snippet.parse(snippet, data))
    targets = [Path(template) for template in dict.fromkeys(templates)]
    with files.locked(targets):
        if check:
            _check(merging, targets)
            return
        results = {target: merging.result(target, remove=remove) for target in targets}
        changes: dict[Path, bytes | None] = {
            target: result.document.encode() for target, result in results.items() if result.changed
        }
        for record in filter(None, map(merging.record, targets)):
            changes[record] = None if remove else applied.content(data)
        with files.uninterrupted():
            files.write_all(changes)
    for target, result in results.items():
        _say(target, result, remove=remove)


def _snippet_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ScaffoldError(
            f"{path} cannot be read ({error.strerror}); name a snippet file."
        ) from None


@dataclass(frozen=True, slots=True)
class _Merging:
    """A snippet on its way into SAM templates."""

    path: Path
    snippet: Snippet

    def record(self, target: Path) -> Path | None:
        return record_of(self.path, target)

    def base(self, target: Path) -> Snippet | None:
        record = self.record(target)
        return None if record is None else applied.load(record)

    def result(self, target: Path, *, remove: bool) -> Merged:
        document = Document.parse(str(target), files.read_for_change(target))
        return (unmerge if remove else merge_document)(document, self.snippet, self.base(target))


def _check(merging: _Merging, targets: list[Path]) -> None:
    missing = []
    for target in targets:
        document = Document.parse(str(target), files.read(target))
        for standing in standings(document, merging.snippet, merging.base(target)):
            click.echo(f"{target}: {standing.path} {standing.state.value}")
            if standing.state in (State.MISSING, State.DIFFERENT):
                missing.append(f"{target}: {standing.path}")
    if missing:
        raise ScaffoldError(f"not merged: {', '.join(missing)}; run it without --check.")


def _say(target: Path, result: Merged, *, remove: bool) -> None:
    verb, preposition = ("removed", "from") if remove else ("added", "to")
    for path in result.changed:
        click.echo(f"{verb} {path} {preposition} {target}")
    if not result.changed:
        click.echo(f"{target}: nothing to do")
    for place in result.rewritten:
        click.echo(f"{place}: {REWRITTEN}")
    for standing in result.standings:
        if not remove and standing.state in (State.EDITED, State.DELETED):
            click.echo(f"{target}: {standing.path} was {standing.state.value}; left as it is")
