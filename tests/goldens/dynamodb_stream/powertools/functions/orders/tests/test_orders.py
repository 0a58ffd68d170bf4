"""Tests of Orders."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import (
    DynamoDBRecord,
)

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation ID in the sample event."""
    item = event["Records"][0]["dynamodb"]["NewImage"]
    return str(item["correlation_id"]["S"])


def at(number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the first record of the sample event, at another position."""
    record = event["Records"][0]
    return {
        **record,
        "eventID": f"id of {number}",
        "dynamodb": {**record["dynamodb"], "SequenceNumber": number},
    }


def invalid(number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return a record without the new image."""
    record = at(number, event)
    del record["dynamodb"]["NewImage"]
    return record


def change_in(handler: ModuleType, record: dict[str, Any]) -> Any:
    """Return the change in a record."""
    return handler.change_of(DynamoDBRecord(record))


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

    monkeypatch.setattr(handler, "process_change", fail_at_second)
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
    with pytest.raises(BatchProcessingError, match="no new image"):
        handler.lambda_handler(event, lambda_context)


def test_duplicate_record_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A processed record is not processed again: it would fail now."""
    handler.lambda_handler(event, lambda_context)
    monkeypatch.delattr(handler, "process_change")
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


def test_only_the_bad_change_is_retried(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """Lambda retries the invalid record, and not those before it."""
    event["Records"].append(invalid("bad", event))
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def test_removed_item_has_no_new_image(
    handler: ModuleType,
    event: dict[str, Any],
) -> None:
    """A removed item has its keys and its old image."""
    change = change_in(handler, event["Records"][2])
    assert (change.kind, change.new) == ("REMOVE", None)
    assert change.old["Message"] == "This item has changed"
    assert handler.process_change(change)["keys"] == {"pk": "42"}


def test_new_item_has_no_old_image(handler: ModuleType, event: dict[str, Any]) -> None:
    """A new item has no old image, which is not the same as an empty one."""
    change = change_in(handler, event["Records"][0])
    assert (change.kind, change.old) == ("INSERT", None)
    assert change.new["Message"] == "New item!"


def test_values_have_python_types(
    handler: ModuleType,
    event: dict[str, Any],
) -> None:
    """Numbers keep all their digits; binary values stay in Base64."""
    record = event["Records"][0]
    record["dynamodb"]["NewImage"] = {
        "number": {"N": "1.10"},
        "numbers": {"NS": ["1", "2"]},
        "texts": {"SS": ["a", "b"]},
        "list": {"L": [{"S": "text"}, {"BOOL": False}, {"NULL": True}]},
        "map": {"M": {"deep": {"N": "3"}}},
        "bytes": {"B": "AAE="},
    }
    assert change_in(handler, record).new == {
        "number": Decimal("1.10"),
        "numbers": {Decimal(1), Decimal(2)},
        "texts": {"a", "b"},
        "list": ["text", False, None],
        "map": {"deep": Decimal(3)},
        "bytes": "AAE=",
    }


def test_correlation_id_of_change(handler: ModuleType, event: dict[str, Any]) -> None:
    """The default is the event ID."""
    records = [*event["Records"], invalid("other", event)]
    ids = [handler.correlation_id_of(DynamoDBRecord(record)) for record in records]
    assert ids == [sent_id(event)] * 3 + ["id of other"]


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

    monkeypatch.setattr(handler, "process_change", fail)
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
