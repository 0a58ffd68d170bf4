"""A plugin of pytest's that notes what became of each test, and where modules came from.

Loaded by ``-p pytest_probe`` into the project's own pytest, whichever that is.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

RESULTS = "SAM_SCAFFOLD_RESULTS"
"""The variable that names the folder for what is noted."""

ORIGINAL = "SAM_SCAFFOLD_ORIGINAL"
"""The variable that names the repository that no module may come from."""

_WORSE = ("passed", "skipped", "failed")
_found: dict[str, str] = {}
_reasons: list[str] = []


def _note(node: str, outcome: str, wasxfail: object) -> None:
    """Note the worst of what a test's set-up, call and tear-down came to."""
    said = "passed" if wasxfail is not None and outcome == "skipped" else outcome
    if _WORSE.index(said) >= _WORSE.index(_found.get(node, "passed")):
        _found[node] = said


def pytest_runtest_logreport(report: Any) -> None:
    """Note a step of a test."""
    _note(report.nodeid, report.outcome, getattr(report, "wasxfail", None))


def pytest_collectreport(report: Any) -> None:
    """Note a file that cannot be collected."""
    if report.failed:
        _note(report.nodeid, report.outcome, None)
        said = [line[2:].strip() for line in str(report.longrepr).splitlines() if line[:2] == "E "]
        _reasons.extend(said[-1:])


def pytest_unconfigure() -> None:
    """Write all down; each worker of pytest-xdist does, and the one in front knows all tests."""
    original = os.environ[ORIGINAL] + os.sep
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    foreign = sorted(
        file
        for file in files
        if isinstance(file, str) and file.startswith(original) and "site-packages" not in file
    )
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    tests = {} if is_worker else _found
    answer = {"tests": tests, "foreign": foreign, "reasons": _reasons}
    target = Path(os.environ[RESULTS], f"{os.getpid()}.json")
    target.write_text(json.dumps(answer), encoding="utf-8")
