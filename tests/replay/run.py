"""``make replay``: how much of what the people of a repository write by hand `add function` writes.

Each case is a function of a small repository. It is removed with the resources that belong to it
only, and the command adds it again, with the answers of a person who knows its job and not the
style of the repository. Recall is the share of the author's keys that the command wrote, surplus
the share of the written keys that the author has not. Only resources of their own count: an entry
in another resource, such as a path in the definition of an API, is removed and not compared.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from replay.cases import HOUSES, cases  # noqa: E402 - found by the line above
from replay.floor import RECALL_FLOOR, SURPLUS_CEILING  # noqa: E402
from replay.replayed import Replayed, replay  # noqa: E402
from replay.scoring import Key  # noqa: E402

_LARGEST = 3
"""How many groups of keys are named in the line of a case."""


def main(arguments: list[str] | None = None) -> int:
    """Replay cases; 1 if an answer was refused, or a mean of all cases is beyond its limit."""
    known = sorted(folder.name for folder in HOUSES.iterdir() if folder.is_dir())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "house", nargs="*", choices=[[], *known], help=f"of {', '.join(known)}; all without any"
    )
    parser.add_argument("--show", action="store_true", help="print every missing and surplus key")
    given = parser.parse_args(arguments)
    results = []
    for house in given.house or known:
        for case in cases(house):
            results.append(replay(case))
            print("\n".join(lines_of(results[-1], show=given.show)), flush=True)
    print("\n".join(["", *means(results)]))
    found = [*refusals(results), *([] if given.house else faults(results))]
    print("\n".join(found))
    return 1 if found else 0


def lines_of(result: Replayed, *, show: bool = False) -> Iterator[str]:
    """Yield the line of a case, and its keys.

    Args:
        result: The result of the case.
        show: Whether every missing and surplus key is listed.
    """
    score = result.score
    shares = f"recall {score.recall:6.1%}  surplus {score.excess:6.1%}"
    groups = [*_largest("-", score.missing), *_largest("+", score.surplus)]
    yield "  ".join([f"{_name(result):30}", shares, *groups])
    if result.error:
        yield f"    refused: {result.error}"
    if show:
        yield from (f"    - {key}" for key in score.missing)
        yield from (f"    + {key}" for key in score.surplus)


def means(results: Sequence[Replayed]) -> Iterator[str]:
    """Yield the means of each repository, and those of all cases."""
    houses = dict.fromkeys(result.case.folder.name for result in results)
    for house in houses:
        yield _mean(house, [result for result in results if result.case.folder.name == house])
    if len(houses) > 1:
        yield _mean("all", results)


def refusals(results: Sequence[Replayed]) -> list[str]:
    """Return the cases of which an answer was refused."""
    return [f"{_name(result)} was refused" for result in results if result.error]


def faults(results: Sequence[Replayed]) -> list[str]:
    """Return the means that are beyond their limits."""
    recall, surplus = mean_recall(results), mean_surplus(results)
    found = []
    if recall < RECALL_FLOOR:
        found.append(f"recall is {recall:.1%}, below {RECALL_FLOOR:.1%}")
    if surplus > SURPLUS_CEILING:
        found.append(f"surplus is {surplus:.1%}, above {SURPLUS_CEILING:.1%}")
    return found


def mean_recall(results: Sequence[Replayed]) -> float:
    """Return the mean recall of cases."""
    return sum(result.score.recall for result in results) / len(results)


def mean_surplus(results: Sequence[Replayed]) -> float:
    """Return the mean surplus of cases."""
    return sum(result.score.excess for result in results) / len(results)


def _name(result: Replayed) -> str:
    return f"{result.case.folder.name}/{result.case.name}"


def _mean(label: str, results: Sequence[Replayed]) -> str:
    recall, surplus = mean_recall(results), mean_surplus(results)
    return f"{label:12}{len(results):4} cases  recall {recall:6.1%}  surplus {surplus:6.1%}"


def _largest(sign: str, keys: Sequence[Key]) -> list[str]:
    counts = Counter(key.group for key in keys)
    return [f"{sign}{count} {group}" for group, count in counts.most_common(_LARGEST)]


if __name__ == "__main__":
    sys.exit(main())
