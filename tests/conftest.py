"""Fixtures and settings that all tests share."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).parent / "support"))

collect_ignore = ["migration/monoliths", "goldens"]
"""Whole repositories, and generated files: their tests are run where a test has put them."""

# A busy machine fails no random test for its time.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


APART = {"tests/migration/test_migrate_monoliths.py"}
"""Files whose tests share nothing, and of which some take long."""


TOGETHER = "tests/wheel/"
"""A folder whose tests one process runs, as they share what takes long to build."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Fast tests first, so that a mistake shows early; several processes begin with the long ones.

    They take a file each, and the last that is left is to be a short one.
    """
    at_once = hasattr(config, "workerinput")
    items.sort(key=lambda item: (item.get_closest_marker("slow") is None) == at_once)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give each process a file at a time, in the order of `pytest_collection_modifyitems`."""
    config.option.loadscopereorder = False
    scheduling = import_module("xdist.scheduler").LoadFileScheduling(config, log)
    scheduling._split_scope = _unit
    return scheduling


def _unit(test: str) -> str:
    """Return the tests that one process runs: a file, except those whose tests are distributed."""
    file = test.partition("::")[0]
    if file.startswith(TOGETHER):
        return TOGETHER
    return test if file in APART else file


def pytest_collection_finish() -> None:
    """Read once what stays, and let the collector of garbage pass over it: it is much."""
    import once  # noqa: PLC0415 - it has been on the path only since this file was read
    from command_environment import template  # noqa: PLC0415 - likewise

    once.keep_nothing_safe()
    once.keep_rules()
    once.keep_extensions()
    once.keep_renderings()
    once.keep_git(template)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture
def unlinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave cfn-lint out of what a migration in this process has to prove: see `EVERY_PROOF`.

    It takes most of the time of a migration. The monoliths, and commands that run as a
    process, include it.
    """
    if not os.environ.get("EVERY_PROOF"):
        monkeypatch.setattr("sam_scaffold.migration.proof.proof.new_findings", lambda *_: ())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that took longest, where the slowest tests are named."""
    reporter = terminalreporter
    if not reporter.config.getoption("durations"):
        return
    seconds = Counter[str]()
    for report in chain(*(reporter.getreports(outcome) for outcome in ("passed", "failed"))):
        seconds[report.nodeid.partition("::")[0]] += report.duration
    reporter.section("slowest files")
    for file, total in seconds.most_common(20):
        reporter.write_line(f"{total:.1f}s {file}")
