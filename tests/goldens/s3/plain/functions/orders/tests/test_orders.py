"""Tests of Orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType, SimpleNamespace


def object_in(event: dict[str, Any]) -> dict[str, Any]:
    """Return what the event says about its object."""
    stored: dict[str, Any] = event["Records"][0]["s3"]["object"]
    return stored


def request_id(event: dict[str, Any]) -> str:
    """Return the id of the request that wrote the object."""
    return str(event["Records"][0]["responseElements"]["x-amz-request-id"])


def test_success(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """The object that the event is about is processed."""
    result = handler.lambda_handler(event, lambda_context)
    assert result == [{"processed": object_in(event)["key"], "size": 1024}]


def test_key_with_space_and_plus(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """S3 encodes the keys of its notifications: the object is called otherwise."""
    object_in(event)["key"] = "red+flower%2B1.jpg"
    (result,) = handler.lambda_handler(event, lambda_context)
    assert result["processed"] == "red flower+1.jpg"


def test_each_object_is_processed(
    handler: ModuleType,
    lambda_context: SimpleNamespace,
    event: dict[str, Any],
) -> None:
    """Nobody promises that S3 tells of one object at a time."""
    (record,) = event["Records"]
    other = {**record["s3"], "object": {**object_in(event), "key": "other"}}
    event["Records"].append({**record, "s3": other})
    results = handler.lambda_handler(event, lambda_context)
    keys = [object_in(event)["key"], "other"]
    assert [result["processed"] for result in results] == keys


def test_bad_input_raises(handler: ModuleType, lambda_context: SimpleNamespace) -> None:
    """What tells of no object is not taken for an empty notification."""
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

    monkeypatch.setattr(handler, "process_object", fail)
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
    assert all(request_id(event) in line for line in lines)
