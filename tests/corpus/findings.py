"""``make check-corpus DIR=...``: `sam-scaffold check` on any folder of templates.

Counts findings by rule, and fails if it breaks on a template: if it raises, or if a rule
does, which cfn-lint reports as E0002. ``--sample`` runs our rules on every template, and
cfn-lint's, which take four fifths of the time, on some that are drawn by the seed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from seeds import SEED, SEED_VARIABLE  # noqa: E402

from corpus.quiet import be_quiet  # noqa: E402 - found by the line above
from sam_scaffold.checking.linting import Linter  # noqa: E402
from sam_scaffold.checking.pipeline import check  # noqa: E402
from sam_scaffold.rules import RULES  # noqa: E402

SUFFIXES = (".yaml", ".yml", ".json", ".template")
_BROKEN_RULE = "E0002"

Row = tuple[str, str, int, str]
"""A finding: the rule's id, the template, the line, the message."""


@dataclass(frozen=True)
class Looked:
    """The results for one template.

    Attributes:
        file: Its path from the folder, with slashes.
        rows: The findings, in the order of the lines.
        crash: The exception that was raised, empty if there was none.
    """

    file: str
    rows: tuple[Row, ...]
    crash: str = ""

    @property
    def crashes(self) -> list[str]:
        """All that broke on it."""
        rules = [message for rule, _, _, message in self.rows if rule == _BROKEN_RULE]
        return [*([self.crash] if self.crash else []), *rules]


class OwnRules(Linter):
    """Our rules without those of cfn-lint."""

    def __init__(self) -> None:
        """Load all rules, and keep ours."""
        super().__init__()
        self.rules = self._runner.rules = self._chosen(RULES)
        self._output_rules = self._chosen(())


_EVERY, _OURS = "every", "ours"
_LINTERS: dict[str, Callable[[], Linter]] = {_EVERY: Linter, _OURS: OwnRules}
"""By the rules that they run."""


@cache
def _linter(rules: str) -> Linter:
    """Once a process: to load the rules takes longer than most templates do."""
    return _LINTERS[rules]()


def look(folder: Path, file: str, rules: str = _EVERY) -> Looked:
    """Check one template."""
    os.chdir(folder)
    try:
        found = check([file], _linter(rules)).findings
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return Looked(file, (), f"{type(error).__name__}: {' '.join(str(error).split())}")
    return Looked(file, tuple((f.rule.id, f.file, f.span.line, f.message) for f in found))


def look_at_all(
    folder: Path, *, processes: int | None = None, sample: int | None = None
) -> list[Looked]:
    """Check every template below a folder, sorted by path.

    Args:
        folder: The folder.
        processes: The number of processes; one for each core by default.
        sample: The number of templates that all rules check, and not only ours; all by default.
    """
    sizes = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and path.is_file() and ".git" not in path.parts
    }
    whole = set(sizes)
    if sample is not None and sample < len(sizes):
        whole = set(random.Random(SEED).sample(sorted(sizes), sample))  # noqa: S311 - no secret
    longest_first = sorted(sizes, key=lambda file: (file not in whole, -sizes[file]))
    rules = [_EVERY if file in whole else _OURS for file in longest_first]
    with ProcessPoolExecutor(processes or os.cpu_count(), initializer=be_quiet) as pool:
        looked = pool.map(look, [folder] * len(sizes), longest_first, rules)
        return sorted(looked, key=lambda result: result.file)


def report(looked: Sequence[Looked], seconds: float) -> list[str]:
    """The findings by rule, ours first, and what broke."""
    counts: Counter[str] = Counter()
    templates: Counter[str] = Counter()
    for result in looked:
        counts.update(row[0] for row in result.rows)
        templates.update({row[0] for row in result.rows})
    lines = [f"{len(looked)} templates in {seconds:.0f} s"]
    for rule in sorted(counts, key=lambda rule: (rule not in RULES, rule)):
        whose = "" if rule in RULES else "  (cfn-lint's)"
        lines.append(f"  {rule}: {counts[rule]} in {templates[rule]} templates{whose}")
    broken = [f"  BROKE on {result.file}: {crash}" for result in looked for crash in result.crashes]
    return [*lines, *broken, f"{len(broken)} crashes"]


def ours(looked: Iterable[Looked]) -> list[str]:
    """The findings of our rules as lines of tab-separated values, by rule and place."""
    rows = sorted(row for result in looked for row in result.rows if row[0] in RULES)
    return ["\t".join(map(str, row)) for row in rows]


def main(arguments: list[str] | None = None) -> int:
    """Check a folder; 0 if nothing broke, 1 if something did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of SAM templates")
    parser.add_argument("--findings", type=Path, metavar="FILE", help="write ours here, as TSV")
    parser.add_argument(
        "--sample",
        type=int,
        metavar="N",
        help="run cfn-lint's rules, too, on so many templates, drawn by the seed, and not on all",
    )
    given = parser.parse_args(arguments)
    folder = given.folder.resolve()
    if not folder.is_dir():
        parser.error(f"{given.folder} is not a folder")
    start = time.perf_counter()
    looked = look_at_all(folder, sample=given.sample)
    if not looked:
        parser.error(f"{given.folder} has no files that end in {', '.join(SUFFIXES)}")
    print("\n".join(report(looked, time.perf_counter() - start)))  # noqa: T201 - what it is for
    if given.sample is not None:
        print(f"cfn-lint's rules looked at {given.sample} of them ({SEED_VARIABLE}={SEED})")  # noqa: T201
    if given.findings is not None:
        text = "".join(f"{line}\n" for line in ("id\tfile\tline\tmessage", *ours(looked)))
        given.findings.write_text(text, encoding="utf-8")
    return 1 if any(result.crashes for result in looked) else 0


if __name__ == "__main__":
    sys.exit(main())
