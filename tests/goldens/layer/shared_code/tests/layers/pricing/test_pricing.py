"""Tests of Pricing."""

import importlib

import pytest

environment = importlib.import_module("pricing.environment")


def test_required_returns_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value is returned unchanged."""
    monkeypatch.setenv("TABLE_NAME", "orders")
    assert environment.required("TABLE_NAME") == "orders"


@pytest.mark.parametrize("value", [None, ""])
def test_required_names_the_missing_variable(
    monkeypatch: pytest.MonkeyPatch,
    value: str | None,
) -> None:
    """A missing or empty variable is an error."""
    monkeypatch.delenv("TABLE_NAME", raising=False)
    if value is not None:
        monkeypatch.setenv("TABLE_NAME", value)
    with pytest.raises(KeyError, match="TABLE_NAME"):
        environment.required("TABLE_NAME")
