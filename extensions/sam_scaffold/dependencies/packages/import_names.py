"""Import names of distributions, and the distributions that provide an import.

The names differ in one of three cases: ``PyYAML`` is ``yaml``, ``alpaca-py`` is ``alpaca``. The
metadata of distributions in our own environment takes precedence over a mapping.

The mapping is the data of pyimport2pkg, generated from the wheels of the 15,000 most downloaded
distributions on PyPI, 1.2 MB. Of 335 distributions that Lambda functions use (most of them are in
the tests), 328 are right in it and 4 are missing; the distribution's own name is right for 237. It
includes download counts, so that ``yaml`` leads to PyYAML and never to a typosquatted package.
Alternatives: pigar's database is as good (327) and covers all of PyPI, but is 77 MB, depends on
aiohttp and nbformat, and does not rank names; conda-pypi's has 230; pipreqs conflicts with current
packages; deptry and FawltyDeps have no mapping. The data file is read directly, as importing the
package would import an HTTP client.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, packages_distributions
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name

from .installed import import_names_of

_MAPPING = ("pyimport2pkg", "pyimport2pkg/data/mapping.db")

_OURS = {
    # The mapping has only top-level names, and these share theirs with others.
    "azure-cosmos": "azure.cosmos",
    "azure-identity": "azure.identity",
    "azure-storage-blob": "azure.storage.blob",
    "databricks-sql-connector": "databricks.sql",
    "google-api-core": "google.api_core",
    "google-auth": "google.auth google.oauth2",
    "google-cloud-bigquery": "google.cloud.bigquery google.cloud.bigquery_v2",
    "google-cloud-firestore": "google.cloud.firestore google.cloud.firestore_v1",
    "google-cloud-pubsub": "google.cloud.pubsub google.cloud.pubsub_v1 google.pubsub",
    "google-cloud-secret-manager": "google.cloud.secretmanager google.cloud.secretmanager_v1",
    "google-cloud-storage": "google.cloud.storage google.cloud._storage_v2",
    "google-genai": "google.genai",
    "google-generativeai": "google.generativeai",
    "aws-cdk-lib": "aws_cdk",
    "mysql-connector-python": "mysql",
    "protobuf": "google.protobuf google._upb",
    "ruamel-yaml": "ruamel.yaml",
    "snowflake-connector-python": "snowflake.connector",
    "snowflake-core": "snowflake.core",
    "snowflake-snowpark-python": "snowflake.snowpark",
    "snowflake-sqlalchemy": "snowflake.sqlalchemy",
    # Wrong in the mapping: their wheels are empty, or do not list their modules.
    "mysql-connector": "mysql",
    "plaid-python": "plaid",
    "python-levenshtein": "Levenshtein",
    "setuptools": "setuptools pkg_resources _distutils_hack",
    # Rarely used, but the only ones of that name.
    "alpaca-py": "alpaca",
    "faiss-cpu": "faiss",
    "python-binance": "binance",
    "ta-lib": "talib",
    # Missing in the mapping, but used by Lambda functions.
    "ask-sdk": "ask_sdk",
    "ask-sdk-core": "ask_sdk_core",
    "aws-durable-execution-sdk-python": "aws_durable_execution_sdk_python",
}
"""Import names that override the mapping, by canonical name."""

_BELOW = {
    "opentelemetry-api": "opentelemetry.baggage opentelemetry.context opentelemetry.metrics "
    "opentelemetry.propagate opentelemetry.trace",
}
"""Further import names for proposals, of distributions that provide more than these."""

_STUBS = frozenset(
    (
        *("azure", "azure-keyvault", "azure-mgmt", "azure-storage", "databricks"),
        *("google-cloud", "snowflake"),
    )
)
"""Distributions named like a namespace that do not provide its modules."""

_INSTEAD = {"opencv-python": "opencv-python-headless"}
"""Replacements for distributions that need desktop libraries, which Lambda does not have."""

WINDOWS_ONLY = frozenset(("pypiwin32", "pywin32", "pywinpty", "wmi"))
"""Distributions that cannot be installed for Linux."""

_OFTEN = 3000
"""Number of most downloaded distributions that a name probably refers to; others use many names
that repositories give their own modules."""

_OF_NAMESPACE = 3
"""Least number of distributions that share a name as their prefix if it is a namespace."""

_BY_MISTAKE = frozenset(
    {
        "auth",
        "benchmarks",
        "build",
        "common",
        "config",
        "core",
        "data",
        "dist",
        "docs",
        "examples",
        "exceptions",
        "images",
        "include",
        "lib",
        "logger",
        "main",
        "schemas",
        "scripts",
        "services",
        "settings",
        "shared",
        "src",
        "test",
        "tests",
        "tools",
        "utils",
        "wheelhouse",
    }
)
"""Names that wheels have at the top level by mistake, and repositories use themselves."""

_OF_TYPES = re.compile(r"^types-|-stubs$")

_VERSION = re.compile(r"_v\d+\w*$")
"""Version of an API, for each of which clients have a module."""


def import_names(distribution: str) -> frozenset[str]:
    """Return the import names of a distribution: ``yaml`` for PyYAML.

    Args:
        distribution: Its name, in any notation.

    Returns:
        At least one name; dotted in a shared namespace, as in ``google.cloud.storage``. If not
        `is_known`, it is a guess.
    """
    name = canonicalize_name(distribution)
    return _known(name) or frozenset({name.replace("-", "_")})


def is_known(distribution: str) -> bool:
    """Return whether the import names of a distribution are known.

    Type stubs provide no module, or one with their own name
    (https://typing.python.org/en/latest/spec/distributing.html#stub-only-packages).
    """
    name = canonicalize_name(distribution)
    return bool(_known(name)) or bool(_OF_TYPES.search(name))


def distributions_of(import_name: str) -> tuple[str, ...]:
    """Return the distributions that provide an import, the most likely first.

    Args:
        import_name: ``yaml``, or with dots: ``google.cloud.storage``.

    Returns:
        At least one name; if not `is_brought`, it is a guess.
    """
    guess = canonicalize_name(import_name.partition(".")[0])
    return _bringing(import_name) or (guess,)


def is_brought(import_name: str) -> bool:
    """Return whether a distribution that provides an import is known."""
    return bool(_bringing(import_name))


def proposed(import_name: str) -> str:
    """Return the distribution to add for an import; empty if none is likely.

    Args:
        import_name: The imported module with the name imported from it:
            ``google.cloud.storage`` for ``from google.cloud import storage``.
    """
    top = import_name.partition(".")[0]
    found = next(iter(_bringing(import_name)), "")
    if is_namespace(top):
        return found if found in _of_parts(import_name) else ""
    is_likely = found in _mapping().often or found in (canonicalize_name(top), *_OURS)
    return _INSTEAD.get(found, found) if is_likely else ""


def is_namespace(top: str) -> bool:
    """Return whether many distributions share a top-level name, such as ``google``."""
    name = canonicalize_name(top)
    likely = _mapping().distributions.get(top, ())
    below = [each for each in likely if each.startswith(f"{name}-")]
    return (name not in likely or name in _STUBS) and len(below) >= _OF_NAMESPACE


def _of_parts(import_name: str) -> list[str]:
    """Return the distributions of an import in a namespace, by its full name."""
    known = {**_OURS, **_BELOW}
    ours = [name for name, names in known.items() if _covers(names.split(), import_name)]
    return [*ours, *(prefix for prefix in _prefixes(import_name) if prefix not in _STUBS)]


@cache
def _known(name: str) -> frozenset[str]:
    own = _OURS.get(name)
    return _installed(name) or (
        frozenset(own.split()) if own else frozenset(_mapping().names.get(name, ()))
    )


@cache
def _bringing(import_name: str) -> tuple[str, ...]:
    top = import_name.partition(".")[0]
    mapping = _mapping()
    likely = mapping.distributions.get(top, ())
    parts = [part for part in _of_parts(import_name) if part in likely or part in _OURS]
    found = (*parts, *likely) if top not in _BY_MISTAKE else ()
    return tuple(dict.fromkeys(found)) or _installed_distributions(top)


def _covers(names: Iterable[str], import_name: str) -> bool:
    return any(f"{import_name}.".startswith(f"{name}.") for name in names)


def _prefixes(import_name: str) -> list[str]:
    """Return ``google-cloud-vision``, then ``google-cloud``, for ``google.cloud.vision_v1``."""
    parts = [_VERSION.sub("", part) for part in import_name.split(".")]
    return [canonicalize_name("-".join(parts[:at])) for at in range(len(parts), 1, -1)]


def _installed(name: str) -> frozenset[str]:
    """Return the import names of a distribution in our own environment."""
    try:
        files = Distribution.from_name(name).files
    except (PackageNotFoundError, OSError, ValueError):  # ValueError: an empty name
        return frozenset()
    inside = (PurePosixPath(file) for file in files or () if ".." not in file.parts)
    return frozenset(found for found in import_names_of(inside) if found not in _BY_MISTAKE)


def _installed_distributions(top: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(canonicalize_name, _installed_tops().get(top, ()))))


@cache
def _installed_tops() -> dict[str, list[str]]:
    return dict(packages_distributions())


@dataclass(frozen=True)
class _Mapping:
    """Mapping in both directions.

    Attributes:
        names: Import names by distribution.
        distributions: Distributions by import name, the most downloaded first.
        often: The most downloaded distributions.
    """

    names: dict[str, list[str]]
    distributions: dict[str, list[str]]
    often: frozenset[str]


@cache
def _mapping() -> _Mapping:
    """Read the mapping; if its file is not as expected, it is empty, and names are guessed."""
    names: dict[str, list[str]] = {}
    distributions: dict[str, list[str]] = {}
    for module, distribution in _rows():
        if re.fullmatch(r"[A-Za-z_]\w*", module) and module not in _BY_MISTAKE:
            name = canonicalize_name(distribution)
            names.setdefault(name, []).append(module)
            distributions.setdefault(module, []).append(name)
    return _Mapping(names, distributions, frozenset(list(names)[:_OFTEN]))


def _rows() -> list[tuple[str, str]]:
    package, path = _MAPPING
    try:
        file = Path(str(Distribution.from_name(package).locate_file(path)))
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except (PackageNotFoundError, OSError, sqlite3.Error):
        return []
    try:
        return connection.execute(
            "select module_name, package_name from mappings join packages using (package_name) "
            "order by download_count desc, package_name, module_name"
        ).fetchall()
    except sqlite3.Error:
        return []
    finally:
        connection.close()
