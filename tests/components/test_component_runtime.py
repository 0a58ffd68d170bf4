"""A component's runtime is the usual one, if it can run the generated code."""

from __future__ import annotations

from datetime import date

import pytest

from sam_scaffold.components.component_runtime import default_runtime, runtime_problem, unsuitable

NOW = date(2026, 11, 28)
LATER = date(2027, 2, 1)
"""Functions with python3.10 cannot be created any more."""


@pytest.mark.parametrize(
    ("what", "usual", "default"),
    [
        ("function", "python3.12", "python3.12"),
        ("function", "python3.10", "python3.10"),
        ("function", "python3.9", "python3.11"),
        ("function", "python3.8", "python3.11"),
        ("function", "python3.6", "python3.11"),
        ("app", "python3.8", "python3.11"),
        ("shared_code", "python3.8", "python3.11"),
        # A layer of packages has no generated code, and existing functions may need it.
        ("requirements", "python3.8", "python3.8"),
        ("makefile", "python3.9", "python3.9"),
        ("requirements", "python3.7", "python3.11"),
        ("function", "python3.99", "python3.99"),
    ],
)
def test_default_is_the_oldest_suitable_runtime_if_the_usual_one_is_not(
    what: str, usual: str, default: str
) -> None:
    assert default_runtime(what, usual, NOW) == default


def test_runtime_that_is_closed_to_new_functions_is_unsuitable() -> None:
    assert default_runtime("function", "python3.10", LATER) == "python3.11"
    assert default_runtime("requirements", "python3.8", LATER) == "python3.11"
    assert unsuitable("arn", "python3.9", LATER) == "is closed to new functions since 2027-02-01"


def test_the_reason_and_the_way_out_are_named() -> None:
    assert runtime_problem("function", "python3.11", NOW) == ""
    assert runtime_problem("function", "python3.8", NOW) == (
        "python3.8 cannot run the generated code, which requires python3.10 or newer. "
        "Use python3.11."
    )
    assert runtime_problem("requirements", "python3.7", NOW) == (
        "python3.7 is closed to new functions since 2024-01-09. Use python3.11."
    )
