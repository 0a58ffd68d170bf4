"""Validation of buckets, prefixes and suffixes of S3, and of filter policies of SNS."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.aws.event_sources.notification_filter import (
    bucket_problem,
    filter_policy_problem,
    key_part_problem,
)


@pytest.mark.parametrize(
    "bucket", ["abc", "my-company.uploads", "1-a", "a" * 63, "1.2.3.4a", "a-s3alias-b"]
)
def test_names_that_buckets_have(bucket: str) -> None:
    assert bucket_problem(bucket) == ""


@pytest.mark.parametrize(
    "bucket",
    [
        "", "ab", "a" * 64, "My-Bucket", "my_bucket", "-abc", "abc-", ".abc", "a..b", "s3://abc",
        "arn:aws:s3:::abc", "abc\n", "bücher", "${Stage}-abc",
    ],
)  # fmt: skip
def test_what_is_no_name_of_a_bucket(bucket: str) -> None:
    problem = bucket_problem(bucket)
    assert repr(bucket) in problem
    assert "3 to 63" in problem


@pytest.mark.parametrize(
    "bucket", ["192.168.5.4", "xn--abc", "sthree-abc", "abc-s3alias", "abc--x-s3", "abc.mrap"]
)
def test_names_that_s3_keeps_to_itself(bucket: str) -> None:
    problem = bucket_problem(bucket)
    assert repr(bucket) in problem
    assert "S3 reserves" in problem


@pytest.mark.parametrize("part", ["", "incoming/", ".csv", "a/b/c-1_(2)'!", "x" * 1024])
def test_beginnings_and_ends_of_keys(part: str) -> None:
    assert key_part_problem(part) == ""


@pytest.mark.parametrize("part", ["*.csv", "in coming/", "a+b", "a%20b", "ä/", "x" * 1025, "a\n"])
def test_what_s3_does_not_compare_keys_with(part: str) -> None:
    problem = key_part_problem(part)
    assert repr(part) in problem
    assert "incoming/ or a suffix such as .csv" in problem


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"event": ["placed", {"prefix": "refund_"}]},
        {key: [1] for key in "abcde"},
        {"price": [{"numeric": [">=", 100]}], "$or": [{"a": ["x"]}, {"b": [None, True]}]},
        {"event": [str(number) for number in range(150)]},
    ],
)
def test_filter_policies(policy: Any) -> None:
    assert filter_policy_problem(policy) == ""


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        pytest.param(["event"], "['event'] is not a mapping", id="list"),
        pytest.param(None, "None is not a mapping", id="nothing"),
        pytest.param({False: ["a"]}, "False is not a valid name", id="no-in-yaml"),
        pytest.param({"event": "placed"}, "event: 'placed' is not a list", id="one-value"),
        pytest.param({"event": []}, "event: [] is not a list", id="no-value"),
        pytest.param({key: [1] for key in "abcdef"}, "6 attributes", id="too-many"),
        pytest.param({"event": [{"prefx": "a"}]}, "Did you mean prefix?", id="no-comparison"),
        pytest.param({"price": [{"numeric": [5]}]}, "price: numeric: [5]", id="no-range"),
        pytest.param({"event": [["a"]]}, "event: ['a'] is not a valid value", id="list-in-list"),
        pytest.param({"$or": [{"a": "x"}]}, "a: 'x' is not a list", id="within-or"),
        pytest.param({"$or": ["a"]}, "'a' is not a mapping", id="or-of-texts"),
        pytest.param(
            {"a": list("abcdefghijkl"), "b": list("abcdefghijklm")},
            "156 combinations",
            id="complex",
        ),
    ],
)
def test_filter_policies_that_sns_refuses(policy: Any, says: str) -> None:
    problem = filter_policy_problem(policy)
    assert says in problem
    assert "\n" not in problem
