"""Commands in a template with merge keys, anchors and aliases: nothing of others changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from by_hand import by_hand
from repositories import Repository, refusal, succeeded

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  ParcelsFunction:
    Type: AWS::Serverless::Function
    Properties: &common
      Runtime: python3.12
      Timeout: 20  # seconds
      CodeUri: functions/parcels/
      Handler: app.handler
      Environment: {Variables: {A: &a value}}

  InvoicesFunction:
    Type: AWS::Serverless::Function
    Properties:
      <<: *common
      CodeUri: functions/invoices/

  LastFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/last/
      Handler: app.handler
      Runtime: python3.12
      Environment: {Variables: {B: *a}}
"""

FILES = [f"functions/{name}/app.py" for name in ("parcels", "invoices", "last")]


@pytest.fixture
def found(tmp_path: Path) -> Repository:
    return by_hand(tmp_path / "r", TEMPLATE, *FILES)


def test_a_setting_that_comes_by_a_merge_key_is_set_here_alone(found: Repository) -> None:
    succeeded(found.here("set", "invoices", "timeout=60"))
    expected = TEMPLATE.replace("invoices/\n", "invoices/\n      Timeout: 60\n")
    assert found.text() == expected
    succeeded(found.here("set", "invoices", "timeout=45"))
    assert found.text() == expected.replace("60", "45")
    assert "invoices: up to date" in found.here("status").out


def test_a_setting_that_others_take_is_a_conflict_of_its_own(found: Repository) -> None:
    done = found.here("set", "parcels", "timeout=60")
    assert done.code == 1
    assert "Properties.Timeout in template.yaml (it is anchored, and used elsewhere)" in done.out
    assert found.text() == TEMPLATE


def test_the_function_that_others_take_from_is_renamed(found: Repository) -> None:
    succeeded(found.here("rename", "parcels", "packets"))
    assert found.text() == TEMPLATE.replace("Parcels", "Packets").replace("parcels", "packets")


@pytest.mark.parametrize("words", [(), ("--force",)], ids=["plain", "forced"])
def test_what_others_take_from_is_not_removed(words: tuple[str, ...], found: Repository) -> None:
    before = found.snapshot()
    error = refusal(found.here("remove", "parcels", *words))
    assert "&common" in error or not words
    assert found.snapshot() == before


def test_what_takes_from_others_is_removed(found: Repository) -> None:
    succeeded(found.here("remove", "invoices", "--force"))
    assert "InvoicesFunction" not in found.text()
    assert found.text().count("*common") == 0


def test_a_function_is_added_and_taken_out_again(found: Repository) -> None:
    before = found.text()
    succeeded(found.here("add", "function", "orders", "-d", "trigger=schedule"))
    succeeded(found.here("remove", "orders"))
    lines = found.text().splitlines()
    assert [line for line in lines if line in before.splitlines()] == before.splitlines()
