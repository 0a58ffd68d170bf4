"""Tests of Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation id on the sample's message."""
    attributes = event["Records"][0]["messageAttributes"]
    return str(attributes["correlation_id"]["stringValue"])


def with_body(event: dict[str, Any], body: str) -> dict[str, Any]:
    """Return another message like the sample's, with a body and an id of its own."""
    return {**event["Records"][0], "messageId": f"id of {body}", "body": body}


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A batch without failures is taken off the queue."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


def test_only_the_bad_message_comes_back(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """One good and one bad message: exactly one failure."""
    event["Records"].append(with_body(event, "not json"))
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": [{"itemIdentifier": "id of not json"}]}


def test_failure_is_logged(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Lambda gets to know the id of a message alone, and people why it failed."""
    caplog.handler.setFormatter(handler.logger.registered_formatter)
    bad = {**with_body(event, "not json"), "messageAttributes": {}}
    event["Records"].append(bad)
    handler.lambda_handler(event, lambda_context)
    _, _, failure = caplog.text.partition("Failed")
    assert "JSONDecodeError" in failure
    assert "id of not json" in failure


def test_all_bad_messages_come_back(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A batch in which all fail is an error that Lambda counts, and comes back."""
    event["Records"] = [with_body(event, body) for body in ("not json", "[]")]
    with pytest.raises(BatchProcessingError, match="All records failed"):
        handler.lambda_handler(event, lambda_context)


def test_second_delivery_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """What was worked off is not worked off again: it would fail with this body."""
    handler.lambda_handler(event, lambda_context)
    event["Records"][0]["body"] = "not json"
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


def test_correlation_id_of_message(handler: ModuleType, event: dict[str, Any]) -> None:
    """The sender's id comes first; a message without one is known by its own."""
    record = event["Records"][0]
    bare = {**record, "messageAttributes": {}}
    assert handler.correlation_id_of(SQSRecord(record)) == sent_id(event)
    assert handler.correlation_id_of(SQSRecord(bare)) == record["messageId"]


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """What is no batch of messages is not taken for an empty one."""
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

    monkeypatch.setattr(handler, "process_message", fail)
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
