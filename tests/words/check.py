"""``make lint``: finds words that are not the field's, or not plain English.

``words.tsv`` lists them with their replacements, ``verbs.txt`` the verbs that may begin a
function's docstring. ``allowance.tsv`` says how many findings a file that is not yet converted
may have. ``--shrink`` rewrites it, and refuses if a folder would have more than before.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from words import docstrings  # noqa: E402
from words.rules import rules_for  # noqa: E402
from words.texts import texts_of  # noqa: E402

ROOT = TESTS.parent
ALLOWANCE = Path(__file__).with_name("allowance.tsv")

_CHECKED = ("*.md", "*.py", "*.jinja", "*.yml", "*.yaml")
_NOT_OURS = (
    "examples/",
    "tests/goldens/",
    "tests/migration/monoliths/",
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


def main(arguments: list[str]) -> int:
    """Print the findings that are not allowed; return 1 if there are any."""
    found = list(findings(ROOT, files(ROOT)))
    allowed = read_allowance(ALLOWANCE)
    present = Counter(finding.path for finding in found)
    if arguments == ["--shrink"]:
        return _shrink(present, allowed)
    if arguments == ["--all"]:
        allowed = {}
    refused = [item for item in found if present[item.path] > allowed.get(item.path, 0)]
    for finding in refused:
        print(finding)
    if refused:
        print(f"{len(refused)} findings; {ALLOWANCE.name} allows fewer in these files")
    return bool(refused)


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


def read_allowance(path: Path) -> dict[str, int]:
    """Read how many findings a file may have."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return {name: int(count) for name, _, count in (line.partition("\t") for line in lines)}


def grown(present: Mapping[str, int], allowed: Mapping[str, int]) -> list[str]:
    """Return the folders of the root that would be allowed more; a file may move in its own."""
    before, after = _by_folder(allowed), _by_folder(present)
    return sorted(folder for folder in after if after[folder] > before[folder])


def _by_folder(counts: Mapping[str, int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for path, count in counts.items():
        total[path.partition("/")[0]] += count
    return total


def _shrink(present: Mapping[str, int], allowed: Mapping[str, int]) -> int:
    if more := grown(present, allowed):
        print(f"{', '.join(more)}: more findings than before; fix them first")
        return 1
    lines = [f"{path}\t{count}" for path, count in sorted(present.items()) if count]
    ALLOWANCE.write_text("\n".join(["path\tfindings", *lines]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
