"""``make corpus DIR=...``: the promises of the merge, over any folder of templates."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial, reduce
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from corpus import check  # noqa: E402
from corpus.check import Counts  # noqa: E402
from corpus.life import Lives, lived  # noqa: E402
from generated.projects import committed_checkout  # noqa: E402
from sam_scaffold.scaffold.source import TEMPLATE_VARIABLE  # noqa: E402

SHOWN = 20
"""How many names of a kind are listed."""


def main(arguments: list[str] | None = None) -> int:
    """Check a folder in all variants; 0 if every promise is kept, 1 if not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of SAM templates")
    folder = parser.parse_args(arguments).folder
    if not folder.is_dir():
        parser.error(f"{folder} is not a folder")
    templates = check.templates_below(folder)
    if not templates:
        parser.error(f"{folder} has no files that end in {', '.join(check.SUFFIXES)}")
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(partial(check.check, templates), check.VARIANTS))
    if not any(counts.merged or counts.broken for counts in results):
        parser.error(f"nothing below {folder} could be merged into, so that nothing was checked")
    print("\n".join(report(results)))  # noqa: T201 - it is what people run this for
    lives = by_command(templates)
    print("\n".join(report_of_lives(lives)))  # noqa: T201
    return 0 if lives.holds and all(counts.holds for counts in results) else 1


def by_command(templates: Mapping[str, bytes]) -> Lives:
    """What `add` and `remove` do to the templates, on all processors."""
    names = sorted(templates)
    with tempfile.TemporaryDirectory(prefix="corpus-template-") as folder:
        os.environ[TEMPLATE_VARIABLE] = str(committed_checkout(Path(folder) / "template"))
        count = os.cpu_count() or 1
        parts = [{name: templates[name] for name in names[i::count]} for i in range(count)]
        with ProcessPoolExecutor() as pool:
            return reduce(Lives.plus, pool.map(lived, filter(None, parts)))


def report_of_lives(lives: Lives) -> list[str]:
    """The counts of `add` and `remove`, and what is behind them."""
    added = len(lives.restored) + len(lives.blank_lines)
    share = f" ({100 * len(lives.restored) / added:.1f} %)" if added else ""
    counts = (
        f"add function, then remove: {lives.files} files, {len(lives.refused)} refused, "
        f"{len(lives.restored)} bytes back{share}, {len(lives.blank_lines)} other blank lines, "
        f"{len(lives.broken)} broken, {lives.seconds:.0f} seconds"
    )
    lines = ["", counts]
    lines += _names("refused by add", lives.refused)
    lines += _names("other blank lines after remove", lives.blank_lines)
    lines += _names("BROKEN: add, then remove", lives.broken)
    return [*lines, "", "It is kept." if lives.holds else "IT IS BROKEN."]


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
