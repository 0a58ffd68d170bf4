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
    """Finish what copier began in this folder: merge into the SAM template, keep the records.

    The answers file in the root stands for all components, which are brought to the version
    that it names. Conflicts stand between markers, as copier leaves them in files, and are
    not a failure: Renovate would keep nothing of a run that fails.
    """
    run = _Run.of(Path.cwd(), answers_file)
    # Copier has asked for this address: it runs this very code.
    with components_of(run.root, to=run.version, trust=True) as found:
        instances = list(run.meant(found))
        of_one: Prepare = partial(_finished, found, needs)
        prepare = of_one if run.version is None else partial(updated, found)
        done = found.run(instances, prepare)
        open_ones = mark_conflicts(found, done)
        keep_root_answers(found.overlay)
        put_in_place(found)
    for one in done:
        _say(one, open_ones)
    _fail(done)


def _finished(
    found: Components, needs: Sequence[Mapping[str, Any]], instance: ComponentRecord
) -> Prepared:
    """Prepare a component that copier rendered, and the shared resources that it needs."""
    return with_shared(found, carried_over(found, instance), _checkout(instance), needs)


def _checkout(instance: ComponentRecord) -> Checkout:
    """The template that this command is of, under the address and version that copier recorded."""
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
    """What copier was run for.

    Attributes:
        root: The repository's root.
        answers_file: The answers file, relative to the root.
        version: The version that all components are to get, None if it is about one alone.
        source: Address of the template that they are from.
    """

    root: Path
    answers_file: str
    version: str | None = None
    source: str = ""

    @classmethod
    def of(cls, folder: Path, answers_file: str) -> _Run:
        """Find out from where copier ran, and the answers file that it was given.

        Renovate runs it in the folder of a component that v0.1.0 made, too. Nothing of it
        was rendered there, as its paths start at the root: all components are updated.
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
        """Find the components that it is about.

        Raises:
            ScaffoldError: There is none.
        """
        if self.version is not None:
            yield from (one for one in found.all if one.source == self.source)
            return
        own = [one for one in found.all if one.answers_file == self.answers_file]
        if not own:
            raise ScaffoldError(
                f"{self.answers_file} is not a component's answers file; run copier in the "
                "repository's root, and name the file with --answers-file."
            )
        yield from own


def _say(one: ComponentResult, open_ones: Collection[Conflict]) -> None:
    template_file = one.instance.template_file
    if one.merged is not None:
        report.merged(template_file, one.merged)
    for conflict in one.conflicts:
        then = "resolve the conflict between its markers"
        if conflict in open_ones:
            then = f"yours stays; settle it with `sam-scaffold resolve {one.instance.name}`"
        click.echo(f"{template_file}: conflict in {conflict.title}; {then}")
    for file in one.file_conflicts:
        click.echo(f"{file.path}: conflict; {file.what}")


def _fail(done: list[ComponentResult]) -> None:
    """Let the run fail where a component could not be brought along.

    Raises:
        ScaffoldError: There is one.
    """
    failed = {one.instance.name: one.error for one in done if one.error is not None}
    if len(failed) == 1:
        raise next(iter(failed.values()))
    if failed:
        for name, error in failed.items():
            click.echo(f"{name}: {error}", err=True)
        raise UnresolvedError(f"{', '.join(failed)}: not updated; see above.")
