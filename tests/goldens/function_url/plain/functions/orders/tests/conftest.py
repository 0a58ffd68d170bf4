"""Fixtures of Orders."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parents[1] / "src"
SHARED = Path(__file__).resolve().parents[3] / "layers" / "shared"
EVENTS = Path(__file__).resolve().parents[1] / "events"


def loaded_modules() -> list[str]:
    """Return the names of loaded modules that match modules of this function."""
    own = {path.stem for path in SOURCE.iterdir()}
    return [name for name in sys.modules if name.partition(".")[0] in own]


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import the handler again, as other functions have modules of the same names."""
    for name in loaded_modules():
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(SHARED)
    monkeypatch.syspath_prepend(SOURCE)
    yield importlib.import_module("lambda_handler")
    for name in loaded_modules():
        del sys.modules[name]


@pytest.fixture
def lambda_context() -> SimpleNamespace:
    """Return the attributes of the context object that the handler reads."""
    return SimpleNamespace(aws_request_id="c6af9ac6-7b61-11e6-9a41-93e8deadbeef")


@pytest.fixture
def event() -> dict[str, Any]:
    """Load the sample event."""
    text = (EVENTS / "function_url.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
