"""``make check-corpus DIR=...``: `sam-scaffold check` on any folder of templates.

Counts findings by rule, and fails if it breaks on a template: if it raises, or if a rule
does, which cfn-lint reports as E0002.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sam_scaffold.checking.linting import Linter
from sam_scaffold.checking.pipeline import check
from sam_scaffold.contents.network import NETWORK
from sam_scaffold.rules import RULES

SUFFIXES = (".yaml", ".yml", ".json", ".template")
PROCESSES = 2
_BROKEN_RULE = "E0002"

Row = tuple[str, str, int, str]
"""A finding: the rule's id, the template, the line, the message."""


@dataclass(frozen=True)
class Looked:
    """What came of one template.

    Attributes:
        file: Its path from the folder, with slashes.
        rows: What was found, in the order of the lines.
        crash: What was raised, empty where nothing was.
    """

    file: str
    rows: tuple[Row, ...]
    crash: str = ""

    @property
    def crashes(self) -> list[str]:
        """All that broke on it."""
        rules = [message for rule, _, _, message in self.rows if rule == _BROKEN_RULE]
        return [*([self.crash] if self.crash else []), *rules]


@cache
def _linter() -> Linter:
    """Once a process: to load the rules takes longer than most templates do."""
    logging.getLogger("sam_scaffold").setLevel(logging.ERROR)
    NETWORK.set(False)  # what an index has today is no matter
    return Linter()


def look(folder: Path, file: str) -> Looked:
    """Check one template."""
    os.chdir(folder)
    try:
        found = check([file], _linter()).findings
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return Looked(file, (), f"{type(error).__name__}: {' '.join(str(error).split())}")
    return Looked(file, tuple((f.rule.id, f.file, f.span.line, f.message) for f in found))


def look_at_all(folder: Path, *, processes: int = PROCESSES) -> list[Looked]:
    """Check every template below a folder, sorted by path."""
    files = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file() and ".git" not in path.parts
    )
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(look, [folder] * len(files), files, chunksize=4))


def report(looked: Sequence[Looked], seconds: float) -> list[str]:
    """The findings by rule, ours first, and what broke."""
    counts: Counter[str] = Counter()
    templates: Counter[str] = Counter()
    for one in looked:
        counts.update(row[0] for row in one.rows)
        templates.update({row[0] for row in one.rows})
    lines = [f"{len(looked)} templates in {seconds:.0f} s"]
    for rule in sorted(counts, key=lambda rule: (rule not in RULES, rule)):
        whose = "" if rule in RULES else "  (cfn-lint's)"
        lines.append(f"  {rule}: {counts[rule]} in {templates[rule]} templates{whose}")
    broken = [f"  BROKE on {one.file}: {crash}" for one in looked for crash in one.crashes]
    return [*lines, *broken, f"{len(broken)} crashes"]


def ours(looked: Iterable[Looked]) -> list[str]:
    """The findings of our rules as lines of tab-separated values, by rule and place."""
    rows = sorted(row for one in looked for row in one.rows if row[0] in RULES)
    return ["\t".join(map(str, row)) for row in rows]


def main(arguments: list[str] | None = None) -> int:
    """Check a folder; 0 if nothing broke, 1 if something did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of SAM templates")
    parser.add_argument("--findings", type=Path, metavar="FILE", help="write ours here, as TSV")
    given = parser.parse_args(arguments)
    folder = given.folder.resolve()
    if not folder.is_dir():
        parser.error(f"{given.folder} is not a folder")
    start = time.perf_counter()
    looked = look_at_all(folder)
    if not looked:
        parser.error(f"{given.folder} has no files that end in {', '.join(SUFFIXES)}")
    print("\n".join(report(looked, time.perf_counter() - start)))  # noqa: T201 - what it is for
    if given.findings is not None:
        text = "".join(f"{line}\n" for line in ("id\tfile\tline\tmessage", *ours(looked)))
        given.findings.write_text(text, encoding="utf-8")
    return 1 if any(one.crashes for one in looked) else 0


if __name__ == "__main__":
    sys.exit(main())
