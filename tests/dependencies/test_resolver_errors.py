"""Errors of uv and pip, as one line for the user."""

from __future__ import annotations

import pytest

from sam_scaffold.dependencies.resolution.lambda_platform import Platform
from sam_scaffold.dependencies.resolution.resolver_errors import UnreachableError, explained

PLATFORM = Platform.of("python3.12", "arm64")

KNOWN = {"httpx": ["1.0", "0.28.1"], "numpy": ["2.1.0", "1.19.0"]}

LACKS = "ERROR: Could not find a version that satisfies the requirement {} (from versions: {})"

# As pip 23.2 to 26 and uv 0.4 to 0.13 said it.
SAID = {
    "pip-no-package": (LACKS.format("nosuch", "none"), "nosuch is not in the package index"),
    "pip-no-version": (
        LACKS.format("httpx==99", "0.28.1"),
        "there is no version httpx==99 (the newest is 1.0)",
    ),
    "pip-no-version-of-a-dependency": (
        LACKS.format("httpx>=2 (from other)", "0.28.1"),
        "there is no version httpx>=2 (the newest is 1.0)",
    ),
    "pip-no-wheel": (
        LACKS.format("numpy==1.19.0", "2.1.0"),
        "numpy==1.19.0 has no wheel for python3.12 on arm64 (glibc 2.34)",
    ),
    "pip-clash": (
        (
            "ERROR: Cannot install a<2 and b==1 because these package versions have conflicting "
            "dependencies.\nERROR: ResolutionImpossible: for help visit ..."
        ),
        "a<2 and b==1 are incompatible",
    ),
    "pip-other": ("ERROR: Disk on fire.\n", "the packages cannot be resolved: Disk on fire;"),
    "uv-no-package": (
        (
            "error: No solution found when resolving dependencies\n  cause: Because nosuch was not "
            "found in the package registry and you require nosuch, we can conclude that ..."
        ),
        "nosuch is not in the package index",
    ),
    "uv-no-version": (
        (
            "  x No solution found when resolving dependencies:\n  ╰─▶ Because there is no version "
            "of httpx==99 and you require httpx==99, we can\n      conclude that your requirements "
            "are unsatisfiable."
        ),
        "there is no version httpx==99;",
    ),
    "uv-no-wheel": (
        (
            "  cause: Because numpy==1.19.0 has no usable wheels and you require numpy==1.19.0, we "
            "can conclude that your requirements are unsatisfiable."
        ),
        "numpy==1.19.0 has no wheel for python3.12 on arm64",
    ),
    "uv-no-matching-wheel": (
        (
            "  cause: Because fast==1.0 has no wheels with a matching platform tag (e.g., `x`) and "
            "you require fast, we can conclude that your requirements are unsatisfiable."
        ),
        "fast==1.0 has no wheel",
    ),
    "uv-clash": (
        (
            "  cause: Because you require a<2 and a>3, we can conclude that your requirements are "
            "unsatisfiable."
        ),
        "the packages are incompatible (you require a<2 and a>3)",
    ),
}


@pytest.mark.parametrize(("said", "line"), SAID.values(), ids=SAID.keys())
def test_refusal_says_what_is_wrong(said: str, line: str) -> None:
    error = explained(said, PLATFORM, KNOWN.get)
    assert str(error).startswith(line)
    assert not isinstance(error, UnreachableError)


UNREACHABLE = {
    "pip-offline": "WARNING: Retrying (Retry(total=0)) after connection broken by "
    "'NewConnectionError'\n" + LACKS.format("httpx", "none"),
    "pip-slow": "pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.",
    "pip-certificate": "Could not fetch URL https://x: SSLError(CERTIFICATE_VERIFY_FAILED)",
    "uv-offline": "error: Request failed after 3 retries in 7.6s\n  cause: Failed to fetch: `x`",
    "uv-told-to-be": "hint: Packages were unavailable because the network connectivity is disabled",
    "uv-old": "error: invalid value 'x86_64-manylinux_2_34' for '--python-platform <P>'",
    "no-pip": "/usr/bin/python3: No module named pip",
}


@pytest.mark.parametrize("said", UNREACHABLE.values(), ids=UNREACHABLE.keys())
def test_nobody_could_be_asked(said: str) -> None:
    assert isinstance(explained(said, PLATFORM, KNOWN.get), UnreachableError)
