"""Managed runtimes of Lambda, past and present, with the dates of their deprecation.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html as of 2026-11; the identifiers
are those of the API (botocore 1.43), the dates those that cfn-lint 1.58 has from that page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timezone

CUSTOM = "custom"
"""Identifier of a customer-managed runtime, whose ARN is in RuntimeConfig:
https://docs.aws.amazon.com/lambda/latest/dg/cmr-using.html
"""


@dataclass(frozen=True)
class Lifecycle:
    """Dates in the deprecation of a runtime, each None if it is not known.

    Attributes:
        deprecated: The first day without patches.
        creation_blocked: The first day on which no function can be created.
        update_blocked: The first day on which no function can be updated.
    """

    deprecated: date | None = None
    creation_blocked: date | None = None
    update_blocked: date | None = None

    def ended(self, day: date) -> str:
        """Return the latest stage of deprecation that a runtime has reached on a day.

        Returns:
            ``"deprecated since 2025-12-15"``; empty while the runtime is supported.
        """
        ends = (
            (self.update_blocked, "closed to updates of functions"),
            (self.creation_blocked, "closed to new functions"),
            (self.deprecated, "deprecated"),
        )
        found = (f"{what} since {end}" for end, what in ends if end is not None and end <= day)
        return next(found, "")


_LANGUAGE = re.compile("[a-z]+")
_PYTHON = re.compile(r"python(\d{1,4})\.(\d{1,4})")

# Identifier, deprecation, end of creations, end of updates.
_TABLE = """
dotnet6 2024-12-20 2027-02-01 2027-03-03
dotnet8 2026-11-10 2027-02-01 2027-03-03
dotnet10 2028-11-14 2028-12-14 2029-01-15
dotnetcore1.0 2019-06-27 2019-06-30 2019-07-30
dotnetcore2.0 2019-05-30 2019-04-30 2019-05-30
dotnetcore2.1 2022-01-05 2022-01-05 2022-04-13
dotnetcore3.1 2023-04-03 2023-04-03 2023-05-03
go1.x 2024-01-08 2024-02-08 2027-03-03
java8 2024-01-08 2024-02-08 2027-03-03
java8.al2 2027-06-30 2027-07-31 2027-08-31
java8.al2023
java11 2027-06-30 2027-07-31 2027-08-31
java11.al2023
java17 2027-06-30 2027-07-31 2027-08-31
java17.al2023
java21 2029-06-30 2029-07-31 2029-08-31
java25 2029-06-30 2029-07-31 2029-08-31
nodejs 2016-08-30 2016-09-30 2016-10-31
nodejs4.3 2020-03-05 2020-02-03 2020-03-05
nodejs4.3-edge 2020-03-05 2019-03-31 2019-04-30
nodejs6.10 2019-08-12 2019-07-12 2019-08-12
nodejs8.10 2020-03-06 2020-02-04 2020-03-06
nodejs10.x 2021-07-30 2021-07-30 2022-02-14
nodejs12.x 2023-03-31 2023-03-31 2023-04-30
nodejs14.x 2023-12-04 2024-01-09 2027-03-03
nodejs16.x 2024-06-12 2027-02-01 2027-03-03
nodejs18.x 2025-09-01 2027-02-01 2027-03-03
nodejs20.x 2026-04-30 2027-02-01 2027-03-03
nodejs22.x 2027-04-30 2027-06-01 2027-07-01
nodejs24.x 2028-04-30 2028-06-01 2028-07-01
nodejs26.x
provided 2024-01-08 2024-02-08 2027-03-03
provided.al2 2026-07-31 2027-02-01 2027-03-03
provided.al2023 2029-06-30 2029-07-31 2029-08-31
python2.7 2021-07-15 2021-07-15 2022-05-30
python3.6 2022-07-18 2022-07-18 2022-08-29
python3.7 2023-12-04 2024-01-09 2027-03-03
python3.8 2024-10-14 2027-02-01 2027-03-03
python3.9 2025-12-15 2027-02-01 2027-03-03
python3.10 2026-10-31 2027-02-01 2027-03-03
python3.11 2027-06-30 2027-07-31 2027-08-31
python3.12 2028-10-31 2028-11-30 2029-01-10
python3.13 2029-06-30 2029-07-31 2029-08-31
python3.14 2029-06-30 2029-07-31 2029-08-31
python3.15
ruby2.5 2021-07-30 2021-07-30 2022-03-31
ruby2.7 2023-12-07 2024-01-09 2027-03-03
ruby3.2 2026-03-31 2027-02-01 2027-03-03
ruby3.3 2027-03-31 2027-04-30 2027-05-31
ruby3.4 2028-03-31 2028-04-30 2028-05-31
ruby4.0 2029-03-31 2029-04-30 2029-05-31
"""

RUNTIMES = {
    name: Lifecycle(*(date.fromisoformat(day) for day in days))
    for name, *days in map(str.split, _TABLE.strip().splitlines())
}
"""All managed runtimes by their identifier, deprecated ones included."""


def today() -> date:
    """Return the current day, in UTC."""
    return datetime.now(tz=timezone.utc).date()


def lifecycle_of(runtime: str) -> Lifecycle:
    """Return the dates of a runtime; all are None if it is not in the table.

    Args:
        runtime: An identifier, known or not: ``"python3.8"``.
    """
    return RUNTIMES.get(runtime, Lifecycle())


def is_newer(runtime: str) -> bool:
    """Return whether a runtime is a Python that is newer than those in the table.

    Lambda adds a version every year: such a runtime is supported, but this table is outdated.
    """
    version = _version(runtime)
    return version is not None and version > max(filter(None, map(_version, RUNTIMES)))


def is_known(runtime: str) -> bool:
    """Return whether a runtime is in the table, or a Python newer than it."""
    return runtime in RUNTIMES or is_newer(runtime)


def newest_python() -> str:
    """Return the newest Python in the table."""
    return max(filter(_version, RUNTIMES), key=lambda name: _version(name) or ())


def supported_pythons(day: date) -> list[str]:
    """Return the Pythons that are supported on a day and have a known end, oldest first."""
    return [name for name in supported(day) if _version(name)]


def supported(day: date) -> list[str]:
    """Return the runtimes that are supported on a day and have a known end."""
    known = [(name, found) for name, found in RUNTIMES.items() if found.deprecated is not None]
    return [name for name, lifecycle in known if not lifecycle.ended(day)]


def successor(runtime: str, day: date) -> str:
    """Return the newest supported runtime of the same language.

    Args:
        runtime: An identifier, known or not: ``"python3.8"``.
        day: The day on which it has to be supported.

    Returns:
        Its identifier; empty if there is none, or if the given one is newer than the table.
    """
    if is_newer(runtime):
        return ""
    alike = [name for name in supported(day) if _language(name) == _language(runtime)]
    return alike[-1] if alike else ""


def minor_version(runtime: str) -> int:
    """Return the minor version of a Python runtime: 12 of ``"python3.12"``."""
    return int(runtime.rpartition(".")[2])


def _version(runtime: str) -> tuple[int, int] | None:
    """Return the version of a Python: ``(3, 12)`` of ``"python3.12"``."""
    found = _PYTHON.fullmatch(runtime)
    return (int(found[1]), int(found[2])) if found else None


def _language(runtime: str) -> str:
    """Return the language of a runtime: ``"python"`` of ``"python3.12"``."""
    found = _LANGUAGE.match(runtime)
    return found[0] if found else ""
