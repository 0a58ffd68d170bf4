"""Tests of Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def object_in(event: dict[str, Any]) -> dict[str, Any]:
    """Return the object in the sample event."""
    stored: dict[str, Any] = event["Records"][0]["s3"]["object"]
    return stored


def request_id(event: dict[str, Any]) -> str:
    """Return the ID of the request that wrote the object."""
    return str(event["Records"][0]["responseElements"]["x-amz-request-id"])


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """The object of the event is processed."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == [{"processed": object_in(event)["key"], "size": 1024}]


def test_key_with_space_and_plus(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """Keys in notifications of S3 are URL-encoded."""
    object_in(event)["key"] = "red+flower%2B1.jpg"
    (result,) = handler.lambda_handler(event, lambda_context)
    assert result["processed"] == "red flower+1.jpg"


def test_each_object_is_processed(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """An event may have several records."""
    (record,) = event["Records"]
    other = {**record["s3"], "object": {**object_in(event), "key": "other"}}
    event["Records"].append({**record, "s3": other})
    results = handler.lambda_handler(event, lambda_context)
    keys = [object_in(event)["key"], "other"]
    assert [result["processed"] for result in results] == keys


def test_duplicate_event_changes_nothing(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A processed event is not processed again, but a new version of the object is."""
    result = handler.lambda_handler(event, lambda_context)
    monkeypatch.setattr(handler, "process_object", lambda _: {"processed": "again"})
    assert handler.lambda_handler(event, lambda_context) == result
    object_in(event)["sequencer"] = "0A1B2C3D4E5F678902"
    assert handler.lambda_handler(event, lambda_context) != result


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """An event without an object is an error."""
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

    monkeypatch.setattr(handler, "process_object", fail)
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
    assert all(request_id(event) in line for line in lines)
