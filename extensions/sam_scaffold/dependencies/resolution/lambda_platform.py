"""Lambda's platforms, in the terms of wheels and markers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import ScaffoldError

_MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}

_FIRST_ON_2023 = (3, 12)
"""Python 3.12 and newer run on Amazon Linux 2023 with glibc 2.34, older ones on Amazon Linux 2
with 2.26: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

_TAGS = {
    (2, 26): ("manylinux2014", "manylinux_2_17"),
    (2, 34): ("manylinux2014", "manylinux_2_17", "manylinux_2_28", "manylinux_2_34"),
}
"""Tags of wheels that `sam build` accepts, by glibc, the newest last. Others, such as
manylinux_2_26, would also run, but are never downloaded (aws_lambda_builders 1.67,
workflows/python_pip/packager.py).
"""


@dataclass(frozen=True, slots=True)
class Platform:
    """Platform of packages.

    Attributes:
        runtime: The Lambda runtime: ``"python3.12"``.
        architecture: The Lambda architecture: ``"arm64"``.
        python: ``"3.12"``.
        machine: The architecture in the tags of wheels: ``"aarch64"``.
        glibc: The version of the C library: ``(2, 34)``.
    """

    runtime: str
    architecture: str
    python: str
    machine: str
    glibc: tuple[int, int]

    @classmethod
    def of(cls, runtime: str, architecture: str) -> Platform:
        """Return the platform of a runtime.

        Raises:
            ScaffoldError: The runtime or the architecture is not valid.
        """
        version = re.fullmatch(r"python(3)\.(\d+)", runtime)
        if version is None:
            raise ScaffoldError(f"{runtime!r} is not a Python runtime; use one like python3.12.")
        if architecture not in _MACHINES:
            raise ScaffoldError(f"{architecture!r} is not an architecture; use x86_64 or arm64.")
        major, minor = int(version[1]), int(version[2])
        glibc = (2, 34) if (major, minor) >= _FIRST_ON_2023 else (2, 26)
        return cls(runtime, architecture, f"{major}.{minor}", _MACHINES[architecture], glibc)

    @property
    def tags(self) -> list[str]:
        """Return the platform tags of its wheels: ``"manylinux_2_28_x86_64"``; the newest last."""
        return [f"{tag}_{self.machine}" for tag in _TAGS[self.glibc]]

    def __str__(self) -> str:
        return f"{self.runtime} on {self.architecture}"
