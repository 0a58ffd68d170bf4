"""The arithmetic of the benchmarks, and the page that they end in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

COPIER_LIMIT = 1.3
SAM_LIMIT = 1.0
START_LIMIT = 0.3
STATUS_LIMIT = 1.5
MERGE_LIMIT = 0.060
EXPONENT_LIMIT = 1.05
UPDATE_LIMIT = 1 / 3
GROWTH_LIMIT = 1.05
CHECK_LIMIT = 1.25
CHECK_EXPONENT_LIMIT = 1.1
MIGRATE_LIMIT = 10.0
MIGRATE_EXPONENT_LIMIT = 1.1


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
        plain: Seconds of each ``copier update``, one a function of the middle number.
        status: Seconds of each run of ``sam-scaffold status`` of the largest number.
    """

    counts: Sequence[int]
    runs: Sequence[Sequence[float]]
    plain: Sequence[float]
    status: Sequence[float]

    def each(self, number: int) -> float:
        """Seconds a function, the start of the command included."""
        return median(self.runs[number]) / self.counts[number]

    @property
    def ratio(self) -> float:
        """One command for all against one a function."""
        middle = self.counts.index(len(self.plain))
        return median(self.runs[middle]) / sum(self.plain)

    @property
    def growth(self) -> float:
        """Return the time for a function among many, divided by that for one among few.

        Of what comes on top of the functions before, so that the start of the command, which
        many share, hides nothing.
        """
        few, some, many = map(median, self.runs)
        first, second, third = self.counts
        return ((many - some) / (third - second)) / ((some - few) / (second - first))


@dataclass(frozen=True, slots=True)
class Checks:
    """Times of cfn-lint on one template, without and with our rules.

    Attributes:
        lines: Lines of the template.
        functions: Its functions.
        plain: Seconds of each run of cfn-lint.
        ours: Seconds of each run with our rules.
        own: Only our rules, at two numbers of functions.
    """

    lines: int
    functions: int
    plain: Sequence[float]
    ours: Sequence[float]
    own: Sizes

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


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure that must not pass a limit."""

    what: str
    measured: float
    limit: float
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Return whether the figure is within its limit."""
        return self.measured <= self.limit

    def row(self) -> tuple[str, ...]:
        """Its line in a table."""
        verdict = "yes" if self.holds else "**no**"
        return (
            self.what,
            f"{self.measured:.3f}{self.unit}",
            f"{self.limit:.3f}{self.unit}",
            verdict,
        )


def limits(figures: Figures) -> list[Limit]:
    """The limits and how they stand."""
    ours = median(figures.scaffold)
    small = median(figures.merge.at_small)
    return [
        Limit("`sam-scaffold add function` ÷ bare `copier copy`", ours / median(figures.copier),
              COPIER_LIMIT, "x"),
        Limit("`sam-scaffold add function` ÷ `sam init`", ours / median(figures.sam),
              SAM_LIMIT, "x"),
        Limit("`sam-scaffold list` ÷ `sam init`", median(figures.listing) / median(figures.sam),
              START_LIMIT, "x"),
        Limit("completion of options ÷ `sam init`",
              median(figures.completion) / median(figures.sam), START_LIMIT, "x"),
        Limit(f"`sam-scaffold status` of {figures.updates.counts[-1]} functions",
              median(figures.updates.status), STATUS_LIMIT, " s"),
        Limit(f"merge of {figures.merge.small:,} lines", 1000 * small, 1000 * MERGE_LIMIT, " ms"),
        Limit("growth exponent of the merge", figures.merge.exponent, EXPONENT_LIMIT),
        Limit(f"`sam-scaffold update --all` ÷ {len(figures.updates.plain)} `copier update`",
              figures.updates.ratio, UPDATE_LIMIT, "x"),
        Limit("a further function among many ÷ among few, in `update --all`",
              figures.updates.growth, GROWTH_LIMIT, "x"),
        Limit(f"cfn-lint with our rules ÷ without, {figures.checks.lines:,} lines",
              figures.checks.ratio, CHECK_LIMIT, "x"),
        Limit("growth exponent of our rules", figures.checks.own.exponent,
              CHECK_EXPONENT_LIMIT),
        Limit(f"`sam-scaffold migrate --all --dry-run`, {_monolith(figures.migrations)}",
              median(figures.migrations.runs[-1]), MIGRATE_LIMIT, " s"),
        Limit("growth exponent of `migrate --all --dry-run`", figures.migrations.sizes.exponent,
              MIGRATE_EXPONENT_LIMIT),
    ]  # fmt: skip


def _monolith(migrations: Migrations) -> str:
    return f"{migrations.functions} functions on {migrations.counts[-1]:,} modules"


