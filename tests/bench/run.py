"""``make bench``: measures, and writes ``docs/reference/benchmarks.md``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from bench import limits, measure, page  # noqa: E402

PAGE = TESTS.parent / "docs" / "reference" / "benchmarks.md"


def main() -> int:
    """Measure everything in one run; 1 if a limit is passed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found = measure.figures(Path(folder), say=lambda text: print(f"measuring {text} ..."))  # noqa: T201
    text = page.page(found)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    print(f"{text}\nwritten to {PAGE.relative_to(TESTS.parent)}")  # noqa: T201
    return 0 if all(limit.holds for limit in limits.limits(found)) else 1


if __name__ == "__main__":
    sys.exit(main())
