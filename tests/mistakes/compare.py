"""What each tool says of each mistake, in the table of ``docs/reference/check-compared.md``.

``make gate`` runs it and fails where the page says anything else, or where our check does not
find a mistake; ``UPDATE_DOCS=1 python tests/mistakes/compare.py`` writes the page.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from mistakes.mistakes import MISTAKES, make_repository  # noqa: E402
from mistakes.tools import OURS, TOOLS, verdicts  # noqa: E402
from sam_scaffold.rules import RULES  # noqa: E402

PAGE = TESTS.parent / "docs" / "reference" / "check-compared.md"
BEGIN = "<!-- made by UPDATE_DOCS=1 python tests/mistakes/compare.py -->"
END = "<!-- end of what is made -->"

_NOTHING = "\N{EN DASH}"


def main() -> int:
    """Ask all tools; 1 if the page is not what they say, or we say anything but we should."""
    missed, rows = _asked()
    head = _row("mistake", "rule", {name: f"`{name}`" for name in TOOLS})
    table = "\n".join([head, "|---" * (len(TOOLS) + 2) + "|", *rows])
    written = PAGE.read_text(encoding="utf-8")
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    now = f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(now, encoding="utf-8")
    elif now != written:
        missed.append(f"{PAGE.relative_to(TESTS.parent)} is not what the tools say")
    print("\n".join([table, *missed]))
    return 1 if missed else 0


def _asked() -> tuple[list[str], list[str]]:
    """What went wrong, and the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="mistakes-") as folder:
        said = verdicts(make_repository(Path(folder, "right")))
        missed = ["somebody has something to say where nothing is wrong"] * any(said.values())
        rows = [_row("no mistake", _NOTHING, said)]
        for one in MISTAKES:
            said = verdicts(one.make(Path(folder, one.id)))
            missed += [f"{one.id}: we say {said[OURS]}"] * (said[OURS] != one.rule)
            link = f"[{RULES[one.rule].shortdesc}](rules/{one.rule}.md)"
            rows.append(_row(one.what, link, said))
    return missed, rows


def _row(what: str, rule: str, said: dict[str, str]) -> str:
    cells = [said[name] or _NOTHING for name in TOOLS]
    return f"| {' | '.join([what, rule, *cells])} |"


if __name__ == "__main__":
    sys.exit(main())
