"""The questions about a function, as copier's render context has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from answers import ANSWERS
from jinja2 import Environment
from jinja2.runtime import Context
from linting import refused
from repositories import ROOT, SHOP, TEMPLATE, Repository

from sam_scaffold.questions.function_questions import (
    RETENTIONS,
    brings_powertools,
    environment_problem,
    learned,
    log_retention_problem,
    powertools_problem,
    standard,
    use_choices,
)
from sam_scaffold.rendering.extension import SamScaffoldExtension
from sam_scaffold.sam.style.house_style import HouseStyle


def context(root: Path, answers: dict[str, Any] | None = None, **style: Any) -> Context:
    """What copier renders with, once all questions are answered."""
    environment = Environment(extensions=[SamScaffoldExtension], autoescape=True)
    conf = {"dst_path": str(root), "src_path": str(ROOT), "data": {}}
    house = HouseStyle(**style).to_dict()
    given = {**ANSWERS, "house": house, "_copier_conf": conf, **(answers or {})}
    return environment.from_string("").new_context(given)


def test_logs_are_kept_as_long_as_cloudwatch_can(tmp_path: Path) -> None:
    here = context(tmp_path)
    near = {one + step for one in RETENTIONS for step in (-1, 0, 1)} - {-1, 0}
    groups = {
        f"L{days}": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": days}}
        for days in near
    }
    ours = {f"L{days}" for days in near if log_retention_problem(here, days)}
    assert ours
    assert {path[1] for path in refused(groups)} == ours
    assert log_retention_problem(here, 0) == ""


@pytest.mark.parametrize(("days", "near"), [(31, 30), (-1, 0), (2, 1), (10000, 3653)])
def test_other_retentions_are_sent_to_the_nearest(days: int, near: int, tmp_path: Path) -> None:
    problem = log_retention_problem(context(tmp_path), days)
    assert problem.startswith(f"{days} ")
    assert problem.endswith(f"take {near}.")


@pytest.mark.parametrize(
    ("key", "given", "value"),
    [
        ("Timeout", {}, 30),
        ("Timeout", {"Timeout": 20}, 20),
        ("Timeout", {"Timeout": {"Ref": "Seconds"}}, 30),
        ("MemorySize", {"MemorySize": 1024}, 1024),
        ("EphemeralStorage", {"EphemeralStorage": {"Size": 2048}}, 2048),
        ("EphemeralStorage", {"EphemeralStorage": {"Size": {"Ref": "Size"}}}, 512),
        ("EphemeralStorage", {}, 512),
    ],
)
def test_numbers_of_globals_are_the_defaults(
    key: str, given: dict[str, Any], value: int, tmp_path: Path
) -> None:
    assert standard(context(tmp_path, globals=given), key) == value


def test_house_of_an_older_version_says_the_standard(tmp_path: Path) -> None:
    old = context(tmp_path, {"house": {"logical_id": "{pascal}Fn", "globals": {}}})
    assert learned(old, "log_retention") == 30
    assert learned(old, "iam") == "policies"
    assert learned(context(tmp_path, iam="role"), "iam") == "role"


@pytest.mark.parametrize(
    ("style", "brings"),
    [
        ({}, False),
        ({"powertools_layer": {"Ref": "PowertoolsLayer"}}, True),
        ({"powertools_inherited": True}, True),
    ],
    ids=["none", "layer", "inherited"],
)
def test_powertools_are_the_default_where_a_layer_brings_them(
    style: dict[str, Any],
    brings: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path: Path,
) -> None:
    here = context(tmp_path, **style)
    assert brings_powertools(here) is brings
    assert powertools_problem(here, powertools=False) == ""
    problem = powertools_problem(here, powertools=True)
    assert (problem == "") is brings
    if not brings:
        assert "template.yaml" in problem
        assert "sam-scaffold add layer powertools" in problem


def test_powertools_are_counted_among_the_layers(tmp_path: Path) -> None:
    style = {"powertools_layer": {"Ref": "P"}, "shared_layer": "S"}
    three, four = list("ABC"), list("ABCD")
    assert powertools_problem(context(tmp_path, {"layers": three}, **style), powertools=True) == ""
    problem = powertools_problem(context(tmp_path, {"layers": four}, **style), powertools=True)
    assert "6 layers with the shared code and Powertools" in problem


def test_function_is_not_offered_to_itself(tmp_path: Path) -> None:
    """In an update the function stands in the template."""
    functions = "".join(
        f"  {name}Function: {{Type: AWS::Serverless::Function}}\n"
        for name in ("OrderRouter", "Billing")
    )
    text = TEMPLATE.replace("\nOutputs:", f"{functions}\nOutputs:")
    Repository(tmp_path, {**SHOP, "template.yaml": text})
    assert use_choices(context(tmp_path)) == ["BillingFunction:write"]


def test_variable_of_a_connection_is_taken(tmp_path: Path) -> None:
    here = context(tmp_path, {"publishes_to": "new_queue"})
    assert "OUTPUT_QUEUE_URL" in environment_problem(here, {"OUTPUT_QUEUE_URL": "x"})
    assert environment_problem(context(tmp_path), {"OUTPUT_QUEUE_URL": "x"}) == ""
