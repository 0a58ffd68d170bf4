"""Validation of EventBridge event patterns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sam_scaffold.aws.event_sources.event_pattern import pattern_problem


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["my.application"]},
        {"source": [{"prefix": ""}]},
        {"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"],
         "detail": {"state": ["terminated", None, True, 1, 0.5]}},
        {"account": ["123456789012"], "region": ["eu-west-1"], "resources": [{"suffix": ":x"}],
         "time": [{"prefix": "2030-"}], "id": ["1"], "version": ["0"],
         "replay-name": [{"exists": False}]},
        {"detail": {"order": {"items": {"count": [{"numeric": [">", 5]}]}, "note": [""]}}},
        {"detail": {"ip": [{"cidr": "10.0.0.0/24"}], "a": [{"wildcard": "dir/*.png"}],
                    "b": [{"equals-ignore-case": "x"}], "c": [{"anything-but": ["x", "y"]}]}},
        {"$or": [{"source": ["a"]}, {"detail-type": ["b"], "detail": {"c": ["d"]}}]},
        {"source": ["a"], "detail": {"$or": [{"b": ["c"]}, {"d": {"e": [{"exists": True}]}}]}},
    ],
)  # fmt: skip
def test_patterns(pattern: Any) -> None:
    assert pattern_problem(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        pytest.param({}, "{} is not a valid event pattern", id="empty"),
        pytest.param([], "[] is not a valid event pattern", id="list"),
        pytest.param("my.application", "'my.application' is not a valid event pattern", id="text"),
        pytest.param({"detail_type": ["x"]}, "'detail_type' is not a field", id="unknown-field"),
        pytest.param({"detail_type": ["x"]}, "Did you mean detail-type?", id="near-field"),
        pytest.param({1: ["x"]}, "1 is not a field", id="number-as-field"),
        pytest.param({"source": "x"}, "source: 'x' is not a list", id="text-for-a-list"),
        pytest.param({"source": []}, "source: [] is not a list", id="no-value"),
        pytest.param({"source": {"prefix": "x"}}, "source: {'prefix'", id="bare-comparison"),
        pytest.param({"account": [123456789012]}, "123456789012 is not text", id="bare-account"),
        pytest.param({"time": [date(2030, 1, 1)]}, "not a valid value of JSON", id="date"),
        pytest.param({"detail": {"day": [date(2030, 1, 1)]}}, "detail.day", id="date-in-detail"),
        pytest.param({"detail": {}}, "detail: {} matches no event", id="empty-detail"),
        pytest.param({"detail": {"a": {}}}, "detail.a: {} matches no event", id="empty-below"),
        pytest.param({"detail": "x"}, "detail: 'x' is not a list", id="text-for-detail"),
        pytest.param({"detail": {"a": {"b": 1}}}, "detail.a.b: 1 is not a list", id="number-below"),
        pytest.param(
            {"detail": {True: ["x"]}}, "detail: True is not a valid name", id="yes-as-name"
        ),
        pytest.param({"detail": {"a": [{}]}}, "{} is not a comparison", id="empty-comparison"),
        pytest.param({"detail": {"a": [{"prefx": "x"}]}}, "Did you mean prefix?", id="near"),
        pytest.param(
            {"detail": {"a": [["x"]]}}, "['x'] is not a valid value of JSON", id="list-in-list"
        ),
        pytest.param(
            {"source": [{"prefix": "a", "suffix": "b"}]}, "is not a comparison", id="two-in-one"
        ),
        pytest.param(
            {"detail": {"a": [{"numeric": [5]}]}}, "detail.a: numeric: [5] is no", id="no-range"
        ),
        pytest.param({"source": ["x" * 4096]}, "4111 characters", id="too-long"),
        pytest.param({"$or": {"source": ["a"]}}, "$or: {'source'", id="or-without-list"),
        pytest.param({"$or": []}, "$or: []", id="or-of-nothing"),
        pytest.param({"$or": [{"sorce": ["a"]}]}, "Did you mean source?", id="within-or"),
        pytest.param({"detail": {"$or": ["a"]}}, "detail.$or: ['a']", id="or-of-texts"),
        pytest.param({"detail": {"$or": [{"a": 1}]}}, "detail.a: 1 is not a list", id="or-below"),
    ],
)
def test_what_is_no_pattern(pattern: Any, says: str) -> None:
    problem = pattern_problem(pattern)
    assert says in problem
    assert "\n" not in problem
