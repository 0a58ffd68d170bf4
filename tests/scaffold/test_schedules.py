"""What EventBridge Scheduler takes for a schedule and for a time zone."""

from __future__ import annotations

import time
from zoneinfo import available_timezones

import pytest

from sam_scaffold.scaffold.schedules import schedule_problem, time_zone_problem


@pytest.mark.parametrize(
    "schedule",
    ["rate(1 hour)", "rate(5 minutes)", "rate(10 days)", "cron(0 6 * * ? *)",
     "cron(0/15 6-20 ? * MON-FRI *)", "cron(0 6 ? * 2#1 2030)", "cron(0 6 L * ? *)",
     "at(2030-01-01T06:00:00)"],
)  # fmt: skip
def test_schedules(schedule: str) -> None:
    assert schedule_problem(schedule) == ""


@pytest.mark.parametrize(
    "schedule",
    ["", "daily", "rate()", "rate(0 hours)", "rate(1 week)", "rate(1 hour", "rate(1 hour) ",
     "rate(1 hour)\n", "RATE(1 hour)", "rate(rate(1 hour))", "cron 0 6", "rate(1 hour)\nState: x",
     "at(2030-01-01)", "at(2030-02-30T06:00:00)", "at(2030-01-01T25:00:00)"],
)  # fmt: skip
def test_what_is_no_schedule(schedule: str) -> None:
    assert repr(schedule) in schedule_problem(schedule)


@pytest.mark.parametrize(
    ("schedule", "says"),
    [
        ("cron(0 6 * * ?)", "5 fields"),
        ("cron(0 6 * * ? * *)", "7 fields"),
        ("cron(0 6 * * * *)", "to be ?"),
        ("cron(0 6 ? * ? *)", "to be ?"),
    ],
)
def test_cron_of_other_machines_is_explained(schedule: str, says: str) -> None:
    problem = schedule_problem(schedule)
    assert repr(schedule) in problem
    assert says in problem
    assert "cron(0 6 * * ? *)" in problem


def test_all_time_zones_of_the_iana_are_taken() -> None:
    known = available_timezones()
    if not known:
        pytest.skip("this machine has no list of time zones")
    assert "Europe/Berlin" in known
    assert [one for one in known if time_zone_problem(one)] == []


@pytest.mark.parametrize(
    "time_zone", ["", "+02:00", "2", "Europe Berlin", "Europe/", "/Berlin", "UTC\n", "a/b/c/d", "-"]
)
def test_what_is_no_time_zone(time_zone: str) -> None:
    assert repr(time_zone) in time_zone_problem(time_zone)


def test_a_long_text_is_refused_at_once() -> None:
    """A pattern that tries every way to take it apart would not come back."""
    before = time.perf_counter()
    assert time_zone_problem("America" * 20 + "!") != ""
    assert time.perf_counter() - before < 1
