"""Tests of Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation ID in the sample event."""
    attributes = event["Records"][0]["messageAttributes"]
    return str(attributes["correlation_id"]["stringValue"])


def with_body(event: dict[str, Any], body: str) -> dict[str, Any]:
    """Return the message of the sample event with another body and ID."""
    return {**event["Records"][0], "messageId": f"id of {body}", "body": body}


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A batch without failures has no messages to retry."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


def test_only_the_bad_message_is_retried(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """Only the invalid message is returned."""
    event["Records"].append(with_body(event, "not json"))
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": [{"itemIdentifier": "id of not json"}]}


def test_failure_is_logged(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The log has the exception and the ID of the message."""
    bad = {**with_body(event, "not json"), "messageAttributes": {}}
    event["Records"].append(bad)
    handler.lambda_handler(event, lambda_context)
    _, _, failure = capsys.readouterr().out.partition("Failed")
    assert "JSONDecodeError" in failure
    assert "id of not json" in failure


def test_all_bad_messages_are_retried(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """If all messages fail, Lambda retries the whole batch."""
    event["Records"] = [with_body(event, body) for body in ("not json", "[]")]
    result = handler.lambda_handler(event, lambda_context)
    assert [failure["itemIdentifier"] for failure in result["batchItemFailures"]] == [
        "id of not json",
        "id of []",
    ]


def test_correlation_id_of_message(handler: ModuleType, event: dict[str, Any]) -> None:
    """The default is the message ID."""
    record = event["Records"][0]
    other = {**record, "messageAttributes": {}}
    assert handler.correlation_id_of(record) == sent_id(event)
    assert handler.correlation_id_of(other) == record["messageId"]


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
    with pytest.raises(RuntimeError, match="out of order"):
        handler.lambda_handler(event, lambda_context)


def test_correlation_id_is_logged(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All log lines have the correlation ID of the event."""
    handler.lambda_handler(event, lambda_context)
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(sent_id(event) in line for line in lines)
