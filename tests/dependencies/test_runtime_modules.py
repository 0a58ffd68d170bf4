"""Modules of a managed runtime."""

from __future__ import annotations

import sys

import pytest

from sam_scaffold.dependencies.packages.runtime_modules import (
    ON_WINDOWS,
    RUNTIME_DISTRIBUTIONS,
    runtime_modules,
)

RUNTIMES = [f"python3.{minor}" for minor in range(9, 15)]
BROUGHT = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"}


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_each_runtime(runtime: str) -> None:
    found = runtime_modules(runtime)
    assert {"json", "__future__", "zoneinfo", "sys", "_thread", "awslambdaric"} | BROUGHT <= found
    assert found.isdisjoint({"requests", "yaml", "numpy", "os.path"})


REMOVED = {
    "cgi": ("python3.12", "python3.13"),
    "distutils": ("python3.11", "python3.12"),
    "imp": ("python3.11", "python3.12"),
    "setuptools": ("python3.11", "python3.12"),
}


@pytest.mark.parametrize(("name", "runtimes"), REMOVED.items(), ids=REMOVED)
def test_removed_modules(name: str, runtimes: tuple[str, str]) -> None:
    assert [name in runtime_modules(runtime) for runtime in runtimes] == [True, False]


def test_added_modules() -> None:
    added = ["tomllib" in runtime_modules(runtime) for runtime in ("python3.10", "python3.11")]
    assert added == [False, True]


def test_this_python() -> None:
    found = runtime_modules(f"python3.{sys.version_info.minor}")
    assert sys.stdlib_module_names - found <= {"_android_support", *ON_WINDOWS}


@pytest.mark.parametrize("runtime", ["python3.99", "nodejs22.x", ""])
def test_unknown_runtimes_have_what_any_has(runtime: str) -> None:
    assert {"cgi", "tomllib", "distutils", "boto3"} <= runtime_modules(runtime)


def test_names_of_distributions() -> None:
    assert {"boto3", "python-dateutil"} <= RUNTIME_DISTRIBUTIONS
