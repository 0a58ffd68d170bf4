"""``sam-scaffold finish``: the last step of plain ``copier copy`` and ``copier update``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from ..errors import ScaffoldError
from ..lifecycle.apply import carried_over
from ..lifecycle.components import Components, Outcome, Prepare
from ..lifecycle.marking import mark_conflicts
from ..lifecycle.update import updated
from ..records import ROOT_ANSWERS_FILE
from ..scaffold.instances import Instance
from ..scaffold.root_answers import RootAnswers, keep_root_answers
from . import report
from .chosen import components, put_in_place
from .outcomes import UnsettledError


@click.command(hidden=True)
@click.argument("answers_file")
def finish(answers_file: str) -> None:
    """Finish what copier began in this folder: merge into the SAM template, keep the records.

    The answers file in the root stands for all components, which are brought to the version
    that it names. Conflicts stand between markers, as copier leaves them in files, and are
    not a failure: Renovate would keep nothing of a run that fails.
    """
    root = _root_answers(answers_file)
    with components(".", to=None if root is None else root.version) as found:
        instances = list(_meant(found, answers_file, root))
        prepare: Prepare = partial(carried_over if root is None else updated, found)
        done = found.run(instances, prepare)
        mark_conflicts(found, done)
        keep_root_answers(found.overlay)
        put_in_place(found)
    for one in done:
        if one.merged is not None:
            report.merged(one.instance.template_file, one.merged)
        _say_conflicts(one)
    failed = [one for one in done if one.error is not None]
    if len(failed) == 1 and failed[0].error is not None:
        raise failed[0].error
    if failed:
        for one in failed:
            click.echo(f"{one.instance.name}: {one.error}", err=True)
        names = ", ".join(one.instance.name for one in failed)
        raise UnsettledError(f"{names}: not updated; see above.")


def _root_answers(answers_file: str) -> RootAnswers | None:
    if answers_file != ROOT_ANSWERS_FILE:
        return None
    return RootAnswers.parse(Path(answers_file).read_bytes())


def _meant(found: Components, answers_file: str, root: RootAnswers | None) -> Iterator[Instance]:
    """The components that an answers file stands for.

    Raises:
        ScaffoldError: There is no such component.
    """
    if root is not None:
        yield from (one for one in found.all if one.source == root.source)
        return
    own = [one for one in found.all if one.answers_file == answers_file]
    if not own:
        raise ScaffoldError(
            f"{answers_file} is not a component's answers file; run copier in the repository's "
            "root, and name the file with --answers-file."
        )
    yield from own


def _say_conflicts(one: Outcome) -> None:
    for conflict in one.conflicts:
        click.echo(
            f"{one.instance.template_file}: conflict in {conflict.title}; settle what stands "
            "between its markers"
        )
    for file in one.file_conflicts:
        click.echo(f"{file.path}: conflict; {file.what}")
