"""Pytest plugin that records the outcome of each test, and the files of modules.

Loaded by ``-p pytest_probe`` into any version of pytest that the project uses.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

RESULTS = "SAM_SCAFFOLD_RESULTS"
"""Environment variable with the folder for the results."""

ORIGINAL = "SAM_SCAFFOLD_ORIGINAL"
"""Environment variable with the repository, from which no module may be loaded."""

_WORSE = ("passed", "skipped", "failed")
_found: dict[str, str] = {}
_reasons: list[str] = []


def _note(node: str, outcome: str, wasxfail: object) -> None:
    """Record the worst outcome of a test's set-up, call and tear-down."""
    said = "passed" if wasxfail is not None and outcome == "skipped" else outcome
    if _WORSE.index(said) >= _WORSE.index(_found.get(node, "passed")):
        _found[node] = said


def pytest_runtest_logreport(report: Any) -> None:
    """Record a step of a test."""
    _note(report.nodeid, report.outcome, getattr(report, "wasxfail", None))


def pytest_collectreport(report: Any) -> None:
    """Record a file that cannot be collected."""
    if report.failed:
        _note(report.nodeid, report.outcome, None)
        said = [line[2:].strip() for line in str(report.longrepr).splitlines() if line[:2] == "E "]
        _reasons.extend(said[-1:])


def pytest_unconfigure() -> None:
    """Write the results; with pytest-xdist, only the controller writes the tests."""
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
