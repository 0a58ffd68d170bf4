"""Run strategies on old quotes; for research."""

from __future__ import annotations

from tradingdesk.signals.strategies import crossing, momentum


def run(mids):
    known = (mids[: n + 1] for n in range(len(mids)))
    return [crossing.signal(each) + momentum.signal(each) for each in known]
