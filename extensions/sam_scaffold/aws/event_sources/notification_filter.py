"""Validation of buckets, prefixes and suffixes of S3, and of filter policies of SNS."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from ..limits import (
    FILTER_POLICY_ATTRIBUTES,
    FILTER_POLICY_COMBINATIONS,
    OBJECT_KEY_CHARACTERS,
)
from .pattern_comparisons import comparison_problem

_BUCKET = re.compile(r"[a-z0-9]([a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]")
_RESERVED = re.compile(
    r"(xn--|sthree-|amzn-s3-demo-).*|.*(-s3alias|--ols-s3|\.mrap|--x-s3|--table-s3)"
)
_ADDRESS = re.compile(r"\d+(\.\d+){3}")
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""

_KEY_PART = re.compile(rf"[A-Za-z0-9/!_.'()-]{{0,{OBJECT_KEY_CHARACTERS}}}")
"""Other characters would have to be encoded; an asterisk is not a wildcard:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
"""


def bucket_problem(bucket: str) -> str:
    """Return an error if a text is not a valid name of a bucket.

    Args:
        bucket: The name of a bucket, as in its ARN.
    """
    if not _BUCKET.fullmatch(bucket):
        return (
            f"{bucket!r} is not a valid name of a bucket: 3 to 63 lowercase letters, digits, "
            "single dots and hyphens, with a letter or digit at both ends. Use a name such as "
            "my-company-uploads."
        )
    if _RESERVED.fullmatch(bucket) or _ADDRESS.fullmatch(bucket):
        return f"{bucket!r} is a name that S3 reserves. Use a name such as my-uploads."
    return ""


def key_part_problem(part: str) -> str:
    """Return an error if a text is not a valid prefix or suffix of keys.

    Args:
        part: A prefix such as ``"incoming/"``, or a suffix such as ``".csv"``.
    """
    if _KEY_PART.fullmatch(part):
        return ""
    return (
        f"{part!r} is not a valid prefix or suffix: letters, digits and / ! _ . ' ( ) -, without "
        "wildcards. Use a prefix such as incoming/ or a suffix such as .csv."
    )


def filter_policy_problem(policy: Any) -> str:
    """Return an error if SNS would reject a filter policy on message attributes.

    Args:
        policy: The answer: lists of values or operators, by attribute.
    """
    if not isinstance(policy, Mapping):
        return f"{policy!r} is not a mapping. Write -d filter_policy='{{event: [order_placed]}}'."
    for attribute, values in policy.items():
        if problem := _attribute_problem(attribute, values):
            return problem
    if len(policy) > FILTER_POLICY_ATTRIBUTES:
        return (
            f"the filter policy has {len(policy)} attributes, but SNS allows "
            f"{FILTER_POLICY_ATTRIBUTES}. Remove some."
        )
    combinations = math.prod(map(len, policy.values()))
    if combinations > FILTER_POLICY_COMBINATIONS:
        return (
            f"the filter policy has {combinations} combinations of values (the product of their "
            f"numbers), but SNS allows {FILTER_POLICY_COMBINATIONS}. Remove some."
        )
    return ""


def _attribute_problem(attribute: Any, values: Any) -> str:
    if not isinstance(attribute, str):
        return f"{attribute!r} is not a valid name of an attribute: it must be text. Quote it."
    if not isinstance(values, list) or not values:
        return (
            f"{attribute}: {values!r} is not a list of values. Write a list as in "
            "{event: [order_placed, {prefix: refund_}]}."
        )
    if attribute == "$or":
        return next(filter(None, map(filter_policy_problem, values)), "")
    problem = next(filter(None, map(_value_problem, values)), "")
    return f"{attribute}: {problem}" if problem else ""


def _value_problem(value: Any) -> str:
    if isinstance(value, Mapping):
        return comparison_problem(value)
    if value is None or isinstance(value, str | int | float):
        return ""
    return f"{value!r} is not a valid value of JSON. Quote it, so that it is text."
