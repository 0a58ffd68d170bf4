"""``sam-scaffold finish``: the last step of plain ``copier copy`` and ``copier update``."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from ..components.component_record import ComponentRecord, answers_of, root_of
from ..components.root_answers import RootAnswers, keep_root_answers
from ..errors import ScaffoldError
from ..lifecycle.batch import ComponentResult, Components, Prepare, Prepared
from ..lifecycle.conflict_markers import mark_conflicts
from ..lifecycle.shared_components import with_shared
from ..lifecycle.snippet_apply import carried_over
from ..lifecycle.version_update import updated
from ..merge.conflict import Conflict
from ..record_files import ROOT_ANSWERS_FILE
from ..rendering.checkout import Checkout
from ..transaction.git import git
from . import report
from .results import UnresolvedError
from .selection import components_of, put_in_place


@click.command(hidden=True)
@click.argument("answers_file")
@click.argument("needs", type=json.loads)
def finish(answers_file: str, needs: list[dict[str, Any]]) -> None:
    """Finish a run of copier in this folder: merge into the SAM template, and write the records.

    The answers file in the root stands for all components, and updates them to the version
    that it names. Conflicts are written between markers, as copier does in files. They do
    not fail the run, because Renovate would discard all its changes.
    """
    run = _Run.of(Path.cwd(), answers_file)
    # To run this task, copier has already asked the user to trust the template's address.
    with components_of(run.root, to=run.version, trust=True) as found:
        instances = list(run.meant(found))
        finished: Prepare = partial(_finished, found, needs)
        prepare = finished if run.version is None else partial(updated, found)
        done = found.run(instances, prepare)
        open_ones = mark_conflicts(found, done)
        keep_root_answers(found.overlay)
        put_in_place(found)
    for result in done:
        _print(result, open_ones)
    _raise_errors(done)


def _finished(
    found: Components, needs: Sequence[Mapping[str, Any]], instance: ComponentRecord
) -> Prepared:
    """Prepare a component that copier rendered, and the shared resources that it needs."""
    return with_shared(found, carried_over(found, instance), _checkout(instance), needs)


def _checkout(instance: ComponentRecord) -> Checkout:
    """Return the running template, under the address and version that copier recorded."""
    folder = Path(__file__).parents[3]
    recorded = {"_commit": instance.version, "_src_path": instance.source}
    return Checkout(
        instance.source,
        str(folder),
        "HEAD" if (folder / ".git").exists() else None,
        {key: value for key, value in recorded.items() if value},
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """The subject of a run of copier: one component, or all components of a template.

    Attributes:
        root: The repository's root.
        answers_file: The answers file, relative to the root.
        version: The version to update all components to, None for a run for one component.
        source: The address of the template of all these components.
    """

    root: Path
    answers_file: str
    version: str | None = None
    source: str = ""

    @classmethod
    def of(cls, folder: Path, answers_file: str) -> _Run:
        """Determine the subject from the folder and the answers file that copier was given.

        For components of v0.1.0, Renovate runs copier in the component's folder. The paths of
        a component are relative to the root, so the rendering there is reverted and all
        components are updated.
        """
        path = folder / answers_file
        if answers_file == ROOT_ANSWERS_FILE:
            found = RootAnswers.parse(path.read_bytes())
            version = None if found is None else found.version
            return cls(folder, answers_file, version, "" if found is None else found.source)
        answers = answers_of(path) or {}
        root = root_of(path, answers)
        if root is None or root == folder:
            return cls(folder, answers_file)
        git(str(folder), "checkout", "--quiet", "HEAD", "--", answers_file)
        source, version = str(answers.get("_src_path")), str(answers.get("_commit"))
        return cls(root, path.relative_to(root).as_posix(), version, source)

    def meant(self, found: Components) -> Iterator[ComponentRecord]:
        """Yield the components to finish.

        Raises:
            ScaffoldError: The answers file is not that of a component.
        """
        if self.version is not None:
            yield from (component for component in found.all if component.source == self.source)
            return
        own = [component for component in found.all if component.answers_file == self.answers_file]
        if not own:
            raise ScaffoldError(
                f"{self.answers_file} is not a component's answers file; run copier in the "
                "repository's root, and name the file with --answers-file."
            )
        yield from own


def _print(result: ComponentResult, open_ones: Collection[Conflict]) -> None:
    """Print the changes and the conflicts of a component.

    Args:
        result: The result for the component.
        open_ones: Conflicts that could not be written between markers.
    """
    template_file = result.instance.template_file
    if result.merged is not None:
        report.merged(template_file, result.merged)
    for conflict in result.conflicts:
        then = "resolve the conflict between its markers"
        if conflict in open_ones:
            name = result.instance.name
            then = f"your version is kept; resolve it with `sam-scaffold resolve {name}`"
        click.echo(f"{template_file}: conflict in {conflict.title}; {then}")
    for file in result.file_conflicts:
        click.echo(f"{file.path}: conflict; {file.what}")


def _raise_errors(done: list[ComponentResult]) -> None:
    """Fail the run if a component could not be updated.

    Raises:
        ScaffoldError: The error of the component, or the names of several.
    """
    failed = {result.instance.name: result.error for result in done if result.error is not None}
    if len(failed) == 1:
        raise next(iter(failed.values()))
    if failed:
        for name, error in failed.items():
            click.echo(f"{name}: {error}", err=True)
        raise UnresolvedError(f"{', '.join(failed)}: not updated; see above.")
