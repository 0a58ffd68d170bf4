"""The catalogue, which lies beside the package."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path


@lru_cache
def _catalogue() -> dict:
    path = Path(__file__).parent.parent / "data" / "plants.json"
    return json.loads(path.read_text(encoding="utf-8"))


def plant(name: str) -> dict:
    return _catalogue()[name]
