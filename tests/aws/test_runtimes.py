"""The table of runtimes, held against what cfn-lint and AWS's SDK know."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

import pytest
from packaging.version import Version

from sam_scaffold.aws.runtimes import (
    RUNTIMES,
    Lifecycle,
    is_known,
    is_newer,
    lifecycle_of,
    newest_python,
    successor,
    supported,
    supported_pythons,
)

_NEWER = "{} is newer than the one that the table was held against; do that again"


def measured(name: str, last: str) -> None:
    """Go by the versions that the table was made from: AWS changes dates at any time."""
    found = version(name)
    if Version(found) >= Version(last):
        pytest.skip(_NEWER.format(f"{name} {found}"))


PYTHON_39 = RUNTIMES["python3.9"]


@pytest.mark.parametrize(
    ("day", "ended"),
    [
        (date(2025, 12, 14), ""),
        (date(2025, 12, 15), "deprecated since 2025-12-15"),
        (date(2027, 2, 1), "closed to new functions since 2027-02-01"),
        (date(2027, 3, 3), "closed to updates of functions since 2027-03-03"),
    ],
)
def test_says_the_worst_that_is_over(day: date, ended: str) -> None:
    assert PYTHON_39.ended(day) == ended


def test_nothing_ends_without_a_date() -> None:
    assert Lifecycle().ended(date(2099, 1, 1)) == ""


@pytest.mark.parametrize(
    ("runtime", "expected"),
    [
        ("python3.9", "python3.14"), ("java8.al2", "java25"), ("provided", "provided.al2023"),
        ("dotnetcore3.1", ""), ("go1.x", ""), ("3.12", ""),
    ],
)  # fmt: skip
def test_names_the_newest_of_the_same_language(runtime: str, expected: str) -> None:
    assert successor(runtime, date(2026, 11, 28)) == expected


def test_supports_what_has_not_ended() -> None:
    found = supported(date(2026, 11, 28))
    assert {"python3.11", "python3.14", "nodejs22.x"} <= set(found)
    assert not {"python3.10", "python2.7", "python3.15"} & set(found)


NOVEMBER = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("runtime", "known", "newer", "ended", "move_to"),
    [
        ("python3.15", True, False, "", "python3.14"),
        ("python3.99", True, True, "", ""),
        ("python4.0", True, True, "", ""),
        ("python2.7", True, False, "closed to updates of functions since 2022-05-30", "python3.14"),
        ("python3.5", False, False, "", "python3.14"),
        ("python3.15.1", False, False, "", "python3.14"),
        ("Python3.99", False, False, "", ""),
        ("nodejs99.x", False, False, "", "nodejs24.x"),
        ("", False, False, "", ""),
    ],
)
def test_takes_a_newer_python_as_supported(
    runtime: str, known: object, newer: object, ended: str, move_to: str
) -> None:
    assert (is_known(runtime), is_newer(runtime)) == (known, newer)
    assert lifecycle_of(runtime).ended(NOVEMBER) == ended
    assert successor(runtime, NOVEMBER) == move_to


def test_lists_the_pythons_that_are_supported() -> None:
    found = supported_pythons(NOVEMBER)
    assert found == ["python3.11", "python3.12", "python3.13", "python3.14"]
    assert newest_python() == "python3.15"


def test_has_every_runtime_of_the_sdk() -> None:
    measured("botocore", "1.44")
    loaders = pytest.importorskip("botocore.loaders")
    model = loaders.Loader().load_service_model("lambda", "service-2")
    assert set(model["shapes"]["Runtime"]["enum"]) <= set(RUNTIMES)


def test_has_every_date_of_cfn_lint() -> None:
    measured("cfn-lint", "1.59")
    helpers = pytest.importorskip("cfnlint.helpers")
    data = pytest.importorskip("cfnlint.data.AdditionalSpecs")
    theirs = helpers.load_resource(data, "LmbdRuntimeLifecycle.json")
    differing = {
        name: (ours, days)
        for name, ours in RUNTIMES.items()
        if (days := theirs.get(name))
        and [str(ours.deprecated), str(ours.creation_blocked), str(ours.update_blocked)]
        != [days["deprecated"], days["create-block"], days["update-block"]]
    }
    assert differing == {}
