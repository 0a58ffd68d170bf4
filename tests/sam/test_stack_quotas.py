"""What a stack may have at most, counted as CloudFormation counts."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, resource, template

from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.translation.stack_quotas import quota_problem

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
def test_resources_are_counted_with_what_sam_makes(after: Template, count: int) -> None:
    problem = quota_problem(of(topics(1)), after)
    assert problem.startswith(f"t.json would have {count} Resources")
    assert ("with what SAM makes of them" in problem) is (len(after.resources) < count)
    assert "500 at most; alarms=false and log_retention=0 make fewer, or move some" in problem
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
def test_what_fits_or_may_fit_is_taken(after: Template) -> None:
    assert quota_problem(of(topics(1)), after) == ""


def test_what_was_over_before_is_not_refused() -> None:
    assert quota_problem(of(topics(501)), of(topics(502))) == ""
    assert quota_problem(of(topics(510)), of(topics(505))) == ""
    assert quota_problem(of(topics(499), functions(1)), of(topics(502))) == ""


def test_a_new_template_is_counted_from_nothing() -> None:
    assert "501 Resources" in quota_problem(None, of(topics(501)))


@pytest.mark.parametrize("section", ["Parameters", "Outputs", "Mappings"])
def test_other_sections_have_quotas_of_their_own(section: str) -> None:
    def having(count: int) -> Template:
        entries = {f"E{number}": {"Type": "String", "Value": "x"} for number in range(count)}
        return of(topics(1), **{section: entries})

    assert quota_problem(having(1), having(200)) == ""
    assert quota_problem(having(201), having(202)) == ""
    problem = quota_problem(having(200), having(201))
    assert problem.startswith(f"t.json would have 201 {section} and a stack has 200 at most; ")


def test_a_template_that_cannot_be_translated_counts_as_it_stands() -> None:
    broken = function("F", "src/", Handler="a.b", Events={"E": {"Type": "Nothing"}})
    assert "501 Resources and" in quota_problem(of(), of(topics(500), broken))


def test_the_size_of_a_template_counts_without_comments() -> None:
    def sized(size: int) -> Template:
        return of(resource("Topic", "AWS::SNS::Topic", DisplayName="x" * size))

    problem = quota_problem(of(), sized(1_100_000))
    assert "bytes without comments, and CloudFormation takes 1048576" in problem
    assert quota_problem(of(), sized(1_000_000)) == ""
    assert quota_problem(sized(1_100_000), sized(1_200_000)) == ""
