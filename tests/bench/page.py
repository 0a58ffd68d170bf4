"""The page that shows the figures of the benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from .figures import Checks, Figures, Sizes
from .limits import limits

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

Whole processes again, medians of {update_runs} runs for each number of functions, of the largest
one run; each run brings a version of the template that changes every handler and every block.
Against them, in the same run: `copier update` with `--skip-answered --defaults`, once for each of
{plain} functions, {plain_total:.0f} s in all ({plain_each:.2f} s each); the commits that it needs
in between are not counted.

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

`make bench`, on a machine with nothing else to do. It takes some five minutes, writes this page,
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
        *(
            row
            for whole in checks.whole
            for row in (
                (f"`cfn-lint`, {whole.functions} functions", *_spread(whole.plain)),
                (f"`sam-scaffold check`, {whole.functions} functions", *_spread(whole.ours)),
            )
        ),
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
