"""``make fuzz N=...``: random answers and random merges, and what came of them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial, reduce
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from seeds import SEED, SEED_VARIABLE  # noqa: E402

from fuzz.cases import KINDS, Counts, run  # noqa: E402

SHOWN = 20
"""How many cases that went wrong are shown."""

BATCH = 50
"""How many cases a process takes at a time."""


def main(arguments: list[str] | None = None) -> int:
    """Run so many cases of each kind; 0 if all ended as they ought to, 1 if not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, help="how many cases of each kind")
    parser.add_argument("--kind", choices=KINDS, action="append", help="this kind alone")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    given = parser.parse_args(arguments)
    if given.number < 1:
        parser.error("nothing would be run")
    numbers = range(given.first, given.first + given.number)
    results = []
    for kind in given.kind or KINDS:
        start = time.perf_counter()
        counts = in_parallel(kind, numbers)
        results.append(counts)
        print("\n".join(report(counts, time.perf_counter() - start)), flush=True)  # noqa: T201
    return 1 if any(counts.wrong for counts in results) else 0


def in_parallel(kind: str, numbers: range) -> Counts:
    """Run cases on all processors."""
    batches = [numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return reduce(Counts.plus, pool.map(partial(run, kind, seed=SEED), batches))


def report(counts: Counts, seconds: float) -> list[str]:
    """The counts of one kind, and what went wrong."""
    ended = ", ".join(f"{number} {how}" for how, number in sorted(counts.ended.items()))
    more = len(counts.wrong) - SHOWN
    count = f"{counts.kind}: {sum(counts.ended.values())} cases in {seconds:.0f} s"
    return [
        f"{count} ({SEED_VARIABLE}={SEED}): {ended}",
        *counts.wrong[:SHOWN],
        *([f"... and {more} more"] if more > 0 else []),
    ]


if __name__ == "__main__":
    sys.exit(main())
