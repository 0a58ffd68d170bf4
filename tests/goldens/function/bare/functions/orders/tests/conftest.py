"""Fixtures of Orders."""

from __future__ import annotations

import importlib
import json
import logging
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parents[1] / "src"
EVENTS = Path(__file__).resolve().parents[1] / "events"


def loaded_modules() -> list[str]:
    """Return the names of loaded modules that match modules of this function."""
    own = {path.stem for path in SOURCE.iterdir()}
    return [name for name in sys.modules if name.partition(".")[0] in own]


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mock AWS, so that no call leaves this machine."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        yield


@pytest.fixture
def idempotency_table(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Create the idempotency table."""
    boto3.client("dynamodb").create_table(
        TableName="idempotency",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    monkeypatch.setenv("IDEMPOTENCY_TABLE_NAME", "idempotency")


@pytest.fixture
def handler(
    idempotency_table: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[ModuleType]:
    """Import the handler again, as other functions have modules of the same names."""
    for name in loaded_modules():
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(SOURCE)
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "tests")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "tests")
    # A cached logger would write to the captured output of an earlier test.
    logging.root.manager.loggerDict.pop("tests", None)
    yield importlib.import_module("lambda_handler")
    for name in loaded_modules():
        del sys.modules[name]


@pytest.fixture
def lambda_context() -> SimpleNamespace:
    """Return the attributes of the context object that the handler reads."""
    return SimpleNamespace(
        aws_request_id="c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        function_name="orders",
        memory_limit_in_mb=256,
        invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:test",
        get_remaining_time_in_millis=lambda: 1000,
    )


@pytest.fixture
def event() -> dict[str, Any]:
    """Load the sample event."""
    text = (EVENTS / "kinesis.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
