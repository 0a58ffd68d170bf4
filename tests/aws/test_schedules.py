"""Schedule expressions and time zones of EventBridge Scheduler."""

from __future__ import annotations

import time
from zoneinfo import available_timezones

import pytest

from sam_scaffold.aws.event_sources.schedules import schedule_problem, time_zone_problem


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
        ("cron(0 6 * * * *)", "must be ?"),
        ("cron(0 6 ? * ? *)", "must be ?"),
    ],
)
def test_cron_of_other_machines_is_explained(schedule: str, says: str) -> None:
    problem = schedule_problem(schedule)
    assert repr(schedule) in problem
    assert says in problem
    assert "cron(0 6 * * ? *)" in problem


@pytest.mark.parametrize(
    "fields",
    ["0 6 * * ? *", "*/5 * * * ? *", "0/15 6-20 ? * MON-FRI *", "59 23 31 12 ? 2199",
     "00 05 01 01 ? 1970", "0 6 ? * 2#1 *", "0 6 ? * MON#5 *", "0 6 ? * 6L *", "0 6 ? * L *",
     "0 6 ? * FRIL *", "0 6 L * ? *", "0 6 LW * ? *", "0 6 L-3 * ? *", "0 6 15W * ? *",
     "0 6 1,15W * ? *", "0,30 6,18 1-7 JAN,APR,JUL-SEP ? 2030-2040/2", "0 6 ? jan mon-fri *",
     "0 22-4 ? NOV-FEB FRI-MON *", "0-15/1 8-8 ? * 2,3,4,5,6,7 *", "1-31/30 1-1 ? * 1,7 *",
     "0 0 29 FEB ? *", "0 0 31 2,3 ? *", "0 0 30 FEB-MAR ? *", "0 0 28-31 2 ? *", "0 6 ? * 2/2 *"],
)  # fmt: skip
def test_cron_as_aws_documents_it_or_was_seen_to_take_it(fields: str) -> None:
    assert schedule_problem(f"cron({fields})") == ""


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ("60 6 * * ? *", "'60' is not valid in the field minutes, which accepts 0 to 59"),
        ("61 3 * * ? *", "'61' is not valid in the field minutes"),
        ("0 24 * * ? *", "'24' is not valid in the field hours, which accepts 0 to 23"),
        ("0 25 * * ? *", "'25' is not valid in the field hours"),
        ("0 6 0 * ? *", "'0' is not valid in the field day of month, which accepts 1 to 31"),
        ("0 6 32 * ? *", "'32' is not valid in the field day of month"),
        ("0 6 32W * ? *", "'32' is not valid in the field day of month"),
        ("0 6 * 0 ? *", "'0' is not valid in the field month, which accepts 1 to 12 or JAN to DEC"),
        ("0 6 * 13 ? *", "'13' is not valid in the field month"),
        ("0 6 * JANUARY ? *", "'JANUARY' is not valid in the field month"),
        (
            "0 6 ? * 0 *",
            "'0' is not valid in the field day of week, which accepts 1 to 7 or SUN to SAT",
        ),
        ("0 6 ? * 8 *", "'8' is not valid in the field day of week"),
        ("0 3 ? * FOO *", "'FOO' is not valid in the field day of week"),
        ("0 3 ? * MON-FOO *", "'FOO' is not valid in the field day of week"),
        ("0 3 ? * JAN *", "'JAN' is not valid in the field day of week"),
        ("0 3 ? * MON#6 *", "'MON#6' is not valid in the field day of week"),
        ("0 3 ? * 8#1 *", "'8' is not valid in the field day of week"),
        ("0 3 ? * 3#1,6#3 *", "must be the only value"),
        ("0 6 * * ? 1969", "'1969' is not valid in the field year, which accepts 1970 to 2199"),
        ("0 6 * * ? 2200", "'2200' is not valid in the field year"),
        ("*/60 * * * ? *", "60 is not a valid step in '*/60': the field minutes accepts 1 to 59"),
        ("*/0 * * * ? *", "0 is not a valid step"),
        ("0 */24 * * ? *", "24 is not a valid step in '*/24': the field hours accepts 1 to 23"),
        ("? 6 * * ? *", "'?' is not valid in the field minutes"),
        ("L 6 * * ? *", "'L' is not valid in the field minutes"),
        ("0 6 ? * 3W *", "'3W' is not valid in the field day of week"),
        ("0 6 3#2 * ? *", "'3#2' is not valid in the field day of month"),
        ("0 6 1,,2 * ? *", "'' is not valid in the field day of month"),
        ("0 6 1- * ? *", "'1-' is not valid in the field day of month"),
        ("0 6-8-9 * * ? *", "'6-8-9' is not valid in the field hours"),
        ("-5 6 * * ? *", "'-5' is not valid in the field minutes"),
        ("0 0 31 FEB ? *", "no month of FEB has a day 31"),
        ("0 0 30 2 ? *", "no month of 2 has a day 30"),
        ("0 0 31 4,6,SEP,NOV ? *", "has a day 31"),
    ],
)
def test_cron_out_of_range_is_refused_with_the_field(fields: str, says: str) -> None:
    problem = schedule_problem(f"cron({fields})")
    assert problem.startswith(f"'cron({fields})': ")
    assert says in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("time_zone", "meant"),
    [("Europe/Berln", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
     ("America/New-York", "America/New_York"), ("utc", "UTC")],
)  # fmt: skip
def test_a_slip_of_the_pen_is_no_time_zone(time_zone: str, meant: str) -> None:
    if not available_timezones():
        pytest.skip("this machine has no list of time zones")
    assert time_zone_problem(time_zone) == f"{time_zone!r} is not a valid time zone. Use {meant}."


@pytest.mark.parametrize("time_zone", ["Europe/Atlantis", "America/Coyhaique", "Etc/GMT+2"])
def test_a_time_zone_may_be_newer_than_this_machine(time_zone: str) -> None:
    assert time_zone_problem(time_zone) == ""


def test_all_time_zones_of_the_iana_are_taken() -> None:
    known = available_timezones()
    if not known:
        pytest.skip("this machine has no list of time zones")
    assert "Europe/Berlin" in known
    assert [name for name in known if time_zone_problem(name)] == []


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
