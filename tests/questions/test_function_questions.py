"""Questions about the settings of a function."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from contexts import context
from linting import refused
from repositories import SHOP, TEMPLATE, Repository

from sam_scaffold.questions.connection_questions import use_choices
from sam_scaffold.questions.function_questions import (
    RETENTIONS,
    default_tracing,
    environment_problem,
    learned,
    log_retention_problem,
    standard,
)


def test_logs_are_kept_as_long_as_cloudwatch_can() -> None:
    near = {days + step for days in RETENTIONS for step in (-1, 0, 1)} - {-1, 0}
    groups = {
        f"L{days}": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": days}}
        for days in near
    }
    ours = {f"L{days}" for days in near if log_retention_problem(days)}
    assert ours
    assert {path[1] for path in refused(groups)} == ours
    assert log_retention_problem(0) == ""


@pytest.mark.parametrize(("days", "near"), [(31, 30), (-1, 0), (2, 1), (10000, 3653)])
def test_other_retentions_are_sent_to_the_nearest(days: int, near: int) -> None:
    problem = log_retention_problem(days)
    assert problem.startswith(f"{days} ")
    assert problem.endswith(f"Use {near}.")


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
def test_numbers_of_globals_are_the_defaults(key: str, given: dict[str, Any], value: int) -> None:
    assert standard(context(globals=given), key) == value


def test_house_of_an_older_version_says_the_standard() -> None:
    old = context({"house": {"logical_id": "{pascal}Fn", "globals": {}}})
    assert learned(old, "log_retention") == 30
    assert learned(old, "iam") == "policies"
    assert learned(context(iam="role"), "iam") == "role"


def test_function_is_not_offered_to_itself(tmp_path: Path) -> None:
    """In an update, the function is in the template."""
    functions = "".join(
        f"  {name}Function: {{Type: AWS::Serverless::Function}}\n"
        for name in ("OrderRouter", "Billing")
    )
    text = TEMPLATE.replace("\nOutputs:", f"{functions}\nOutputs:")
    Repository(tmp_path, {**SHOP, "template.yaml": text})
    assert use_choices(context(root=tmp_path)) == ["BillingFunction:write"]


def test_variable_of_a_connection_is_taken() -> None:
    here = context({"publishes_to": "new_queue"})
    assert "OUTPUT_QUEUE_URL" in environment_problem(here, {"OUTPUT_QUEUE_URL": "x"})
    assert environment_problem(context(), {"OUTPUT_QUEUE_URL": "x"}) == ""
    assert "not valid YAML" in environment_problem(context(), "{A: b")


@pytest.mark.parametrize(
    ("powertools", "style", "tracing"),
    [
        (False, {}, False),
        (True, {}, True),
        (True, {"powertools_lacks": ("tracer",)}, False),
        (False, {"tracing": True}, True),
    ],
)
def test_traces_are_those_of_powertools_or_of_other_functions(
    style: dict[str, Any], *, powertools: bool, tracing: bool
) -> None:
    assert default_tracing(context({"powertools": powertools}, **style)) is tracing
