"""Comparisons that AWS accepts, in event patterns and in filter policies."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.aws.event_sources.pattern_comparisons import comparison_problem


@pytest.mark.parametrize(
    "value",
    [
        {"prefix": "a"}, {"prefix": ""}, {"prefix": {"equals-ignore-case": "a"}},
        {"suffix": ".csv"}, {"suffix": {"equals-ignore-case": ".CSV"}}, {"equals-ignore-case": "a"},
        {"wildcard": "dir/*/x*"}, {"exists": True}, {"exists": False}, {"cidr": "10.0.0.0/24"},
        {"cidr": "2001:db8::/32"}, {"numeric": ["=", 3.5]}, {"numeric": [">", 0, "<=", 5]},
        {"numeric": ["<", -1]}, {"anything-but": "a"}, {"anything-but": 5},
        {"anything-but": ["a", "b"]}, {"anything-but": [1, 2]}, {"anything-but": {"prefix": "a"}},
        {"anything-but": {"suffix": ["a", "b"]}}, {"anything-but": {"wildcard": "*/lib/*"}},
        {"anything-but": {"equals-ignore-case": ["a"]}},
    ],
)  # fmt: skip
def test_comparisons_as_aws_documents_them(value: Any) -> None:
    assert comparison_problem(value) == ""


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({}, "{} is no comparison"),
        ({"prefix": "a", "suffix": "b"}, "is no comparison"),
        ({"prefx": "a"}, "Did you mean prefix?"),
        ({"prefix": 5}, "prefix compares with a text, not 5"),
        ({"prefix": ["a"]}, "prefix compares with a text"),
        ({"prefix": {"equals-ignore-case": 1}}, "prefix compares with a text, not 1"),
        ({"equals-ignore-case": ["a"]}, "compares with a text"),
        ({"wildcard": "a**"}, "two asterisks in a row"),
        ({"wildcard": None}, "compares with a text, not None"),
        ({"exists": "true"}, "exists is true or false, not 'true'"),
        ({"exists": 1}, "exists is true or false"),
        ({"cidr": "10.0.0.0/33"}, "'10.0.0.0/33' is no block of addresses"),
        ({"cidr": 10}, "10 is no block"),
        ({"numeric": 5}, "5 is no range of numbers"),
        ({"numeric": [">"]}, "is no range"),
        ({"numeric": [">", "5"]}, "is no range"),
        ({"numeric": ["=>", 5]}, "is no range"),
        ({"numeric": [">", 5, ">", 6]}, "is no range"),
        ({"numeric": [">", 5, "<", 5]}, "holds for no number"),
        ({"numeric": [">", 5_000_000_001]}, "is no range"),
        ({"numeric": ["=", True]}, "is no range"),
        ({"anything-but": []}, "[] is nothing to leave out"),
        ({"anything-but": None}, "None is nothing to leave out"),
        ({"anything-but": {"numeric": [">", 5]}}, "is nothing to leave out"),
        ({"anything-but": {"prefix": 1}}, "is nothing to leave out"),
        ({"anything-but": {"prefix": "a", "suffix": "b"}}, "is nothing to leave out"),
    ],
)
def test_comparisons_that_aws_refuses(value: Any, says: str) -> None:
    problem = comparison_problem(value)
    assert says in problem
    assert "\n" not in problem
