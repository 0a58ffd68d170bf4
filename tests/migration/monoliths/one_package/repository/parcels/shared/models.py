"""What all functions talk about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parcel:
    number: str
    grams: int
    postcode: str

    @classmethod
    def from_event(cls, event: dict) -> Parcel:
        return cls(event['number'], int(event['grams']), str(event['postcode']))
