"""``.ci/run``: runs every stage, whatever the others say, and shows the seconds of each."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from ci.scratch import scratch_folder  # noqa: E402 - found by the line above
from ci.stages import CORPUS, ROOT, SETUP, STAGES, Stage  # noqa: E402
from ci.stamps import Stamps  # noqa: E402

PASSED, FAILED = "passed", "FAILED"
UNCHANGED = "unchanged since it passed here"
LEFT_OUT = f"left out: no templates in {CORPUS}"

SEED = "20261125"
"""The random cases are the same each time, so that a stage says something of the change and not
of luck; by hand, every run draws others.
"""


@dataclass(frozen=True)
class Result:
    """The end of a stage.

    Attributes:
        name: Its name.
        outcome: Its outcome.
        seconds: Its duration.
        cpu: The seconds that it and its processes used a core.
    """

    name: str
    outcome: str
    seconds: float = 0.0
    cpu: float = 0.0


@dataclass(frozen=True)
class Runner:
    """A run of the stages of a checkout.

    Attributes:
        root: The folder of the checkout.
        stamps: The stages that passed in it before.
    """

    root: Path
    stamps: Stamps

    def run_all(self, setup: Stage, stages: Sequence[Stage]) -> Iterator[Result]:
        """Run the setup and all stages, first those on one core, in parallel."""
        first = self._take(setup)
        yield first
        if first.outcome == FAILED:
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            jobs = [pool.submit(self.run, stage) for stage in stages if stage.one_core]
            for job in as_completed(jobs):
                yield job.result()
        for stage in stages:
            if not stage.one_core:
                yield self.run(stage)

    def run(self, stage: Stage) -> Result:
        """Run a stage, if its inputs changed since it passed here."""
        if stage.corpus and not (self.root / CORPUS).is_dir():
            return Result(stage.name, LEFT_OUT)
        digest = self.stamps.digest(stage)
        if self.stamps.passed(stage, digest):
            return Result(stage.name, UNCHANGED)
        result = self._take(stage)
        if result.outcome == PASSED:
            self.stamps.note(stage, digest)
        return result

    def _take(self, stage: Stage) -> Result:
        """Run a stage; if others run in parallel, show its output in one piece."""
        title = f"--- {' '.join(stage.command)}\n"
        start = time.perf_counter()
        if not stage.one_core:
            _show(title)
        process = subprocess.Popen(
            stage.command,
            cwd=self.root,
            stdout=subprocess.PIPE if stage.one_core else None,
            stderr=subprocess.STDOUT if stage.one_core else None,
        )
        if process.stdout is not None:
            _show(title + process.stdout.read().decode(errors="replace"))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return Result(
            stage.name,
            FAILED if process.returncode else PASSED,
            time.perf_counter() - start,
            usage.ru_utime + usage.ru_stime,
        )


def table(results: Sequence[Result], seconds: float) -> list[str]:
    """Return the seconds of each stage as a table."""
    lines = [
        f"{'stage':14}{'seconds':>9}{'of a core':>11}",
        *(
            f"{result.name:14}{result.seconds:9.0f}{result.cpu:11.0f}  {result.outcome}"
            for result in results
        ),
        f"{'all':14}{seconds:9.0f}{sum(result.cpu for result in results):11.0f}",
    ]
    if any(result.outcome == UNCHANGED for result in results):
        lines.append("Stages that passed are noted in .venv/stamps; `make NAME` runs one anyway.")
    return lines


def main() -> int:
    """Run CI; 0 if all stages passed."""
    os.environ.setdefault("SAM_SCAFFOLD_SEED", SEED)
    start = time.perf_counter()
    results: list[Result] = []
    try:
        with scratch_folder():
            for result in Runner(ROOT, Stamps(ROOT)).run_all(SETUP, STAGES):
                results.append(result)  # noqa: PERF402 - shown if the rest is interrupted
    finally:
        _show("\n" + "\n".join(table(results, time.perf_counter() - start)) + "\n")
    failed = [stage.name for stage in results if stage.outcome == FAILED]
    if failed:
        _show(f"failed: {' '.join(failed)}\n")
    return 1 if failed else 0


def _show(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
