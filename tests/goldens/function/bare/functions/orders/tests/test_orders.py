"""Tests of Orders."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from aws_lambda_powertools.utilities.data_classes.kinesis_stream_event import (
    KinesisStreamRecord,
)

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def message_in(event: dict[str, Any]) -> dict[str, Any]:
    """Return the message in the sample event."""
    data = event["Records"][0]["kinesis"]["data"]
    message: dict[str, Any] = json.loads(b64decode(data))
    return message


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation ID in the sample event."""
    return str(message_in(event)["correlation_id"])


def encoded(text: str) -> str:
    """Return a text in Base64, as Kinesis sends it."""
    return b64encode(text.encode()).decode()


def with_data(data: str, number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the record of the sample event with other data, at another position."""
    record = event["Records"][0]
    return {
        **record,
        "eventID": f"shardId-000000000000:{number}",
        "kinesis": {**record["kinesis"], "data": data, "sequenceNumber": number},
    }


def at(number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the record of the sample event, at another position."""
    return with_data(event["Records"][0]["kinesis"]["data"], number, event)


def invalid(number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return a record that is not JSON."""
    return with_data(encoded("not json"), number, event)


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A batch without failures has no records to retry."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


def test_batch_ends_at_the_first_failure(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lambda retries the record that failed and those after it, in order."""
    processed = []

    def fail_at_second(argument: object) -> dict[str, Any]:
        processed.append(argument)
        if len(processed) == 2:
            raise ValueError("bad")
        return {}

    monkeypatch.setattr(handler, "process_message", fail_at_second)
    event["Records"] = [at(number, event) for number in ("1", "2", "3")]
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert len(processed) == 2


def test_first_record_fails_the_batch(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A batch whose first record is invalid fails, so that Lambda splits it."""
    event["Records"] = [invalid(number, event) for number in ("1", "2")]
    with pytest.raises(BatchProcessingError, match="Expecting value"):
        handler.lambda_handler(event, lambda_context)


def test_duplicate_record_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A processed record is not processed again: it would fail now."""
    handler.lambda_handler(event, lambda_context)
    monkeypatch.delattr(handler, "process_message")
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


@pytest.mark.parametrize(
    "data",
    ["not base64", encoded("not json"), encoded("[]"), b64encode(b"\xff").decode()],
    ids=["not-base64", "not-json", "not-an-object", "not-utf8"],
)
def test_only_the_bad_message_is_retried(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    data: str,
) -> None:
    """Lambda retries the invalid message, and not the one before it."""
    event["Records"].append(with_data(data, "2", event))
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": [{"itemIdentifier": "2"}]}


def test_correlation_id_of_message(handler: ModuleType, event: dict[str, Any]) -> None:
    """The default is the event ID, also for invalid messages."""
    own = [with_data(encoded("{}"), "2", event), invalid("3", event)]
    records = [event["Records"][0], *own]
    ids = [handler.correlation_id_of(KinesisStreamRecord(record)) for record in records]
    assert ids == [sent_id(event), *(record["eventID"] for record in own)]


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """An event without records is an error."""
    with pytest.raises(KeyError, match="Records"):
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
    with pytest.raises(BatchProcessingError, match="out of order"):
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
