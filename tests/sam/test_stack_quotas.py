"""Quotas of a stack, counted as CloudFormation counts."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, resource, template

from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.translation import stack_quotas
from sam_scaffold.sam.translation.stack_quotas import quota_problem
from sam_scaffold.sam.translation.translation import translation_of

SAM = "AWS::Serverless-2016-10-31"


def topics(count: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number in range(count):
        found |= resource(f"Topic{number}", "AWS::SNS::Topic")
    return found


def functions(count: int, **properties: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number in range(count):
        stated = {"Handler": "a.b", "Runtime": "python3.12", **properties}
        found |= function(f"F{number}", "src/", **stated)
    return found


def of(*resources: dict[str, Any], transform: Any = SAM, **sections: Any) -> Template:
    return template(*resources, Transform=transform, **sections)


@pytest.mark.parametrize(
    ("after", "count"),
    [
        pytest.param(of(topics(501)), 501, id="as-written"),
        pytest.param(of(topics(499), functions(1)), 501, id="with-a-role"),
        pytest.param(
            of(functions(126, Events={"E": {"Type": "Schedule", "Properties": {
                "Schedule": "rate(1 hour)"}}})),
            504, id="with-rules-and-permissions",
        ),
        pytest.param(
            of(topics(499), functions(1, Role="arn", AutoPublishAlias="live")), 502,
            id="with-an-alias",
        ),
    ],
)  # fmt: skip
def test_generated_resources_count(after: Template, count: int) -> None:
    problem = quota_problem(of(topics(1)), after)
    assert problem.startswith(f"t.json would have {count} Resources")
    assert ("including those that SAM generates" in problem) is (len(after.resources) < count)
    assert "500. Set alarms=none and log_retention=0 to have fewer, or move some" in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(of(topics(500)), id="as-many-as-may-be"),
        pytest.param(of(topics(498), functions(1)), id="with-a-role"),
        pytest.param(of(topics(499), functions(1, Role="arn")), id="with-a-role-of-its-own"),
        pytest.param(of(topics(501), transform=[SAM, "Split"]), id="a-macro-may-part-it"),
        pytest.param(
            of(topics(490), {"Fn::ForEach::All": []}, transform=[SAM, "AWS::LanguageExtensions"]),
            id="a-loop",
        ),
    ],
)
def test_templates_within_the_quotas_are_accepted(after: Template) -> None:
    assert quota_problem(of(topics(1)), after) == ""


def test_a_quota_that_was_exceeded_before_is_not_checked() -> None:
    assert quota_problem(of(topics(501)), of(topics(502))) == ""
    assert quota_problem(of(topics(510)), of(topics(505))) == ""
    assert quota_problem(of(topics(499), functions(1)), of(topics(502))) == ""


def test_a_new_template_is_checked() -> None:
    assert "501 Resources" in quota_problem(None, of(topics(501)))


@pytest.mark.parametrize("section", ["Parameters", "Outputs", "Mappings"])
def test_other_sections_have_quotas_of_their_own(section: str) -> None:
    def having(count: int) -> Template:
        entries = {f"E{number}": {"Type": "String", "Value": "x"} for number in range(count)}
        return of(topics(1), **{section: entries})

    assert quota_problem(having(1), having(200)) == ""
    assert quota_problem(having(201), having(202)) == ""
    problem = quota_problem(having(200), having(201))
    assert problem.startswith(f"t.json would have 201 {section}, but a stack can only have 200. ")


_QUEUE = {"DeadLetterConfig": {"Type": "SQS"}}
_EVENTS: dict[str, dict[str, Any]] = {
    "SQS": {"Queue": "arn:aws:sqs:us-east-1:111111111111:q"},
    "DynamoDB": {"Stream": "arn:aws:x", "StartingPosition": "LATEST"},
    "Kinesis": {"Stream": "arn:aws:x", "StartingPosition": "LATEST"},
    "MSK": {"Stream": "arn:aws:x", "StartingPosition": "LATEST", "Topics": ["t"]},
    "S3": {"Bucket": {"Ref": "Bucket"}, "Events": "s3:ObjectCreated:*"},
    "SNS": {"Topic": "arn:aws:sns:us-east-1:111111111111:t", "SqsSubscription": True},
    "Schedule": {"Schedule": "rate(1 hour)", **_QUEUE},
    "ScheduleV2": {"ScheduleExpression": "rate(1 hour)", **_QUEUE},
    "EventBridgeRule": {"Pattern": {"source": ["a"]}, **_QUEUE},
    "CloudWatchLogs": {"LogGroupName": "/a", "FilterPattern": "b"},
    "Api": {"Path": "/", "Method": "get"},
    "HttpApi": {"Path": "/", "Method": "get"},
    "IoTRule": {"Sql": "SELECT * FROM 'a'"},
    "AlexaSkill": {},
}
_MORE: dict[str, dict[str, Any]] = {
    "deployment": {"AutoPublishAlias": "live", "DeploymentPreference": {"Type": "AllAtOnce"}},
    "url": {"FunctionUrlConfig": {"AuthType": "NONE"}},
    "destinations": {
        "EventInvokeConfig": {
            "DestinationConfig": {"OnSuccess": {"Type": "SQS"}, "OnFailure": {"Type": "SNS"}}
        }
    },
}


@pytest.mark.parametrize("kind", _EVENTS)
def test_the_upper_bound_holds_for_events(kind: str) -> None:
    parts = [resource("Bucket", "AWS::S3::Bucket")]
    for number in range(20):
        stated = {**_EVENTS[kind]}
        if "Path" in stated:
            stated["Path"] = f"/{number}"
        event = {"Type": kind, "Properties": stated}
        own = {"Handler": "a.b", "Runtime": "python3.12", "Events": {"E": event}}
        parts.append(function(f"F{number}", "src/", **own))
    _assert_expected(of(*parts), 20)


@pytest.mark.parametrize("more", _MORE)
def test_the_upper_bound_holds_for_functions(more: str) -> None:
    _assert_expected(of(functions(20, **_MORE[more])), 40)


@pytest.mark.parametrize("more", ["deployment", "url"])
def test_the_upper_bound_holds_for_globals(more: str) -> None:
    _assert_expected(of(functions(20), Globals={"Function": _MORE[more]}), 40)


def _assert_expected(template: Template, least: int) -> None:
    """Assert that the number of generated resources is between a minimum and the upper bound."""
    found = translation_of(template, "us-east-1")
    assert found.template is not None, found
    made = found.template["Resources"]
    assert isinstance(made, dict)
    assert len(template.resources) + least <= len(made) <= stack_quotas.most_resources(template)


def test_a_template_far_from_a_quota_is_not_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_quotas, "translation_of", None)  # it takes a second
    event = {"Type": "Schedule", "Properties": {"Schedule": "rate(1 hour)"}}
    after = of(topics(200), functions(60, Events={"E": event}))
    assert quota_problem(of(topics(1)), after) == ""


def test_a_template_that_cannot_be_translated_counts_as_it_is() -> None:
    broken = function("F", "src/", Handler="a.b", Events={"E": {"Type": "Nothing"}})
    assert "501 Resources, but" in quota_problem(of(), of(topics(500), broken))


def test_the_size_of_a_template_counts_without_comments() -> None:
    def sized(size: int) -> Template:
        return of(resource("Topic", "AWS::SNS::Topic", DisplayName="x" * size))

    problem = quota_problem(of(), sized(1_100_000))
    assert "bytes without comments, but CloudFormation only accepts 1048576" in problem
    assert quota_problem(of(), sized(1_000_000)) == ""
    assert quota_problem(sized(1_100_000), sized(1_200_000)) == ""
