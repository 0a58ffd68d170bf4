"""Edits by fixes of rules, and values that they do not change."""

from __future__ import annotations

from textwrap import dedent

import pytest

from sam_scaffold.document import Document
from sam_scaffold.rules._edits import put

PATH = ("Resources", "Queue", "Properties", "VisibilityTimeout")


def after(text: str) -> str:
    document = Document.parse("template.yaml", dedent(text).encode())
    return document.apply(put(document, PATH, 60)).text


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("{VisibilityTimeout: 5, DelaySeconds: 1}", "{VisibilityTimeout: 60, DelaySeconds: 1}"),
        ("{DelaySeconds: 1}", '{DelaySeconds: 1, "VisibilityTimeout": 60}'),
        ("{VisibilityTimeout: '5'}", "{VisibilityTimeout: 60}"),
    ],
    ids=["replaced", "added", "text"],
)
def test_puts_a_value(before: str, expected: str) -> None:
    text = "Resources:\n  Queue:\n    Properties: {}\n  # the end\n"
    assert after(text.replace("{}", before)) == text.replace("{}", expected)


def test_makes_the_mapping_that_it_belongs_into() -> None:
    text = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n"
    assert after(text) == f"{text}    Properties:\n      VisibilityTimeout: 60\n"


def test_writes_json() -> None:
    before = '{"Resources": {"Queue": {"Properties": {"VisibilityTimeout": 5}}}}\n'
    assert after(before) == before.replace("5", "60")


LEFT = {
    "reference": "Resources: {Queue: {Properties: {VisibilityTimeout: !Ref Seconds}}}",
    "long-reference": "Resources: {Queue: {Properties: {VisibilityTimeout: {Ref: Seconds}}}}",
    "anchored": "Resources: {Queue: {Properties: {VisibilityTimeout: &seconds 5}}}",
    "alias": "A: &a 5\nResources: {Queue: {Properties: {VisibilityTimeout: *a}}}",
    "alias-of-all": "A: &a {DelaySeconds: 1}\nResources: {Queue: {Properties: *a}}",
    "shared": (
        "Resources: {Queue: {Properties: &a {VisibilityTimeout: 5}}, Other: {Properties: *a}}"
    ),
    "condition": "Resources: {Queue: {Properties: !If [A, {DelaySeconds: 1}, {}]}}",
    "tagged": "Resources: {Queue: {Properties: !Transform {Name: a}}}",
    "empty": "Resources: {Queue: {Properties: {}}}",
    "null": "Resources: {Queue: {Properties: }}",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_leaves_what_is_not_safe(text: str) -> None:
    assert after(text) == text
