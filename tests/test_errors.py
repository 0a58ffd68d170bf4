"""What messages have in common."""

from __future__ import annotations

from sam_scaffold.errors import ScaffoldError, UsageError, nearest


def test_nearest_names_one_or_none() -> None:
    assert nearest("HtpLayer", ["HttpLayer", "Other"]) == " Did you mean HttpLayer?"
    assert nearest("zzz", ["HttpLayer"]) == ""
    assert nearest("x", []) == ""


def test_wrong_usage_has_an_exit_code_of_its_own() -> None:
    assert (ScaffoldError("x").exit_code, UsageError("x").exit_code) == (1, 2)
