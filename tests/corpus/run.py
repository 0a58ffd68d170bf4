"""``make corpus DIR=...``: the promises of the merge, over any folder of templates."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from corpus import check  # noqa: E402
from corpus.check import Counts  # noqa: E402

SHOWN = 20
"""How many names of a kind are listed."""


def main(arguments: list[str] | None = None) -> int:
    """Check a folder in all variants; 0 if every promise is kept, 1 if not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of SAM templates")
    folder = parser.parse_args(arguments).folder
    if not folder.is_dir():
        parser.error(f"{folder} is no folder")
    templates = check.templates_below(folder)
    if not templates:
        parser.error(f"{folder} has no {', '.join(check.SUFFIXES)} files")
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(partial(check.check, templates), check.VARIANTS))
    print("\n".join(report(results)))  # noqa: T201 - it is what people run this for
    return 0 if all(counts.holds for counts in results) else 1


_COLUMNS = (
    "variant", "files", "refused", "merged", "additions only", "one line", "exact meaning",
    "no-op", "bytes back", "blank lines", "seconds",
)  # fmt: skip


def report(results: list[Counts]) -> list[str]:
    """A table of counts, and what is behind them."""
    rows = [_COLUMNS, *map(_row, results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_COLUMNS))]
    lines = ["  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
    for counts in results:
        lines += _names(f"{counts.variant}: refused", counts.refused)
        lines += _names(f"{counts.variant}: one line had to change", counts.one_line)
        lines += _names(f"{counts.variant}: other blank lines after --remove", counts.blank_lines)
        for promise in check.PROMISES:
            lines += _names(f"{counts.variant}: BROKEN: {promise}", counts.broken.get(promise, []))
    kept = all(counts.holds for counts in results)
    return [*lines, "", "All promises are kept." if kept else "PROMISES ARE BROKEN."]


def _row(counts: Counts) -> tuple[str, ...]:
    merged = len(counts.merged)
    back = f"{counts.bytes_back} ({100 * counts.bytes_back / merged:.1f} %)" if merged else "0"
    numbers = (
        counts.files,
        len(counts.refused),
        merged,
        counts.kept(check.ADDITIONS) - len(counts.one_line),
        len(counts.one_line),
        counts.kept(check.MEANING),
        counts.kept(check.NO_OP),
        back,
        len(counts.blank_lines),
        f"{counts.seconds:.0f}",
    )
    return (counts.variant, *map(str, numbers))


def _names(heading: str, names: list[str]) -> list[str]:
    if not names:
        return []
    more = [f"    ... and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return ["", f"{heading} ({len(names)})", *(f"    {name}" for name in names[:SHOWN]), *more]


if __name__ == "__main__":
    sys.exit(main())
