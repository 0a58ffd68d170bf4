"""Properties of all messages."""

from __future__ import annotations

from sam_scaffold.errors import ScaffoldError, UsageError, nearest, some


def test_nearest_names_one_or_none() -> None:
    assert nearest("HtpLayer", ["HttpLayer", "Other"]) == " Did you mean HttpLayer?"
    assert nearest("zzz", ["HttpLayer"]) == ""
    assert nearest("x", []) == ""


def test_wrong_usage_has_an_exit_code_of_its_own() -> None:
    assert (ScaffoldError("x").exit_code, UsageError("x").exit_code) == (1, 2)


def test_some_names_are_said_and_the_others_counted() -> None:
    assert some(["a"]) == "a"
    assert some(["a", "b", "c"]) == "a, b, c"
    assert some(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert some(["a", "b"], 1) == "a and 1 more"
