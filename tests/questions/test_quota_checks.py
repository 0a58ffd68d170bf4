"""Names and environments that are too long are refused, whatever their references come to."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, globals_, layer, resource, template

from sam_scaffold.questions.quota_checks import environment_size_problem, name_length_problem

QUEUE, ROLE = "AWS::SQS::Queue", "AWS::IAM::Role"


@pytest.mark.parametrize(
    ("added", "says"),
    [
        (function("F", "f/", FunctionName="f" * 65), "the FunctionName 'f"),
        (function("F", "f/", FunctionName={"Fn::Sub": "${Stage}-" + "f" * 63}), "more than 64"),
        (function("F", "f/", FunctionName={"Fn::If": ["A", "f", "f" * 65]}), "more than 64"),
        (
            function("F", "f/", FunctionName={"Fn::Join": ["-", [{"Ref": "A"}, "f" * 63]]}),
            "more than 64",
        ),
        (layer("L", "l/", LayerName="l" * 141), "the LayerName"),
        (resource("R", ROLE, RoleName={"Fn::Sub": "${AWS::StackName}-" + "r" * 63}), "RoleName"),
        (
            resource("Q", QUEUE, QueueName="q" * 81),
            "more than 80 characters. Choose a shorter name.",
        ),
    ],
)
def test_names_that_are_too_long(added: Any, says: str) -> None:
    assert says in name_length_problem(template(added))


@pytest.mark.parametrize(
    "added",
    [
        function("F", "f/", FunctionName="f" * 64),
        function("F", "f/", FunctionName={"Fn::Sub": "${AWS::StackName}-" + "f" * 62}),
        function("F", "f/", FunctionName={"Ref": "AVeryLongNameOfAParameter" * 4}),
        function("F", "f/", FunctionName={"Fn::Join": ["-", [{"Ref": "A" * 99}, "f" * 62]]}),
        function("F", "f/", FunctionName={"Fn::If": ["A" * 99, "f", {"Ref": "B" * 99}]}),
        function("F", "f/"),
        layer("L", "l/", LayerName="l" * 140),
        resource("Q", QUEUE, QueueName="q" * 80),
        resource("T", "AWS::SNS::Topic", TopicName="t" * 256),
    ],
)
def test_names_that_may_fit(added: Any) -> None:
    assert name_length_problem(template(added)) == ""


def environment(**variables: Any) -> dict[str, Any]:
    return {"Environment": {"Variables": variables}}


def test_variables_count_with_those_of_globals() -> None:
    present = template(Globals=globals_(**environment(A="x" * 2000, OWN="x" * 4000)))
    added = template(function("F", "f/", **environment(B="y" * 2090, OWN="z")))
    assert environment_size_problem(present, added) == ""  # 2001 + 2091 + 4
    added = template(function("F", "f/", **environment(B="y" * 2091, OWN="z")))
    problem = environment_size_problem(present, added)
    assert problem.startswith("the environment variables, with those of Globals, have 4097 bytes")
    assert "Lambda allows 4096" in problem


def test_references_and_what_is_not_written_out_count_little() -> None:
    present = template(Globals=globals_(Environment={"Ref": "Elsewhere"}))
    added = template(function("F", "f/", **environment(A={"Ref": "B" * 9000}, N=5)))
    assert environment_size_problem(present, added) == ""
    assert environment_size_problem(template(), template(function("F", "f/"))) == ""
