"""Logical ids of functions without a suffix, where SAM's ids of events are not those of sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import TEMPLATE, shop, succeeded

BARE = """\
  Parcels:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: functions/parcels/, Handler: app.handler, Runtime: python3.12}

  Letters:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: functions/letters/, Handler: app.handler, Runtime: python3.12}

Outputs:"""
APP = "def handler(event, context): ...\n"


@pytest.mark.parametrize("trigger", ["sqs", "sqs_fifo", "sns", "kinesis", "dynamodb_stream"])
def test_sam_takes_the_function_with_its_source(tmp_path: Path, trigger: str) -> None:
    repository = shop(
        tmp_path,
        **{
            "template.yaml": TEMPLATE.replace("Outputs:", BARE),
            "functions/parcels/app.py": APP,
            "functions/letters/app.py": APP,
        },
    )
    succeeded(
        repository.here("add", "function", "orders", "--defaults", "-d", f"trigger={trigger}")
    )
    assert "Orders" in repository.data()["Resources"]
    assert "E9001" not in repository.here("check", "--offline", "template.yaml").out