_PAGE = """\
# Benchmarks

Written by `make bench`; every figure on this page comes from one run of it.

## Limits

{limits}

## One command, as a whole process

{commands}

Seconds from start to exit of {runs} runs each, taken in turns. Every run starts in a fresh copy of
the same repository, whose SAM template has {lines:,} lines, and makes the same {files} files: one
function with a queue. The first command also learns the house style, merges the resources into
the SAM template, verifies the result and rolls everything back if something fails.

## The merge, in process

{merges}

Milliseconds from a template's bytes to the new bytes, medians: ours of {ours}, ruamel.yaml's of
{theirs} runs. A function, a queue, an alarm and an output are added. Ours parses the result again
to verify it; ruamel.yaml loads, inserts the same entries and dumps, which also changes other
lines. An exponent of 1 is linear growth.

## Updates of all functions

{updates}

Whole processes again, medians of {update_runs} runs for each number of functions; each run brings a
version of the template that changes every handler and every block. Against them, in the same run:
`copier update` with `--skip-answered --defaults`, once for each of {plain} functions,
{plain_total:.0f} s in all ({plain_each:.2f} s each); the commits that it needs in between are not
counted.

## The check

{checks}

Seconds of whole processes, taken in turns, {check_runs} runs each, on a template of
{check_lines:,} lines with {check_functions} functions whose code and layers are on disk.
In process, only our rules take {own}:
they read the template and every module that a handler imports.

## Migrations of a monolith

{migrations}

Whole processes, medians of {migrate_runs} runs of `sam-scaffold migrate --all --dry-run` on
{migrate_functions} functions with one code folder. Their modules have some 150 lines; each imports
three others, so that every handler leads to a part of them. Every file is parsed once, and what an
import comes to is told once for all functions.

## The machine

{machine}

## Run it yourself

`make bench`, on a machine with nothing else to do. It takes some four minutes, writes this page,
and exits with 1 if a limit is not kept.
"""


def page(figures: Figures) -> str:
    """``docs/reference/benchmarks.md``."""
    commands = [
        ("`sam-scaffold add function`", *_spread(figures.scaffold)),
        ("`copier copy --trust -T --defaults` (tasks skipped)", *_spread(figures.copier)),
        ("`sam init --no-interactive --no-input`", *_spread(figures.sam)),
        ("`sam-scaffold list`", *_spread(figures.listing)),
        ("completion of `sam-scaffold add function --`", *_spread(figures.completion)),
    ]
    small, large = (f"{lines:,} lines" for lines in (figures.merge.small, figures.merge.large))
    growths = [_growth("sam-scaffold", figures.merge), _growth("ruamel.yaml", figures.ruamel)]
    updates = [
        (f"{count} functions", f"{median(runs):.2f} s", f"{1000 * figures.updates.each(i):.0f} ms")
        for i, (count, runs) in enumerate(
            zip(figures.updates.counts, figures.updates.runs, strict=True)
        )
    ]
    return _PAGE.format(
        updates=_table(("`sam-scaffold update --all`", "Median", "Each"), updates),
        update_runs=len(figures.updates.runs[0]),
        plain=len(figures.updates.plain),
        plain_total=sum(figures.updates.plain),
        plain_each=sum(figures.updates.plain) / len(figures.updates.plain),
        checks=_table(("Command", "Median", "Fastest", "Slowest"), _checks(figures.checks)),
        check_runs=len(figures.checks.plain),
        check_lines=figures.checks.lines,
        check_functions=figures.checks.functions,
        own=_own(figures.checks.own),
        migrations=_table(
            ("Modules", "Median", "Fastest", "Slowest"),
            [
                (f"{count:,}", *_spread(runs))
                for count, runs in zip(
                    figures.migrations.counts, figures.migrations.runs, strict=True
                )
            ],
        ),
        migrate_runs=len(figures.migrations.runs[0]),
        migrate_functions=figures.migrations.functions,
        limits=_table(("Figure", "Measured", "Limit", "Kept"), [x.row() for x in limits(figures)]),
        commands=_table(("Command", "Median", "Fastest", "Slowest"), commands),
        merges=_table(("Tool", small, large, "Growth exponent"), growths),
        machine=_table(("What", "Which"), list(figures.machine.items())),
        runs=len(figures.scaffold),
        lines=figures.lines,
        files=figures.files,
        ours=_runs(figures.merge),
        theirs=_runs(figures.ruamel),
    )


def _checks(checks: Checks) -> list[tuple[str, ...]]:
    return [
        ("`cfn-lint`", *_spread(checks.plain)),
        ("`cfn-lint --append-rules sam_scaffold.rules`", *_spread(checks.ours)),
    ]


def _own(sizes: Sizes) -> str:
    """``0.12 s for 100 functions and 0.48 s for 400``."""
    first, second = median(sizes.at_small), median(sizes.at_large)
    return f"{first:.2f} s for {sizes.small} functions and {second:.2f} s for {sizes.large}"


def _runs(sizes: Sizes) -> str:
    return f"{len(sizes.at_small)} and {len(sizes.at_large)}"


def _growth(name: str, sizes: Sizes) -> tuple[str, ...]:
    times = (f"{1000 * median(runs):,.0f} ms" for runs in (sizes.at_small, sizes.at_large))
    return (name, *times, f"{sizes.exponent:.2f}")


def _spread(runs: Sequence[float]) -> tuple[str, ...]:
    return tuple(f"{value:.2f} s" for value in (median(runs), min(runs), max(runs)))


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruler = ["---"] * len(heading)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heading, ruler, *rows))
