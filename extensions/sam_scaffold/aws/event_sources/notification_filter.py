"""What triggers ask about their sources, and what AWS refuses there."""

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
"""Others would have to be encoded, and an asterisk stands for itself alone:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
"""


def bucket_problem(bucket: str) -> str:
    """Why S3 has no bucket of this name.

    Args:
        bucket: A bucket's name, as it stands in its ARN.
    """
    if not _BUCKET.fullmatch(bucket):
        return (
            f"{bucket!r} is no name of a bucket (3 to 63 lower-case letters, digits, single dots "
            "and hyphens, a letter or digit at both ends); write one like my-company-uploads."
        )
    if _RESERVED.fullmatch(bucket) or _ADDRESS.fullmatch(bucket):
        return f"{bucket!r} is a name that S3 keeps from buckets; write one like my-uploads."
    return ""


def key_part_problem(part: str) -> str:
    """Why S3 cannot compare keys with a prefix or suffix.

    Args:
        part: What keys begin with or end in: ``"incoming/"`` or ``".csv"``.
    """
    if _KEY_PART.fullmatch(part):
        return ""
    return (
        f"{part!r} has more than letters, digits and / ! _ . ' ( ) -, and S3 knows no wildcards; "
        "write what keys begin with or end in, like incoming/ or .csv."
    )


def filter_policy_problem(policy: Any) -> str:
    """Why SNS would refuse a filter policy on the attributes of messages.

    Args:
        policy: The answer: lists of values or operators, by attribute.
    """
    if not isinstance(policy, Mapping):
        return f"{policy!r} is no mapping; write -d filter_policy='{{event: [order_placed]}}'."
    for attribute, values in policy.items():
        if problem := _attribute_problem(attribute, values):
            return problem
    if len(policy) > FILTER_POLICY_ATTRIBUTES:
        return (
            f"{len(policy)} attributes, and SNS compares {FILTER_POLICY_ATTRIBUTES}; leave some "
            "out."
        )
    combinations = math.prod(map(len, policy.values()))
    if combinations > FILTER_POLICY_COMBINATIONS:
        return (
            f"{combinations} combinations (the numbers of values, multiplied), and SNS compares "
            f"{FILTER_POLICY_COMBINATIONS}; leave some out."
        )
    return ""


def _attribute_problem(attribute: Any, values: Any) -> str:
    if not isinstance(attribute, str):
        return f"{attribute!r} is no name of an attribute; put it into quotes if it is text."
    if not isinstance(values, list) or not values:
        return (
            f"{attribute}: {values!r} is no list of values; write one like "
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
    return f"{value!r} is no value of JSON; quote it to make it text."
