"""Settings from environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    positions_table: str
    venue: str

    @classmethod
    def from_environment(cls) -> Settings:
        return cls(
            os.environ.get("POSITIONS_TABLE", "positions"),
            os.environ.get("VENUE", "auto"),
        )
