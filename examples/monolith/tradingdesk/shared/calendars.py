"""Days on which trades settle. Weekends are known, holidays are not."""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5


def is_business_day(day: date) -> bool:
    return day.weekday() < _SATURDAY


def business_days_after(day: date, days: int) -> date:
    """Return the day that is some business days later."""
    while days:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return day
