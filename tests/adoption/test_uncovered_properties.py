"""Properties of a SAM template that a snippet does not cover."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.adoption.uncovered_properties import UncoveredProperties, uncovered

# --- What is not said --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "left", "otherwise"),
    [
        ({"a": 1}, {"a": 1}, [], []),
        ({"a": 1, "b": {"c": 2}}, {"a": 1}, ["R.b"], []),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, ["R.a.c"], []),
        ({"a": 1}, {"a": 2}, [], ["R.a"]),
        ({"a": 1}, {"a": 1, "b": 2}, [], ["R.b"]),
        ({"a": [1, 2]}, {"a": [1]}, ["R.a"], []),
        ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}, ["R.a"], []),
        ({"a": [1]}, {"a": [2]}, [], ["R.a"]),
        ({"a": {"Ref": "X"}}, {"a": {"Ref": "Y"}}, [], ["R.a"]),
        ({"a": {"Fn::Sub": "x"}}, {"a": {"b": 1}}, [], ["R.a"]),
    ],
)
def test_what_is_not_said_is_told_by_its_path(
    ours: Any, theirs: Any, left: list[str], otherwise: list[str]
) -> None:
    expected = [UncoveredProperties(path, otherwise=False) for path in left]
    expected += [UncoveredProperties(path, otherwise=True) for path in otherwise]
    assert list(uncovered("R", ours, theirs)) == expected
