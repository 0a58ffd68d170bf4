from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import config


@dataclass
class Loan:
    book: str
    reader: str
    since: date

    @property
    def due(self) -> date:
        return self.since + timedelta(days=config.LOAN_DAYS)
