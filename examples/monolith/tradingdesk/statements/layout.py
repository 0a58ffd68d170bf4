from __future__ import annotations

import os
from collections.abc import Sequence

from tradingdesk.shared.domain.fill import Fill
from tradingdesk.shared.domain.instrument import instrument
from tradingdesk.shared.money import shown

with open(os.path.join(os.path.dirname(__file__), "statement.txt"), encoding="utf-8") as _file:
    _TEXT = _file.read()


def statement(client: str, fills: Sequence[Fill]) -> str:
    return _TEXT.format(client=client, lines="\n".join(map(_line, fills)))


def _line(fill: Fill) -> str:
    known = instrument(fill.symbol)
    return f"{fill.day}  {known.name:<20} {fill.quantity:>8}  {shown(fill.amount, known.currency)}"
