"""Comparison operators of event patterns and filter policies."""

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
        ({}, "{} is not a comparison"),
        ({"prefix": "a", "suffix": "b"}, "is not a comparison"),
        ({"prefx": "a"}, "Did you mean prefix?"),
        ({"prefix": 5}, "prefix requires text, not 5"),
        ({"prefix": ["a"]}, "prefix requires text"),
        ({"prefix": {"equals-ignore-case": 1}}, "prefix requires text, not 1"),
        ({"equals-ignore-case": ["a"]}, "requires text"),
        ({"wildcard": "a**"}, "two consecutive asterisks"),
        ({"wildcard": None}, "requires text, not None"),
        ({"exists": "true"}, "exists requires true or false, not 'true'"),
        ({"exists": 1}, "exists requires true or false"),
        ({"cidr": "10.0.0.0/33"}, "'10.0.0.0/33' is not a CIDR block"),
        ({"cidr": 10}, "10 is not a CIDR block"),
        ({"numeric": 5}, "5 is not a range of numbers"),
        ({"numeric": [">"]}, "is not a range"),
        ({"numeric": [">", "5"]}, "is not a range"),
        ({"numeric": ["=>", 5]}, "is not a range"),
        ({"numeric": [">", 5, ">", 6]}, "is not a range"),
        ({"numeric": [">", 5, "<", 5]}, "matches no number"),
        ({"numeric": [">", 5_000_000_001]}, "is not a range"),
        ({"numeric": ["=", True]}, "is not a range"),
        ({"anything-but": []}, "[] is not a valid operand"),
        ({"anything-but": None}, "None is not a valid operand"),
        ({"anything-but": {"numeric": [">", 5]}}, "is not a valid operand"),
        ({"anything-but": {"prefix": 1}}, "is not a valid operand"),
        ({"anything-but": {"prefix": "a", "suffix": "b"}}, "is not a valid operand"),
    ],
)
def test_comparisons_that_aws_refuses(value: Any, says: str) -> None:
    problem = comparison_problem(value)
    assert says in problem
    assert "\n" not in problem
