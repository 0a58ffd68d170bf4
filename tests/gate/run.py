"""``make gate``: make every application of the matrix, and let every tool judge it.

``--sample``, which CI takes, makes two functions of each trigger: one in each layout, one of the
two on Powertools. Their other answers are drawn by the seed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "support")]

from once import keep_extensions  # noqa: E402 - found by the line above
from seeds import SEED, SEED_VARIABLE  # noqa: E402

from gate import judges, matrix, permissions, runs  # noqa: E402
from gate.apps import Made, base, functions_of, make  # noqa: E402
from generated.projects import committed_checkout  # noqa: E402

Judge = Callable[[Made], judges.Findings]

OF_TEMPLATES: dict[str, Judge] = {
    "cfn-lint on its output": judges.cfn_lint_on_the_output,
    "cfn-lint": judges.cfn_lint,
    "translator": judges.translator,
}

# The notation of permissions does not change the code, which is compared, nor an artifact: both
# are judged of one of two twins.
OF_CODE: dict[str, Judge] = {
    "generated tests": judges.pytest,
    "ruff": judges.ruff,
}
OF_ARTIFACTS: dict[str, Judge] = {
    "sam build": judges.sam_build,
    "runs as in Lambda": runs.answers,
}
OF_TYPES: dict[str, Judge] = {"mypy --strict": judges.mypy}


@dataclass(frozen=True)
class Verdict:
    """The findings of a tool in an application.

    Attributes:
        app: The application's name.
        judge: The tool's.
        seconds: The duration.
        findings: The findings.
    """

    app: str
    judge: str
    seconds: float
    findings: judges.Findings


Work = tuple[dict[str, Judge], list[Made]]
"""Tools for applications, one after another in one process."""


def work_for(every: Sequence[Made]) -> list[Work]:
    """All that has to be judged, what takes longest first."""
    built = list({(made.app.layout, made.app.powertools): made for made in every}.values())
    return [
        *((OF_ARTIFACTS, [made]) for made in built),
        (OF_TYPES, built),  # together, as they share a cache
        *((OF_CODE, [made]) for made in built),
        *(({name: judge}, [made]) for name, judge in OF_TEMPLATES.items() for made in every),
    ]


def judged(tools: dict[str, Judge], every: list[Made]) -> list[Verdict]:
    """Let tools judge applications, one after another."""
    return [_verdict(name, judge, made) for made in every for name, judge in tools.items()]


def made_by_command(
    checkout: Path, app: matrix.App, folder: Path, rows: dict[str, matrix.Choice]
) -> Made:
    """Make an application."""
    return make(checkout, app, folder / app.name, functions_of(app, rows))


def main(arguments: list[str] | None = None) -> int:
    """Judge the applications; return 0 if there are no findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", action="store_true", help="two functions of each trigger")
    is_sample = parser.parse_args(arguments).sample
    apps, rows = matrix.APPS, matrix.rows(base())
    uncovered = matrix.missing(base(), rows)
    if is_sample:
        apps, rows = matrix.SAMPLED_APPS, matrix.sampled(rows, SEED)
    with (
        tempfile.TemporaryDirectory(prefix="sam-scaffold-gate-") as folder,
        ProcessPoolExecutor(os.cpu_count()) as pool,
    ):
        verdicts, functions = _verdicts(pool, Path(folder).resolve(), apps, rows)
    print(f"{functions} functions of {len(matrix.triggers())} triggers in {len(apps)} applications")
    if is_sample:
        print(f"a sample of {len(rows)} of the matrix ({SEED_VARIABLE}={SEED})")
    print(f"pairs of answers that no function of the matrix has: {len(uncovered)}")
    findings = [
        f"{verdict.app}: {verdict.judge}: {line}"
        for verdict in verdicts
        for line in verdict.findings
    ]
    print("\n".join(findings) or "no findings")
    return 1 if findings or uncovered else 0


def _verdicts(
    pool: Executor, folder: Path, apps: Sequence[matrix.App], rows: dict[str, matrix.Choice]
) -> tuple[list[Verdict], int]:
    """Generate applications and judge them; return the findings, and the number of functions."""
    checkout = committed_checkout(folder / "template")
    making = [pool.submit(made_by_command, checkout, app, folder, rows) for app in apps]
    every = [job.result() for job in making]
    judging = [pool.submit(judged, *work) for work in work_for(every)]
    verdicts = []
    for job in judging:
        for verdict in job.result():
            said = f"{len(verdict.findings)} lines" if verdict.findings else "ok"
            print(f"{verdict.app:31}{verdict.judge:24}{said:>10}{verdict.seconds:7.1f} s")
            verdicts.append(verdict)
    return [*verdicts, *twins(every)], sum(len(made.rows) for made in every)


def twins(every: Sequence[Made]) -> Iterator[Verdict]:
    """Compare the applications that differ only in the notation of permissions."""
    by_app = {made.app: made for made in every}
    for made in every:
        twin = by_app.get(matrix.App(made.app.layout, made.app.powertools, "role"))
        if made.app.iam == "policies" and twin is not None:
            yield _verdict("its twin's permissions", other_permissions, made, twin)
            yield _verdict("its twin's code", other_code, made, twin)


def other_permissions(made: Made, twin: Made) -> judges.Findings:
    """Return the permissions that only one of two applications has."""
    return list(permissions.differences(judges.translated(made), judges.translated(twin)))


def other_code(made: Made, twin: Made) -> judges.Findings:
    """Return the Python files that two applications do not have alike."""
    ours, theirs = made.python, twin.python
    return sorted(path for path in ours | theirs if ours.get(path) != theirs.get(path))


def _verdict(judge: str, ask: Callable[..., judges.Findings], made: Made, *twin: Made) -> Verdict:
    began = time.perf_counter()
    findings = ask(made, *twin)
    return Verdict(made.app.name, judge, time.perf_counter() - began, findings)


if __name__ == "__main__":
    keep_extensions()
    sys.exit(main())
