"""Tests of Orders."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def message_in(event: dict[str, Any]) -> dict[str, Any]:
    """Return the sample's message."""
    data = event["Records"][0]["kinesis"]["data"]
    message: dict[str, Any] = json.loads(b64decode(data))
    return message


def sent_id(event: dict[str, Any]) -> str:
    """Return the correlation id in the sample's message."""
    return str(message_in(event)["correlation_id"])


def encoded(text: str) -> str:
    """Return a text as Kinesis hands it over."""
    return b64encode(text.encode()).decode()


def with_data(data: str, number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return another record like the sample's, at another place in the stream."""
    record = event["Records"][0]
    return {
        **record,
        "eventID": f"shardId-000000000000:{number}",
        "kinesis": {**record["kinesis"], "data": data, "sequenceNumber": number},
    }


def at(number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the sample's record again, at another place in the stream."""
    return with_data(event["Records"][0]["kinesis"]["data"], number, event)


def spoilt(number: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return a record that nobody can read."""
    return with_data(encoded("not json"), number, event)


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

    monkeypatch.setattr(handler, "process_message", fail_at_second)
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
    with pytest.raises(ValueError, match="Expecting value"):
        handler.lambda_handler(event, lambda_context)


@pytest.mark.parametrize(
    "data",
    ["no base64", encoded("not json"), encoded("[]"), b64encode(b"\xff").decode()],
    ids=["no-base64", "no-json", "no-object", "no-text"],
)
def test_only_the_bad_message_is_named(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    data: str,
) -> None:
    """One good and one bad message: Lambda comes again with exactly the bad one."""
    event["Records"].append(with_data(data, "2", event))
    result = handler.lambda_handler(event, lambda_context)
    assert result == {"batchItemFailures": [{"itemIdentifier": "2"}]}


def test_correlation_id_of_message(handler: ModuleType, event: dict[str, Any]) -> None:
    """The sender's comes first; what has none or cannot be read is known by its own."""
    own = [with_data(encoded("{}"), "2", event), spoilt("3", event)]
    records = [event["Records"][0], *own]
    ids = [handler.correlation_id_of(record) for record in records]
    assert ids == [sent_id(event), *(record["eventID"] for record in own)]


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
