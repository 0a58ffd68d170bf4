"""What a distribution is imported as, and which distributions bring what is imported.

Names differ in one of three: ``PyYAML`` is ``yaml``, ``alpaca-py`` is ``alpaca``. Metadata of
what is installed beside this package counts first; then a mapping.

The mapping is the data of pyimport2pkg, made from the wheels of the 15,000 distributions
that PyPI serves most often, 1.2 MB. Of 335 distributions that Lambda functions use (most
of them are in the tests) it has 328 right and 4 not at all; the name alone is right for 237.
It knows how often each is downloaded, so that ``yaml`` leads to PyYAML and never to a package that
somebody put on PyPI under a mistakable name. What else there was: pigar's database is as good
(327) and knows all of PyPI, but is 77 MB, brings aiohttp and nbformat, and has no order among
the names; conda-pypi's has 230; pipreqs cannot be installed beside current packages; deptry
and FawltyDeps have no mapping. Its file is read as it lies: importing the package would
import an HTTP client.
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
    # The mapping has top-level names alone, and these share theirs with others.
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
    "mysql-connector-python": "mysql",
    "protobuf": "google.protobuf google._upb",
    "ruamel-yaml": "ruamel.yaml",
    "snowflake-connector-python": "snowflake.connector",
    "snowflake-sqlalchemy": "snowflake.sqlalchemy",
    # It has these wrong: their wheels are empty, or say nothing of what is in them.
    "mysql-connector": "mysql",
    "plaid-python": "plaid",
    "python-levenshtein": "Levenshtein",
    "setuptools": "setuptools pkg_resources _distutils_hack",
    # It does not have these, which Lambda functions use.
    "ask-sdk": "ask_sdk",
    "ask-sdk-core": "ask_sdk_core",
    "aws-durable-execution-sdk-python": "aws_durable_execution_sdk_python",
}
"""What counts more than the mapping; by canonical name."""

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
"""What wheels have at their top by mistake, and what repositories call their own modules."""


def import_names(distribution: str) -> frozenset[str]:
    """What a distribution is imported as: ``yaml`` for PyYAML.

    Args:
        distribution: Its name, in any spelling.

    Returns:
        At least one name; dotted below a namespace that others use too, as in
        ``google.cloud.storage``. See `is_known` for whether it is a guess.
    """
    name = canonicalize_name(distribution)
    return _known(name) or frozenset({name.replace("-", "_")})


def is_known(distribution: str) -> bool:
    """Whether `import_names` knows what a distribution is imported as."""
    return bool(_known(canonicalize_name(distribution)))


def distributions_of(import_name: str) -> tuple[str, ...]:
    """The distributions that bring what is imported, most likely first.

    Args:
        import_name: ``yaml``, or with dots: ``google.cloud.storage``.

    Returns:
        At least one name; see `is_brought` for whether it is a guess.
    """
    guess = canonicalize_name(import_name.partition(".")[0])
    return _bringing(import_name) or (guess,)


def is_brought(import_name: str) -> bool:
    """Whether a distribution is known that brings what is imported."""
    return bool(_bringing(import_name))


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
    ours = [name for name, names in _OURS.items() if _covers(names.split(), import_name)]
    spelled = [name for name in _prefixes(import_name) if name in likely]
    found = (*ours, *spelled, *likely) if top not in _BY_MISTAKE else ()
    return tuple(dict.fromkeys(found)) or _installed_distributions(top)


def _covers(names: Iterable[str], import_name: str) -> bool:
    return any(f"{import_name}.".startswith(f"{name}.") for name in names)


def _prefixes(import_name: str) -> list[str]:
    """``google-cloud-storage``, then ``google-cloud``, for ``google.cloud.storage``."""
    parts = import_name.split(".")
    return [canonicalize_name("-".join(parts[:at])) for at in range(len(parts), 1, -1)]


def _installed(name: str) -> frozenset[str]:
    """What a distribution that is installed beside this package can be imported as."""
    try:
        files = Distribution.from_name(name).files
    except (PackageNotFoundError, OSError, ValueError):  # the latter for no name at all
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
    """The mapping in both directions.

    Attributes:
        names: Import names by distribution.
        distributions: Distributions by import name, the most downloaded first.
    """

    names: dict[str, list[str]]
    distributions: dict[str, list[str]]


@cache
def _mapping() -> _Mapping:
    """The mapping; an empty one where its file is not as expected: names are guessed then."""
    names: dict[str, list[str]] = {}
    distributions: dict[str, list[str]] = {}
    for module, distribution in _rows():
        if re.fullmatch(r"[A-Za-z_]\w*", module) and module not in _BY_MISTAKE:
            name = canonicalize_name(distribution)
            names.setdefault(name, []).append(module)
            distributions.setdefault(module, []).append(name)
    return _Mapping(names, distributions)


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
