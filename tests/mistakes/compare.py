"""The findings of each tool in each mistake, for the table of ``docs/reference/check-compared.md``.

``make gate`` runs it and fails where the page says anything else, or where our check does not
find a mistake; ``UPDATE_DOCS=1 python tests/mistakes/compare.py`` writes the page. ``--sample``
asks of some mistakes that are drawn by the seed: that ours finds all is tested, too, and what
the others say changes with their versions only.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from seeds import SEED, SEED_VARIABLE  # noqa: E402 - found by the line above

from mistakes.mistakes import MISTAKES, Mistake, make_repository  # noqa: E402
from mistakes.tools import OURS, TOOLS, verdicts  # noqa: E402
from sam_scaffold.rules import RULES  # noqa: E402

PAGE = TESTS.parent / "docs" / "reference" / "check-compared.md"
BEGIN = "<!-- made by UPDATE_DOCS=1 python tests/mistakes/compare.py -->"
END = "<!-- end of what is made -->"

_NOTHING = "\N{EN DASH}"


def main(arguments: list[str] | None = None) -> int:
    """Ask all tools; 1 if the page is not what they say, or we say anything but we should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="ask of so many mistakes only")
    sample = parser.parse_args(arguments).sample
    chosen = MISTAKES if sample is None else drawn(sample)
    missed, rows = _asked(chosen)
    head = _row("mistake", "rule", {name: f"`{name}`" for name in TOOLS})
    table = "\n".join([head, "|---" * (len(TOOLS) + 2) + "|", *rows])
    written = PAGE.read_text(encoding="utf-8")
    if sample is not None:
        missed += [f"{PAGE.name} does not say: {row}" for row in other_rows(written, rows)]
        table += f"\n{len(chosen)} of {len(MISTAKES)} mistakes ({SEED_VARIABLE}={SEED})"
    elif (now := _page(written, table)) != written and os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(now, encoding="utf-8")
    elif now != written:
        missed.append(f"{PAGE.relative_to(TESTS.parent)} is not what the tools say")
    print("\n".join([table, *missed]))
    return 1 if missed else 0


def drawn(number: int) -> Sequence[Mistake]:
    """Draw some mistakes by the seed."""
    return random.Random(SEED).sample(MISTAKES, min(number, len(MISTAKES)))  # noqa: S311 - no secret


def other_rows(page: str, rows: Sequence[str]) -> list[str]:
    """Return the rows that a page does not have."""
    return [row for row in rows if row not in page.splitlines()]


def _page(written: str, table: str) -> str:
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"


def _asked(mistakes: Sequence[Mistake]) -> tuple[list[str], list[str]]:
    """Return the errors, and the rows of the table."""
    with (
        tempfile.TemporaryDirectory(prefix="mistakes-") as folder,
        ProcessPoolExecutor(os.cpu_count()) as pool,
    ):
        right, *wrong = pool.map(
            partial(_said, Path(folder)), ("", *(mistake.id for mistake in mistakes))
        )
    missed = ["somebody has something to say where nothing is wrong"] * any(right.values())
    rows = [_row("no mistake", _NOTHING, right)]
    for mistake, said in zip(mistakes, wrong, strict=True):
        missed += [f"{mistake.id}: we say {said[OURS]}"] * (said[OURS] != mistake.rule)
        link = f"[{RULES[mistake.rule].shortdesc}](rules/{mistake.rule}.md)"
        rows.append(_row(mistake.what, link, said))
    return missed, rows


def _said(folder: Path, mistake: str) -> dict[str, str]:
    """Return the findings of all tools in a repository with a mistake, or without one."""
    chosen = next((candidate for candidate in MISTAKES if candidate.id == mistake), None)
    root = folder / (mistake or "right")
    return verdicts(chosen.make(root) if chosen else make_repository(root))


def _row(what: str, rule: str, said: dict[str, str]) -> str:
    cells = [said[name] or _NOTHING for name in TOOLS]
    return f"| {' | '.join([what, rule, *cells])} |"


if __name__ == "__main__":
    sys.exit(main())
