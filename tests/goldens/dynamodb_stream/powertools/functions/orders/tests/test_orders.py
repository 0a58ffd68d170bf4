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
    """Return the correlation id on the sample's item."""
    item = event["Records"][0]["dynamodb"]["NewImage"]
    return str(item["correlation_id"]["S"])


def at(number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the sample's first change again, at another place in the stream."""
    record = event["Records"][0]
    return {
        **record,
        "eventID": f"id of {number}",
        "dynamodb": {**record["dynamodb"], "SequenceNumber": number},
    }


def spoilt(number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return it without the new item, which the stream owes."""
    record = at(number, event)
    del record["dynamodb"]["NewImage"]
    return record


def told_by(handler: ModuleType, record: dict[str, Any]) -> Any:
    """Return what the handler makes of a record."""
    return handler.change_of(DynamoDBRecord(record))


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A batch without failures lets Lambda go on behind it."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


def test_what_follows_a_failure_waits(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lambda comes again with the record that failed and all behind it, in order."""
    processed = []

    def fail_at_second(arrived: object) -> dict[str, Any]:
        processed.append(arrived)
        if len(processed) == 2:
            raise ValueError("bad")
        return {}

    monkeypatch.setattr(handler, "process_change", fail_at_second)
    event["Records"] = [at(number, event) for number in ("1", "2", "3")]
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert len(processed) == 2


def test_all_bad(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A batch that begins with a bad record fails, so that Lambda singles it out."""
    event["Records"] = [spoilt(number, event) for number in ("1", "2")]
    with pytest.raises(BatchProcessingError, match="no new image"):
        handler.lambda_handler(event, lambda_context)


def test_second_delivery_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was processed is not processed again: it would fail now."""
    handler.lambda_handler(event, lambda_context)
    monkeypatch.delattr(handler, "process_change")
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


def test_only_the_bad_change_is_named(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """Good ones and a bad one: Lambda comes again with exactly that one."""
    event["Records"].append(spoilt("bad", event))
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def test_removed_item_has_no_new_image(
    handler: ModuleType,
    event: dict[str, Any],
) -> None:
    """What is gone is known by its keys, and by what it was."""
    change = told_by(handler, event["Records"][2])
    assert (change.kind, change.new) == ("REMOVE", None)
    assert change.old["Message"] == "This item has changed"
    assert handler.process_change(change)["keys"] == {"pk": "42"}


def test_new_item_has_no_old_image(handler: ModuleType, event: dict[str, Any]) -> None:
    """What was not there before is told from what was empty."""
    change = told_by(handler, event["Records"][0])
    assert (change.kind, change.old) == ("INSERT", None)
    assert change.new["Message"] == "New item!"


def test_values_come_in_types_of_python(
    handler: ModuleType,
    event: dict[str, Any],
) -> None:
    """Numbers keep all their digits; bytes stay text in base64."""
    record = event["Records"][0]
    record["dynamodb"]["NewImage"] = {
        "number": {"N": "1.10"},
        "numbers": {"NS": ["1", "2"]},
        "texts": {"SS": ["a", "b"]},
        "list": {"L": [{"S": "text"}, {"BOOL": False}, {"NULL": True}]},
        "map": {"M": {"deep": {"N": "3"}}},
        "bytes": {"B": "AAE="},
    }
    assert told_by(handler, record).new == {
        "number": Decimal("1.10"),
        "numbers": {Decimal(1), Decimal(2)},
        "texts": {"a", "b"},
        "list": ["text", False, None],
        "map": {"deep": Decimal(3)},
        "bytes": "AAE=",
    }


def test_correlation_id_of_change(handler: ModuleType, event: dict[str, Any]) -> None:
    """The item's comes first; a change of an item without is known by its own."""
    records = [*event["Records"], spoilt("bare", event)]
    ids = [handler.correlation_id_of(DynamoDBRecord(record)) for record in records]
    assert ids == [sent_id(event)] * 3 + ["id of bare"]


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """What is no batch of records is not taken for an empty one."""
    with pytest.raises(KeyError, match="Records"):
        handler.lambda_handler({}, lambda_context)


def test_failure_reaches_lambda(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An error that nobody foresaw is not swallowed: Lambda must count and retry it."""

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
    """Whoever reads the logs can follow one piece of work through all functions."""
    caplog.handler.setFormatter(handler.logger.registered_formatter)
    handler.lambda_handler(event, lambda_context)
    lines = caplog.text.splitlines()
    assert lines
    assert all(sent_id(event) in line for line in lines)
