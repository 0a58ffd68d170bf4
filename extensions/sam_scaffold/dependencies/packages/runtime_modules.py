"""What can be imported in a managed runtime with no layer and no package."""

from __future__ import annotations

from functools import cache

from stdlib_list import short_versions, stdlib_list

RUNTIME_DISTRIBUTIONS = frozenset(
    ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")
)
"""What every Python runtime has: the AWS SDK and what it depends on.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html#python-sdk-included
"""

_BROUGHT = frozenset(
    (
        # The SDK and what it depends on, as above.
        "boto3",
        "botocore",
        "s3transfer",
        "jmespath",
        "dateutil",
        "six",
        "urllib3",
        # AWS's runtime client with its compiled part, which simplejson and the hooks of
        # SnapStart come with: https://github.com/aws/aws-lambda-python-runtime-interface-client
        "awslambdaric",
        "runtime_client",
        "simplejson",
        "snapshot_restore_py",
        # The interpreter's site-packages has pip.
        "pip",
    )
)

_WITH_SETUPTOOLS = frozenset(("setuptools", "pkg_resources", "_distutils_hack"))
"""What lies beside pip before Python 3.12, which stopped to install it.

https://docs.python.org/3/whatsnew/3.12.html#ensurepip
"""

ON_WINDOWS = frozenset(("_msi", "_winapi", "msilib", "msvcrt", "nt", "winreg", "winsound"))
"""What the standard library has on Windows alone."""


@cache
def runtime_modules(runtime: str) -> frozenset[str]:
    """Return the top-level names that a runtime has: its standard library, and what Lambda brings.

    Args:
        runtime: ``python3.12``.

    Returns:
        For a runtime that is not known, what any Python has: too much rather than too little.
    """
    version = runtime.removeprefix("python")
    known = [one for one in short_versions if one.startswith("3.")]
    versions = [version] if version in known else known
    library = {name.partition(".")[0] for one in versions for name in stdlib_list(one)}
    older = any(_minor(one) < 12 for one in versions)  # noqa: PLR2004
    return frozenset(library) - ON_WINDOWS | _BROUGHT | (_WITH_SETUPTOOLS if older else frozenset())


def other_pythons(name: str, runtime: str) -> tuple[str, str]:
    """Return which Pythons have a module in their standard library that a runtime's has not.

    Args:
        name: A top-level name: ``distutils``.
        runtime: ``python3.12``.

    Returns:
        The last one before it and the first one after it, ``("3.11", "")``; empty for none.
    """
    own = _minor(runtime.removeprefix("python"))
    having = [
        version
        for version in short_versions
        if version.startswith("3.") and name in stdlib_list(version) and name not in ON_WINDOWS
    ]
    earlier = [one for one in having if _minor(one) < own]
    later = [one for one in having if _minor(one) > own]
    return max(earlier, key=_minor, default=""), min(later, key=_minor, default="")


def _minor(version: str) -> int:
    return int(version.partition(".")[2] or 0)
