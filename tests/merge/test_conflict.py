"""The display of a conflict."""

from __future__ import annotations

import pytest

from sam_scaffold.merge.conflict import MISSING, Absent, Conflict
from sam_scaffold.sam.model.intrinsics import Data


def test_a_conflict_is_called_by_the_way_to_it() -> None:
    path = ("Resources", "R", "Policies", "Sid=a")
    assert Conflict(path, MISSING, MISSING, 1).name == "Resources.R.Policies.Sid=a"


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (MISSING, ["ours:   nothing"]),
        (None, ["ours:   null"]),
        (3, ["ours:   3"]),
        (True, ["ours:   true"]),
        ("yes", ['ours:   "yes"']),
        ("", ['ours:   ""']),
        ("a\nb\n", ['ours:   "a\\nb\\n"']),
        ({}, ["ours:   {}"]),
        ([], ["ours:   []"]),
        ({"Ref": "A"}, ["ours:   !Ref A"]),
        ({"A": 1, "B": [2]}, ["ours:", "          A: 1", "          B:", "            - 2"]),
        (["a", {"b": 1}], ["ours:", "          - a", "          - b: 1"]),
        ({"Fn::If": ["C", 1]}, ["ours:   !If", "          - C", "          - 1"]),
    ],
    ids=[
        "missing", "null", "number", "boolean", "ambiguous", "empty", "lines", "empty-mapping",
        "empty-list", "reference", "mapping", "list", "function",
    ],
)  # fmt: skip
def test_each_side_is_shown_as_people_write_it(value: Data | Absent, lines: list[str]) -> None:
    shown = Conflict(("Resources", "R"), 1, value, 2).lines()
    assert shown == ["base:   1", *lines, "theirs: 2"]
