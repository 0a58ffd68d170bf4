"""Tests of Pricing."""

import importlib

import pytest

environment = importlib.import_module("pricing.environment")


def test_required_returns_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is set comes back as it is."""
    monkeypatch.setenv("TABLE_NAME", "orders")
    assert environment.required("TABLE_NAME") == "orders"


@pytest.mark.parametrize("value", [None, ""])
def test_required_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
    value: str | None,
) -> None:
    """Neither an absent nor an empty variable passes."""
    monkeypatch.delenv("TABLE_NAME", raising=False)
    if value is not None:
        monkeypatch.setenv("TABLE_NAME", value)
    with pytest.raises(KeyError, match="TABLE_NAME"):
        environment.required("TABLE_NAME")
