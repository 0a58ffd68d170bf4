"""``make lint``: finds words that are not the field's, or not plain English.

``words.tsv`` lists them with their replacements, ``verbs.txt`` the verbs that may begin a
function's docstring.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from words import docstrings  # noqa: E402
from words.rules import rules_for  # noqa: E402
from words.texts import texts_of  # noqa: E402

ROOT = TESTS.parent

_CHECKED = ("*.md", "*.py", "*.jinja", "*.yml", "*.yaml")
_NOT_OURS = (
    "examples/",
    "tests/goldens/",
    "tests/migration/monoliths/",
    "tests/replay/houses/",
    "tests/support/templates_by_feature.py",
)


@dataclass(frozen=True, order=True)
class Finding:
    """A word that is not to be used."""

    path: str
    line: int
    found: str
    replacement: str
    rule: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}"
        return f"{place}: {self.found!r} -> {self.replacement} ({self.rule})"


def main() -> int:
    """Print the findings; return 1 if there are any."""
    found = list(findings(ROOT, files(ROOT)))
    for finding in found:
        print(finding)
    return bool(found)


def files(root: Path) -> list[str]:
    """Return the paths to check: what git tracks, or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *_CHECKED]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    paths = sorted(set(listed.stdout.splitlines()))
    return [path for path in paths if not path.startswith(_NOT_OURS) and (root / path).is_file()]


def findings(root: Path, paths: Iterable[str]) -> Iterator[Finding]:
    """Yield the findings of files, in their order."""
    for path in paths:
        yield from sorted(set(findings_in(path, (root / path).read_text(encoding="utf-8"))))


def findings_in(path: str, source: str) -> Iterator[Finding]:
    """Yield the findings of a file with this content."""
    for text in texts_of(path, source):
        for rule in rules_for(text):
            for line, found in rule.found_in(text):
                yield Finding(path, line, found, rule.replacement, rule.name)
    if path.endswith(".py") and not path.startswith("tests/"):
        for line, found, replacement, name in docstrings.faults(source):
            yield Finding(path, line, found, replacement, name)


if __name__ == "__main__":
    sys.exit(main())
