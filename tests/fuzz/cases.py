"""Random cases by their number: drawn, run, and what came of them counted."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from seeds import SEED

from . import answers, merges
from .refusals import WrongError

KINDS = ("answers", "merges")


@dataclass
class Counts:
    """The ends of some cases, counted.

    Attributes:
        kind: One of `KINDS`.
        ended: The numbers of cases, by their end.
        wrong: The cases that ended otherwise than they ought to, and how.
    """

    kind: str
    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def plus(self, other: Counts) -> Counts:
        """Return the counts of both."""
        return Counts(self.kind, self.ended + other.ended, self.wrong + other.wrong)


def run(kind: str, numbers: Iterable[int], seed: int = SEED) -> Counts:
    """Run the cases of these numbers."""
    counts = Counts(kind)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as scratch:
        for number in numbers:
            folder = Path(scratch) / "case"
            random = Random(f"{seed} {kind} {number}")  # noqa: S311 - nothing is to be secret
            case = answers.drawn(random) if kind == "answers" else merges.drawn(random)
            try:
                counts.ended[case.judged(folder)] += 1
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                name = "" if isinstance(error, WrongError) else f"{type(error).__name__}: "
                counts.ended["WRONG"] += 1
                counts.wrong.append(f"{kind} {number}: {name}{error}\n{case}")
            shutil.rmtree(folder, ignore_errors=True)
    return counts
