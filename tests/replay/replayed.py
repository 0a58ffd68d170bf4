"""Cases, replayed: what the command writes in place of the author."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from repositories import Repository

from .cases import TEMPLATE, Case, resources_of
from .scoring import Score, score_of
from .shapes import Block


@dataclass(frozen=True)
class Replayed:
    """The result of a case.

    Attributes:
        case: The case.
        score: Its score.
        error: What the command refused; nothing is written then.
    """

    case: Case
    score: Score
    error: str = ""


def replay(case: Case) -> Replayed:
    """Run the command in a copy of the repository that lacks the function."""
    files = case.files()
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        repository = Repository(Path(folder), files)
        repository.commit()
        done = repository.run(*case.words)
        after = repository.text(TEMPLATE)
    error = "" if done.code == 0 else (done.err.splitlines() or [f"exit code {done.code}"])[-1]
    return Replayed(case, score_of(case.author, written(case, files[TEMPLATE], after)), error)


def written(case: Case, before: str, after: str) -> Block:
    """Return the resources that a template has more than before."""
    known, resources = resources_of(before), resources_of(after)
    return Block(resources, [name for name in resources if name not in known], case.name)
