"""The figures of the benchmarks, and their arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median


@dataclass(frozen=True, slots=True)
class Sizes:
    """Times at two sizes.

    Attributes:
        small: Lines of the small template.
        large: Lines of the large one.
        at_small: Seconds of each run on the small one.
        at_large: Seconds of each run on the large one.
    """

    small: int
    large: int
    at_small: Sequence[float]
    at_large: Sequence[float]

    @property
    def exponent(self) -> float:
        """Return the exponent by which time grows with size: 1 is linear."""
        times = math.log(median(self.at_large) / median(self.at_small))
        return times / math.log(self.large / self.small)


@dataclass(frozen=True, slots=True)
class Updates:
    """Times of updating all functions of a repository.

    Attributes:
        counts: The numbers of functions, in ascending order.
        runs: Seconds of each run of ``sam-scaffold update --all``, by that number.
        plain: Seconds of each ``copier update``, one a function.
        listed: How many functions ``sam-scaffold status`` is run for.
        status: Seconds of each run of it.
    """

    counts: Sequence[int]
    runs: Sequence[Sequence[float]]
    plain: Sequence[float]
    listed: int
    status: Sequence[float]

    def each(self, number: int) -> float:
        """Seconds a function, the start of the command included."""
        return median(self.runs[number]) / self.counts[number]

    @property
    def ratio(self) -> float:
        """One command for the second number of functions against one a function."""
        return median(self.runs[1]) / (self.counts[1] * fmean(self.plain))

    @property
    def growth(self) -> float:
        """Return the time for a function among many, divided by that for one among few.

        Of what comes on top of the functions before, so that the start of the command, which
        many share, hides nothing.
        """
        few, some, many = (median(self.runs[number]) for number in (0, 1, -1))
        first, second, third = (self.counts[number] for number in (0, 1, -1))
        return ((many - some) / (third - second)) / ((some - few) / (second - first))


@dataclass(frozen=True, slots=True)
class WholeChecks:
    """Times of cfn-lint and of ``sam-scaffold check`` on one template.

    Attributes:
        functions: Its functions.
        plain: Seconds of each run of cfn-lint.
        ours: Seconds of each run of ``sam-scaffold check``.
    """

    functions: int
    plain: Sequence[float]
    ours: Sequence[float]

    @property
    def ratio(self) -> float:
        """The command against cfn-lint."""
        return median(self.ours) / median(self.plain)


@dataclass(frozen=True, slots=True)
class Checks:
    """Times of cfn-lint on one template, without and with our rules.

    Attributes:
        lines: Lines of the template.
        functions: Its functions.
        plain: Seconds of each run of cfn-lint.
        ours: Seconds of each run with our rules.
        own: Only our rules, at two numbers of functions.
        whole: ``sam-scaffold check``, by number of functions.
    """

    lines: int
    functions: int
    plain: Sequence[float]
    ours: Sequence[float]
    own: Sizes
    whole: Sequence[WholeChecks]

    @property
    def ratio(self) -> float:
        """With our rules against without."""
        return median(self.ours) / median(self.plain)


@dataclass(frozen=True, slots=True)
class Migrations:
    """Times of planning the migration of all functions of a monolith.

    Attributes:
        functions: The number of functions that share its code.
        counts: The numbers of its modules, in ascending order.
        runs: Seconds of each run of ``sam-scaffold migrate --all --dry-run``, by that number.
    """

    functions: int
    counts: Sequence[int]
    runs: Sequence[Sequence[float]]

    @property
    def sizes(self) -> Sizes:
        """The times at the fewest and at the most modules."""
        return Sizes(self.counts[0], self.counts[-1], self.runs[0], self.runs[-1])


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured, in seconds.

    Attributes:
        scaffold: Runs of ``sam-scaffold add function``.
        copier: Runs of ``copier copy`` of the same template.
        sam: Runs of ``sam init`` of a template that makes the same files.
        listing: Runs of ``sam-scaffold list``.
        completion: Runs of the completion of a command's options.
        lines: Lines of the SAM template that the first two found.
        files: Files that each of the three made.
        merge: Our merge in process.
        ruamel: ruamel.yaml's load, insert and dump.
        updates: Updates of all functions of a repository.
        checks: cfn-lint without and with our rules.
        migrations: Plans of migrations of monoliths.
        machine: The machine, by name.
    """

    scaffold: Sequence[float]
    copier: Sequence[float]
    sam: Sequence[float]
    listing: Sequence[float]
    completion: Sequence[float]
    lines: int
    files: int
    merge: Sizes
    ruamel: Sizes
    updates: Updates
    checks: Checks
    migrations: Migrations
    machine: Mapping[str, str]
