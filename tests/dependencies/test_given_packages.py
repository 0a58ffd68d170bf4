"""The packages of a layer."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.dependencies.packages.given_packages import packages_problem, requirement_lines


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (None, []),
        ("", []),
        ("  \n\n", []),
        ([], []),
        ("httpx", ["httpx"]),
        ("httpx==0.28.1", ["httpx==0.28.1"]),
        ("httpx>=0.27, mpmath", ["httpx>=0.27", "mpmath"]),
        ("httpx\r\nmpmath\n", ["httpx", "mpmath"]),
        ("httpx mpmath", ["httpx", "mpmath"]),
        ("httpx,mpmath", ["httpx", "mpmath"]),
        ("httpx>=0.27,mpmath==1 sympy", ["httpx>=0.27", "mpmath==1", "sympy"]),
        ("httpx>=0.27,<1", ["httpx>=0.27,<1"]),
        ("httpx >=0.27, <1", ["httpx >=0.27, <1"]),
        ("a; python_version < '3.12'", ["a; python_version < '3.12'"]),
        (["httpx", "mpmath==1"], ["httpx", "mpmath==1"]),
    ],
)
def test_requirements_as_answered(given: Any, lines: list[str]) -> None:
    assert requirement_lines(given) == lines
    assert packages_problem(given) == ""


@pytest.mark.parametrize(
    "package",
    [
        "boto3",
        "botocore>=1.35",
        "Boto3",
        "s3transfer",
        "jmespath",
        "python_dateutil",
        "six",
        "urllib3>=2",
        "boto3~=1.40.0",
        "boto3!=1.40.0",
    ],
)
def test_what_the_runtime_brings_is_refused_by_name(package: str) -> None:
    problem = packages_problem(["httpx", package])
    assert "omit it, or lock the version" in problem
    assert package[:3].lower() in problem


@pytest.mark.parametrize(
    "package",
    ["boto3==1.40.0", "botocore===1.40.0", "s3transfer==0.13.0", "jmespath==1.0.1",
     "python-dateutil==2.9.0.post0", "six==1.17.0", "urllib3==2.5.0", "boto3[crt]"],
)  # fmt: skip
def test_a_locked_version_of_it_and_what_the_runtime_lacks_is_taken(package: str) -> None:
    assert packages_problem(["httpx", package]) == ""


@pytest.mark.parametrize("package", ["a b c!", "==1", "-r other.txt", "./local", "a==", "--hash=x"])
def test_what_is_no_requirement_is_refused(package: str) -> None:
    assert "not a requirement" in packages_problem([package])
