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


def in_group(record: dict[str, Any], group: str) -> dict[str, Any]:
    """Return a message in another group."""
    return {**record, "attributes": {**record["attributes"], "MessageGroupId": group}}


def test_group_keeps_its_order(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The messages after a failed one are deferred; other groups are not."""
    processed = []

    def process(body: str) -> dict[str, Any]:
        processed.append(body)
        if body == "bad":
            raise handler.BadMessageError("bad")
        return {}

    monkeypatch.setattr(handler, "process_message", process)
    event["Records"] = [
        with_body(event, "first"),
        with_body(event, "bad"),
        in_group(with_body(event, "of another group"), "other"),
        with_body(event, "next"),
    ]
    result = handler.lambda_handler(event, lambda_context)
    assert processed == ["first", "bad", "of another group"]
    assert [failure["itemIdentifier"] for failure in result["batchItemFailures"]] == [
        "id of bad",
        "id of next",
    ]


def test_deferred_message_is_logged(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A deferred message is logged with its own correlation ID."""
    deferred = with_body(event, '{"id": "43"}')
    attribute = {"stringValue": "run-2", "dataType": "String"}
    deferred["messageAttributes"] = {"correlation_id": attribute}
    event["Records"] += [with_body(event, "not json"), deferred]
    handler.lambda_handler(event, lambda_context)
    assert "run-2" in capsys.readouterr().out


def test_next_batch_is_independent(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """A group that failed in one batch is processed again in the next one."""
    good = with_body(event, '{"id": "43"}')
    event["Records"] = [good, with_body(event, "not json")]
    handler.lambda_handler(event, lambda_context)
    event["Records"] = [with_body(event, '{"id": "44"}')]
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": []}


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
