"""Tests of Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

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
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Lambda gets to know the id of a message alone, and people why it failed."""
    bad = {**with_body(event, "not json"), "messageAttributes": {}}
    event["Records"].append(bad)
    handler.lambda_handler(event, lambda_context)
    _, _, failure = capsys.readouterr().out.partition("Failed")
    assert "JSONDecodeError" in failure
    assert "id of not json" in failure


def test_all_bad_messages_come_back(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """Every failure is named, so that Lambda retries the whole batch."""
    event["Records"] = [with_body(event, body) for body in ("not json", "[]")]
    result = handler.lambda_handler(event, lambda_context)
    assert [failure["itemIdentifier"] for failure in result["batchItemFailures"]] == [
        "id of not json",
        "id of []",
    ]


def test_correlation_id_of_message(handler: ModuleType, event: dict[str, Any]) -> None:
    """The sender's id comes first; a message without one is known by its own."""
    record = event["Records"][0]
    bare = {**record, "messageAttributes": {}}
    assert handler.correlation_id_of(record) == sent_id(event)
    assert handler.correlation_id_of(bare) == record["messageId"]


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
    with pytest.raises(RuntimeError, match="out of order"):
        handler.lambda_handler(event, lambda_context)


def test_correlation_id_is_logged(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whoever reads the logs can follow one piece of work through all functions."""
    handler.lambda_handler(event, lambda_context)
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(sent_id(event) in line for line in lines)
