"""Notifications of a bucket that overlap."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.events.notifications import notification_problem
from sam_scaffold.sam.model.template import Template

HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n"


def parsed(resources: str) -> Template:
    return Template("t", Document.parse("t", (HEAD + resources).encode()))


def function(name: str, event: str, bucket: str = "Uploads") -> str:
    return f"""
  {name}:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Put: {{Type: S3, Properties: {{Bucket: !Ref {bucket}, {event}}}}}
"""


def filtered(events: str = "'s3:ObjectCreated:*'", **parts: str) -> str:
    rules = ", ".join(f"{{Name: {name}, Value: {value}}}" for name, value in parts.items())
    return f"Events: {events}" + (f", Filter: {{S3Key: {{Rules: [{rules}]}}}}" if rules else "")


ALL = filtered()


@pytest.mark.parametrize(
    ("own", "theirs"),
    [
        pytest.param(ALL, ALL, id="all-twice"),
        pytest.param(filtered(prefix="a/"), ALL, id="all-and-some"),
        pytest.param(filtered(prefix="a/b/"), filtered(prefix="a/"), id="prefix-of-prefix"),
        pytest.param(filtered(prefix="a/"), filtered(suffix=".csv"), id="prefix-and-suffix"),
        pytest.param(filtered(suffix=".csv"), filtered(suffix="b.csv"), id="suffix-of-suffix"),
        pytest.param(filtered(prefix="a/"), filtered(Prefix="a/"), id="rule-in-capitals"),
        pytest.param(ALL, filtered("'s3:ObjectCreated:Put'"), id="one-event-of-all"),
        pytest.param(
            ALL, filtered("['s3:ObjectRemoved:*', 's3:ObjectCreated:Post']"), id="one-of-a-list"
        ),
    ],
)
def test_notifications_that_overlap_are_refused(own: str, theirs: str) -> None:
    there = parsed(function("Thumbnailer", theirs))
    problem = notification_problem(there, parsed(function("Sizer", own)))
    assert problem.startswith("Uploads already notifies Thumbnailer")
    assert "key_prefix or key_suffix" in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("own", "theirs"),
    [
        pytest.param(filtered(prefix="a/"), filtered(prefix="b/"), id="prefixes"),
        pytest.param(filtered(suffix=".csv"), filtered(suffix=".json"), id="suffixes"),
        pytest.param(
            filtered(prefix="a/", suffix=".csv"),
            filtered(prefix="a/", suffix=".json"),
            id="suffixes-below-one-prefix",
        ),
        pytest.param(ALL, filtered("'s3:ObjectRemoved:*'"), id="other-events"),
        pytest.param(ALL, filtered("!Ref Kind"), id="no-literal"),
        pytest.param(ALL, "Filter: {S3Key: nothing}", id="no-events"),
    ],
)
def test_notifications_on_other_objects_are_accepted(own: str, theirs: str) -> None:
    there = parsed(function("Thumbnailer", theirs))
    assert notification_problem(there, parsed(function("Sizer", own))) == ""


def test_notifications_of_another_bucket_are_accepted() -> None:
    there = parsed(function("Thumbnailer", ALL, "Archive"))
    assert notification_problem(there, parsed(function("Sizer", ALL))) == ""


@pytest.mark.parametrize(
    ("configuration", "told"),
    [
        ("LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !GetAtt F.Arn}]", "F"),
        ("QueueConfigurations: [{Event: 's3:ObjectCreated:Put', Queue: 'arn:q'}]", "arn:q"),
        ("TopicConfigurations: [{Event: 's3:ObjectRemoved:*', Topic: !Ref T}]", ""),
        ("EventBridgeConfiguration: {EventBridgeEnabled: true}", ""),
        ("QueueConfigurations: !If [A, [], []]", ""),
    ],
)
def test_notifications_in_the_bucket_count(configuration: str, told: str) -> None:
    there = parsed(
        "  Uploads: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: "
        f"{{{configuration}}}}}}}\n"
    )
    problem = notification_problem(there, parsed(function("Sizer", ALL)))
    assert problem.partition(" of events on")[0] == (
        f"Uploads already notifies {told}" if told else ""
    )


def test_functions_without_s3_events_do_not_count() -> None:
    there = parsed(
        "  A: {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: SQS}}}}\n"
        "  B: {Type: AWS::Serverless::Function, Properties: {Events: !Ref X}}\n"
        "  C: {Type: AWS::Serverless::Function}\n"
    )
    assert notification_problem(there, parsed(function("Sizer", ALL))) == ""


@pytest.mark.parametrize(
    "configuration",
    [
        "!If [A, {EventBridgeConfiguration: {}}, !Ref 'AWS::NoValue']",
        "{LambdaConfigurations: !If [A, [], !Ref 'AWS::NoValue']}",
    ],
    ids=["whole", "list"],
)
def test_sam_cannot_add_to_an_intrinsic_function(configuration: str) -> None:
    bucket = (
        "\n  Uploads:\n    Type: AWS::S3::Bucket\n    Properties:\n"
        f"      NotificationConfiguration: {configuration}\n"
    )
    problem = notification_problem(parsed(bucket), parsed(function("Sizer", ALL)))
    assert problem.startswith("the NotificationConfiguration of Uploads has an intrinsic")
