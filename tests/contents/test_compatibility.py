"""Compatibility of a template with a new function, or a refusal in one line."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sam_scaffold.aws.event_sources.polled import MQ, SQS
from sam_scaffold.components.trigger import Trigger
from sam_scaffold.contents.compatibility import (
    capacity_problem,
    condition_problem,
    layer_problem,
    timeout_problem,
)
from sam_scaffold.sam.model.template_files import parsed

WAITS = Trigger(event_source=SQS)
ON_BROKER = Trigger(event_source=MQ)


def answers(**more: Any) -> dict[str, Any]:
    facts = {"layers": ["HttpLayer", "Shared"], "source": "Orders", "timeout": 60}
    facts |= {"visibility_timeout": 360}
    platform = {"runtime": "python3.13", "architecture": "arm64"}
    return {
        "component": facts,
        "house": {"shared_layer": "Shared", "runtime": "python3.13"},
        **platform,
        **more,
    }


def template(resource: str) -> Any:
    return parsed("template.yaml", f"Resources:\n{resource}".encode())


def layer(name: str, properties: str) -> Any:
    kind = "AWS::Serverless::LayerVersion"
    return template(f"  {name}: {{Type: '{kind}', Properties: {{{properties}}}}}\n")


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        ("CompatibleRuntimes: [python3.12]", "HttpLayer is for python3.12, .* python3.13. Use -d"),
        ("CompatibleArchitectures: [x86_64]", "HttpLayer is for x86_64, but .* for arm64. Use -d"),
    ],
)
def test_a_layer_for_another_platform_is_refused(properties: str, says: str) -> None:
    problem = layer_problem(layer("HttpLayer", properties), answers())
    assert re.match(says, problem), problem


@pytest.mark.parametrize(
    ("name", "properties"),
    [
        ("HttpLayer", "CompatibleRuntimes: [python3.12, python3.13]"),
        ("HttpLayer", "CompatibleRuntimes: [!Ref Runtime]"),
        ("HttpLayer", "CompatibleRuntimes: []"),
        ("HttpLayer", "ContentUri: layers/http/"),
        ("Shared", "CompatibleRuntimes: [python3.12]"),
        ("NotUsedLayer", "CompatibleRuntimes: [python3.12]"),
    ],
)
def test_other_layers_fit(name: str, properties: str) -> None:
    assert layer_problem(layer(name, properties), answers()) == ""


def queue(properties: str) -> Any:
    return template(f"  Orders: {{Type: AWS::SQS::Queue, Properties: {{{properties}}}}}\n")


@pytest.mark.parametrize("properties", ["VisibilityTimeout: 59", ""])
def test_a_queue_that_does_not_wait_is_refused(properties: str) -> None:
    problem = timeout_problem(queue(properties), answers(), WAITS)
    assert problem.startswith("Orders has a VisibilityTimeout of ")
    assert "Increase it to 360, or use -d timeout=" in problem


@pytest.mark.parametrize("properties", ["VisibilityTimeout: 60", "VisibilityTimeout: !Ref Seconds"])
def test_a_queue_that_waits_or_may_wait_fits(properties: str) -> None:
    assert timeout_problem(queue(properties), answers(), WAITS) == ""


def test_a_source_that_is_made_or_does_not_wait_fits() -> None:
    assert timeout_problem(template("  Other: {Type: X}\n"), answers(), WAITS) == ""
    assert timeout_problem(queue(""), answers(), Trigger()) == ""


@pytest.mark.parametrize(("timeout", "is_taken"), [(840, True), (841, False)])
def test_a_broker_is_polled_for_14_minutes_at_most(timeout: int, *, is_taken: bool) -> None:
    facts = {**answers()["component"], "timeout": timeout}
    problem = timeout_problem(template("  Other: {Type: X}\n"), {"component": facts}, ON_BROKER)
    assert problem == "" if is_taken else "exceeds the 840 that Lambda accepts for an" in problem


@pytest.mark.parametrize("name", ["HttpLayer", "Shared"])
def test_layer_that_may_not_be_there_is_refused(name: str) -> None:
    there = template(f"  {name}: {{Type: AWS::Serverless::LayerVersion, Condition: IsMain}}\n")
    assert condition_problem(there, answers()).startswith(f"{name} has the condition")


@pytest.mark.parametrize(
    "resource",
    [
        "  HttpLayer: {Type: AWS::Serverless::LayerVersion}\n",
        "  OtherLayer: {Type: AWS::Serverless::LayerVersion, Condition: IsMain}\n",
    ],
)
def test_layer_that_is_always_there_is_fine(resource: str) -> None:
    assert condition_problem(template(resource), answers()) == ""


def test_seconds_may_be_text() -> None:
    assert timeout_problem(queue("VisibilityTimeout: '59'"), answers(), WAITS)
    assert timeout_problem(queue("VisibilityTimeout: '60'"), answers(), WAITS) == ""


@pytest.mark.parametrize(
    ("stated", "refused"),
    [
        ("{PerExecutionEnvironmentMaxConcurrency: 10}", True),
        ("{Arn: !GetAtt Provider.Arn, PerExecutionEnvironmentMaxConcurrency: 10}", False),
        ("!If [Managed, {Arn: x}, !Ref AWS::NoValue]", False),
    ],
)
def test_globals_that_each_function_has_to_complete(stated: str, *, refused: bool) -> None:
    text = f"Globals:\n  Function:\n    CapacityProviderConfig: {stated}\n"
    problem = capacity_problem(parsed("template.yaml", text.encode()))
    assert problem.startswith("Globals of template.yaml have a Capacity") == refused
    assert bool(problem) == refused


def test_no_globals_ask_for_nothing() -> None:
    assert capacity_problem(template("  A: {Type: AWS::SQS::Queue}\n")) == ""
