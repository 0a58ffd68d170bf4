"""``make gate``: make every application of the matrix, and let every tool judge it."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "support")]

from gate import judges, matrix, rights, runs  # noqa: E402 - found by the line above
from gate.apps import Made, base, functions_of, make  # noqa: E402
from generated.projects import committed_checkout  # noqa: E402

JUDGES: dict[str, Callable[[Made], judges.Findings]] = {
    "cfn-lint": judges.cfn_lint,
    "translator": judges.translator,
    "cfn-lint on its output": judges.cfn_lint_on_the_output,
    "ruff": judges.ruff,
    "mypy --strict": judges.mypy,
    "generated tests": judges.pytest,
    "sam build": judges.sam_build,
    "runs as in Lambda": runs.answers,
}

# What builds and runs covers each trigger in each layout, on Powertools and without, on both
# runtimes; the notation of rights changes nothing in an artifact.
_BUILT = ("sam build", "runs as in Lambda")

Verdict = tuple[str, int, dict[str, tuple[float, judges.Findings]]]


def judge(checkout: Path, app: matrix.App, folder: Path) -> tuple[Made, Verdict]:
    """Make an application and let every tool say what it has to say."""
    made = make(checkout, app, folder / app.name, functions_of(app))
    verdicts = {}
    for name, judge_ in JUDGES.items():
        if name in _BUILT and app.iam != "role":
            continue
        began = time.perf_counter()
        findings = judge_(made)
        verdicts[name] = (time.perf_counter() - began, findings)
    return made, (app.name, len(made.rows), verdicts)


def main() -> int:
    """Judge all applications; 0 if nobody has anything to say."""
    every: list[Made] = []
    findings: list[str] = []
    with tempfile.TemporaryDirectory(prefix="sam-scaffold-gate-") as folder:
        place = Path(folder).resolve()
        checkout = committed_checkout(place / "template")
        with ProcessPoolExecutor(min(os.cpu_count() or 1, len(matrix.APPS))) as pool:
            jobs = [pool.submit(judge, checkout, app, place) for app in matrix.APPS]
            for job in jobs:
                made, verdict = job.result()
                every.append(made)
                findings += _shown(verdict)
        findings += _twins(every)
    rows = matrix.rows(base())
    uncovered = matrix.missing(base(), rows)
    functions = sum(len(made.rows) for made in every)
    print(
        f"{functions} functions of {len(matrix.triggers())} triggers in {len(every)} applications"
    )
    print(f"pairs of answers that no function has: {len(uncovered)}")
    print("\n".join(findings) or "nobody has anything to say")
    return 1 if findings or uncovered else 0


def _shown(verdict: Verdict) -> list[str]:
    """Print one application's line, and return what there is to say of it."""
    name, count, verdicts = verdict
    print(f"{name}: {count} functions")
    findings = []
    for judge_, (seconds, said) in verdicts.items():
        result = f"{len(said)} lines" if said else "ok"
        print(f"  {judge_:24} {result:>10} {seconds:6.1f} s", flush=True)
        findings += [f"{name}: {judge_}: {line}" for line in said]
    return findings


def _twins(all_made: list[Made]) -> list[str]:
    """Compare the applications that differ in the notation of rights alone."""
    by_app = {made.app: made for made in all_made}
    found = []
    for app, made in by_app.items():
        if app.iam == "policies":
            twin = by_app[matrix.App(app.layout, app.powertools, "role")]
            pair = (judges.translated(made), judges.translated(twin))
            found += [f"{app.name}: {line}" for line in rights.differences(*pair)]
    return found


if __name__ == "__main__":
    sys.exit(main())
