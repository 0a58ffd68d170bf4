"""Tests of Orders."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.data_classes.kafka_event import KafkaEventRecord

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def sample(event: dict[str, Any]) -> dict[str, Any]:
    """Return the record of the sample event."""
    record: dict[str, Any]
    ((record,),) = event["records"].values()
    return record


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation ID in the sample event."""
    return bytes(sample(event)["headers"][0]["correlation_id"]).decode()


def with_value(event: dict[str, Any], offset: int, value: str) -> dict[str, Any]:
    """Return the record of the sample event with another offset and value."""
    encoded = b64encode(value.encode()).decode()
    return {**sample(event), "offset": offset, "value": encoded}


def batch(*records: dict[str, Any]) -> dict[str, Any]:
    """Return an event with records of one partition."""
    return {"eventSource": "aws:kafka", "records": {"orders-0": list(records)}}


def test_records_are_processed_in_order(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The records of a partition are processed by offset."""
    processed: list[dict[str, Any]] = []

    def process(message: dict[str, Any]) -> dict[str, Any]:
        processed.append(message)
        return message

    monkeypatch.setattr(handler, "process_message", process)
    messages = [{"id": number} for number in range(3)]
    records = [
        with_value(event, offset, json.dumps(message))
        for offset, message in enumerate(messages)
    ]
    handler.lambda_handler(batch(*records), lambda_context)
    assert processed == messages


@pytest.mark.parametrize(
    ("value", "problem"),
    [("not json", "Expecting value"), ("[]", "not a JSON object")],
)
@pytest.mark.filterwarnings("ignore:No application metrics")
def test_bad_record_fails_the_batch(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    value: str,
    problem: str,
) -> None:
    """Lambda retries the batch, and then sends its offsets to the dead-letter queue."""
    records = [sample(event), with_value(event, 16, value)]
    with pytest.raises(ValueError, match=problem):
        handler.lambda_handler(batch(*records), lambda_context)


def test_duplicate_record_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A processed record is not processed again: it would fail now."""
    handler.lambda_handler(event, lambda_context)
    monkeypatch.delattr(handler, "process_message")
    handler.lambda_handler(event, lambda_context)


def test_correlation_id_of_record(handler: ModuleType, event: dict[str, Any]) -> None:
    """The default is the ID of the record."""
    record = sample(event)
    other = {**record, "headers": [{"other": [120]}]}
    record_id = f"{record['topic']}-0-15"
    assert handler.correlation_id_of(KafkaEventRecord(record)) == sent_id(event)
    assert handler.correlation_id_of(KafkaEventRecord(other)) == record_id


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """An event without records is an error."""
    with pytest.raises(KeyError, match="records"):
        handler.lambda_handler({}, lambda_context)


def test_failure_reaches_lambda(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unexpected exception is not caught, so that Lambda counts it as an error."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(handler, "process_message", fail)
    with pytest.raises(RuntimeError, match="out of order"):
        handler.lambda_handler(event, lambda_context)


def test_correlation_id_is_logged(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """All log lines have the correlation ID of the event."""
    caplog.handler.setFormatter(handler.logger.registered_formatter)
    handler.lambda_handler(event, lambda_context)
    lines = caplog.text.splitlines()
    assert lines
    assert all(sent_id(event) in line for line in lines)
