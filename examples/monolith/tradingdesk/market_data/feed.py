"""The format of the feed: lines such as ``ACME|101.5|101.7``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Tick(NamedTuple):
    symbol: str
    bid: str
    ask: str


def ticks(raw: str) -> Iterator[Tick]:
    for line in raw.splitlines():
        if line and not line.startswith("#"):
            yield Tick(*line.split("|"))
