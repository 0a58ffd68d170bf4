"""``make corpus DIR=...``: the promises of the merge, over any folder of templates.

``--sample`` merges into every template and removes again, in each of the other notations into
a share of them; commands are run in some templates that are drawn by the seed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import TypeVar

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from once import keep_extensions  # noqa: E402
from seeds import SEED, SEED_VARIABLE  # noqa: E402

from corpus import check  # noqa: E402
from corpus.check import Counts  # noqa: E402
from corpus.life import Lives, lived  # noqa: E402
from corpus.quiet import be_quiet  # noqa: E402
from corpus.steps import Steps, stepped  # noqa: E402
from generated.projects import committed_checkout  # noqa: E402
from sam_scaffold.rendering.template_source import TEMPLATE_VARIABLE  # noqa: E402

Counted = TypeVar("Counted")

SHOWN = 20
"""How many names of a kind are listed."""


def main(arguments: list[str] | None = None) -> int:
    """Check a folder in all variants; 0 if every promise is kept, 1 if not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of SAM templates")
    parser.add_argument(
        "--sample",
        type=int,
        metavar="N",
        help="take all steps of a life in so many templates, drawn by the seed, and not in all",
    )
    given = parser.parse_args(arguments)
    folder = given.folder
    if not folder.is_dir():
        parser.error(f"{folder} is not a folder")
    templates = check.templates_below(folder)
    if not templates:
        parser.error(f"{folder} has no files that end in {', '.join(check.SUFFIXES)}")
    results = by_merge(templates, is_sample=given.sample is not None)
    if not any(counts.merged or counts.broken for counts in results):
        parser.error(f"nothing below {folder} could be merged into, so that nothing was checked")
    print("\n".join(report(results)))  # noqa: T201 - it is what people run this for
    for_steps = drawn(templates, given.sample)
    rest = {name: data for name, data in templates.items() if name not in for_steps}
    lives = by_command(drawn(rest, given.sample) or templates)
    print("\n".join(report_of_lives(lives)))  # noqa: T201
    steps = step_by_step(for_steps)
    print("\n".join(report_of_steps(steps)))  # noqa: T201
    kept = lives.holds and steps.holds and all(counts.holds for counts in results)
    return 0 if kept else 1


def by_merge(templates: Mapping[str, bytes], *, is_sample: bool) -> list[Counts]:
    """Merge into the templates and remove again, the variants at the same time.

    Args:
        templates: The templates.
        is_sample: Whether each template is tried as it is and in one of the other variants,
            and not in all.
    """
    every = dict.fromkeys(check.VARIANTS, templates)
    parts = check.shared(templates, SEED) if is_sample else every
    with ProcessPoolExecutor() as pool:
        return list(pool.map(check.check, parts.values(), parts))


def by_command(templates: Mapping[str, bytes]) -> Lives:
    """Run `add` and `remove` on the templates, on all processors."""
    start = time.perf_counter()
    lives = reduce(Lives.plus, _one_by_one(lived, templates))
    lives.seconds = time.perf_counter() - start
    return lives


def step_by_step(templates: Mapping[str, bytes]) -> Steps:
    """Run every command of the life cycle on the templates, on all processors."""
    return reduce(Steps.plus, _one_by_one(stepped, templates))


def drawn(templates: Mapping[str, bytes], number: int | None) -> dict[str, bytes]:
    """Draw some of the templates by the seed; all of them if no number is given."""
    names = sorted(templates)
    if number is not None and number < len(names):
        names = random.Random(SEED).sample(names, number)  # noqa: S311 - a sample, no secret
    return {name: templates[name] for name in names}


def _one_by_one(
    live: Callable[[dict[str, bytes]], Counted], templates: Mapping[str, bytes]
) -> Iterator[Counted]:
    """Let processes live in one template after another, the longest first."""
    longest_first = sorted(templates.items(), key=lambda item: -len(item[1]))
    with _template(), ProcessPoolExecutor(initializer=be_quiet) as pool:
        yield from pool.map(live, [dict([item]) for item in longest_first])


@contextmanager
def _template() -> Iterator[None]:
    """Let the commands take the template of this checkout."""
    with tempfile.TemporaryDirectory(prefix="corpus-template-") as folder:
        os.environ[TEMPLATE_VARIABLE] = str(committed_checkout(Path(folder) / "template"))
        yield


def report_of_steps(steps: Steps) -> list[str]:
    """Return how often each step was taken, refused and failed, and why."""
    lines = ["", f"step by step, what was not asked for stays as it is ({SEED_VARIABLE}={SEED}):"]
    for step in dict.fromkeys((*steps.done, *steps.refused, *steps.broken)):
        refused, broken = steps.refused.get(step, []), steps.broken.get(step, [])
        done = steps.done.get(step, 0)
        lines.append(f"  {step}: {done} done, {len(refused)} refused, {len(broken)} broken")
    for step, refused in steps.refused.items():
        lines += _names(f"refused: {step}", _by_reason(refused))
    for step, broken in steps.broken.items():
        lines += _names(f"BROKEN: {step}", broken)
    return [*lines, "", "It is kept." if steps.holds else "IT IS BROKEN."]


def _by_reason(refused: list[str]) -> list[str]:
    """Refusals that say the same of other names, the most frequent first."""
    reasons: dict[str, list[str]] = {}
    for reason in refused:
        name, _, why = reason.partition(": ")
        reasons.setdefault(_NAMES.sub("X", why), []).append(f"{name}: {why}")
    several = sorted(reasons.values(), key=len, reverse=True)
    return [f"{len(ones)} as {ones[0]}" for ones in several]


_NAMES = re.compile(r"'[^']*'|\b\w*[A-Z]\w*[a-z]\w*\b|[\w./-]*[./\d][\w./-]*")
"""What differs between refusals for one reason: names, paths, numbers."""


def report_of_lives(lives: Lives) -> list[str]:
    """Return the counts of `add` and `remove`, with their templates."""
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
    """Return a table of counts, with their templates."""
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
    keep_extensions()
    sys.exit(main())
