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


@cache
def runtime_modules(runtime: str) -> frozenset[str]:
    """The top-level names that a runtime has: its standard library, and what Lambda brings.

    Args:
        runtime: ``python3.12``.

    Returns:
        For a runtime that is not known, what any Python has: too much rather than too little.
    """
    version = runtime.removeprefix("python")
    known = [one for one in short_versions if one.startswith("3.")]
    versions = [version] if version in known else known
    library = {name.partition(".")[0] for one in versions for name in stdlib_list(one)}
    older = any(int(one.partition(".")[2]) < 12 for one in versions)  # noqa: PLR2004
    return frozenset(library) | _BROUGHT | (_WITH_SETUPTOOLS if older else frozenset())
