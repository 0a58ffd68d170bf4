"""Modules of a managed runtime, which need no layer or package."""

from __future__ import annotations

from functools import cache

from stdlib_list import short_versions, stdlib_list

RUNTIME_DISTRIBUTIONS = frozenset(
    ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")
)
"""Distributions in every Python runtime: the AWS SDK and its dependencies.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html#python-sdk-included
"""

_BROUGHT = frozenset(
    (
        # The SDK and its dependencies, as above.
        "boto3",
        "botocore",
        "s3transfer",
        "jmespath",
        "dateutil",
        "six",
        "urllib3",
        # AWS's runtime client with its compiled module, simplejson and the hooks of
        # SnapStart: https://github.com/aws/aws-lambda-python-runtime-interface-client
        "awslambdaric",
        "runtime_client",
        "simplejson",
        "snapshot_restore_py",
        # The interpreter's site-packages has pip.
        "pip",
    )
)

_WITH_SETUPTOOLS = frozenset(("setuptools", "pkg_resources", "_distutils_hack"))
"""Modules installed with pip before Python 3.12.

https://docs.python.org/3/whatsnew/3.12.html#ensurepip
"""

ON_WINDOWS = frozenset(("_msi", "_winapi", "msilib", "msvcrt", "nt", "winreg", "winsound"))
"""Modules that the standard library has only on Windows."""


@cache
def runtime_modules(runtime: str) -> frozenset[str]:
    """Return the top-level names in a runtime: its standard library and Lambda's packages.

    Args:
        runtime: ``python3.12``.

    Returns:
        For an unknown runtime, the names in any version of Python, rather than too few.
    """
    version = runtime.removeprefix("python")
    known = [each for each in short_versions if each.startswith("3.")]
    versions = [version] if version in known else known
    library = {name.partition(".")[0] for each in versions for name in stdlib_list(each)}
    older = any(_minor(each) < 12 for each in versions)  # noqa: PLR2004
    return frozenset(library) - ON_WINDOWS | _BROUGHT | (_WITH_SETUPTOOLS if older else frozenset())


def other_pythons(name: str, runtime: str) -> tuple[str, str]:
    """Return the nearest Python versions whose standard library has a module.

    Args:
        name: A top-level name: ``distutils``.
        runtime: ``python3.12``.

    Returns:
        The last version before the runtime's and the first one after it, ``("3.11", "")``; empty
        for none.
    """
    own = _minor(runtime.removeprefix("python"))
    having = [
        version
        for version in short_versions
        if version.startswith("3.") and name in stdlib_list(version) and name not in ON_WINDOWS
    ]
    earlier = [each for each in having if _minor(each) < own]
    later = [each for each in having if _minor(each) > own]
    return max(earlier, key=_minor, default=""), min(later, key=_minor, default="")


def _minor(version: str) -> int:
    return int(version.partition(".")[2] or 0)
