"""Names and logical ids that are taken are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import (
    TEMPLATE,
    refusal,
    shop,
    succeeded,
)


def test_existing_components_are_refused_by_name(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "orders"))
    before = repository.snapshot()
    again = refusal(repository.here("add", "function", "orders"))
    assert "'orders'" in again
    assert "functions/orders" in again
    other_layout = refusal(repository.here("add", "function", "orders", "-d", "layout=flat"))
    assert "'orders'" in other_layout
    assert repository.snapshot() == before


def test_existing_logical_id_is_refused_by_name(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    text = TEMPLATE.replace("  HttpLayer:", "  OrdersFunction: {Type: X}\n\n  HttpLayer:", 1)
    repository.write("template.yaml", text)
    before = repository.snapshot()
    line = refusal(repository.here("add", "function", "orders"))
    assert "OrdersFunction" in line
    assert "template.yaml" in line
    assert repository.snapshot() == before


@pytest.mark.parametrize("taken", ["OrdersQueue", "OrdersDeadLetterQueue"])
def test_taken_id_of_a_queue_is_refused_by_name(taken: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write(
        "template.yaml", TEMPLATE.replace("  HttpLayer:", f"  {taken}: {{}}\n  HttpLayer:", 1)
    )
    before = repository.snapshot()
    assert taken in refusal(repository.here("add", "function", "orders", "-d", "trigger=sqs"))
    assert repository.snapshot() == before


def test_name_of_a_parameter_is_refused(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write("template.yaml", TEMPLATE + "Parameters:\n  OrdersFunction: {Type: String}\n")
    before = repository.snapshot()
    line = refusal(repository.here("add", "function", "orders"))
    assert "Parameters.OrdersFunction" in line
    assert repository.snapshot() == before


def test_function_name_over_64_characters_in_the_house_style_is_refused(tmp_path: Path) -> None:
    prefix = "p" * 50
    block = f"""\
  OldOneFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: {prefix}-old-one
      CodeUri: functions/old_one/
      Handler: app.run
"""
    repository = shop(tmp_path)
    repository.write("template.yaml", TEMPLATE.replace("Outputs:", block + "\nOutputs:"))
    before = repository.snapshot()
    line = refusal(repository.here("add", "function", "a_rather_long_name"))
    assert f"{prefix}-a-rather-long-name" in line
    assert "64" in line
    assert repository.snapshot() == before
    succeeded(repository.here("add", "function", "short"))
