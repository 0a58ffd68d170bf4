"""Plays old quotes to the strategies; for research."""

from __future__ import annotations

from tradingdesk.signals.strategies import crossing, momentum


def run(mids):
    return [crossing.signal(mids[: n + 1]) + momentum.signal(mids[: n + 1]) for n in range(len(mids))]
