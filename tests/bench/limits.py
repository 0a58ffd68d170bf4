"""Limits of the benchmarks, and the figures that they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from .figures import Figures, Migrations

COPIER_LIMIT = 1.3
SAM_LIMIT = 0.85
START_LIMIT = 0.3
STATUS_LIMIT = 1.5
MERGE_LIMIT = 0.015
EXPONENT_LIMIT = 1.02
UPDATE_LIMIT = 1 / 3
GROWTH_LIMIT = 1.05
EACH_LIMIT = 1.0
RULES_LIMIT = 1.25
CHECK_LIMIT = 1.4
RULES_EXPONENT_LIMIT = 1.1
MIGRATE_LIMIT = 10.0
MIGRATE_EXPONENT_LIMIT = 1.1


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
        Limit(f"`sam-scaffold status` of {figures.updates.listed} functions",
              median(figures.updates.status), STATUS_LIMIT, " s"),
        Limit(f"merge of {figures.merge.small:,} lines", 1000 * small, 1000 * MERGE_LIMIT, " ms"),
        Limit("growth exponent of the merge", figures.merge.exponent, EXPONENT_LIMIT),
        Limit(f"`sam-scaffold update --all` ÷ {figures.updates.counts[1]} `copier update`",
              figures.updates.ratio, UPDATE_LIMIT, "x"),
        Limit("a further function among many ÷ among few, in `update --all`",
              figures.updates.growth, GROWTH_LIMIT, "x"),
        Limit(f"a function of {figures.updates.counts[-1]} ÷ of {figures.updates.counts[1]}, "
              "in `update --all`", figures.updates.each(-1) / figures.updates.each(1),
              EACH_LIMIT, "x"),
        Limit(f"cfn-lint with our rules ÷ without, {figures.checks.lines:,} lines",
              figures.checks.ratio, RULES_LIMIT, "x"),
        *(Limit(f"`sam-scaffold check` ÷ cfn-lint, {whole.functions} functions", whole.ratio,
                CHECK_LIMIT, "x") for whole in figures.checks.whole),
        Limit("growth exponent of our rules", figures.checks.own.exponent,
              RULES_EXPONENT_LIMIT),
        Limit(f"`sam-scaffold migrate --all --dry-run`, {monolith(figures.migrations)}",
              median(figures.migrations.runs[-1]), MIGRATE_LIMIT, " s"),
        Limit("growth exponent of `migrate --all --dry-run`", figures.migrations.sizes.exponent,
              MIGRATE_EXPONENT_LIMIT),
    ]  # fmt: skip


def monolith(migrations: Migrations) -> str:
    """Return the size of the largest monolith, as a row names it."""
    return f"{migrations.functions} functions on {migrations.counts[-1]:,} modules"
