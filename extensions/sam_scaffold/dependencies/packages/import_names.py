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
    "aws-cdk-lib": "aws_cdk",
    "mysql-connector-python": "mysql",
    "protobuf": "google.protobuf google._upb",
    "ruamel-yaml": "ruamel.yaml",
    "snowflake-connector-python": "snowflake.connector",
    "snowflake-core": "snowflake.core",
    "snowflake-snowpark-python": "snowflake.snowpark",
    "snowflake-sqlalchemy": "snowflake.sqlalchemy",
    # It has these wrong: their wheels are empty, or say nothing of what is in them.
    "mysql-connector": "mysql",
    "plaid-python": "plaid",
    "python-levenshtein": "Levenshtein",
    "setuptools": "setuptools pkg_resources _distutils_hack",
    # These are not used often, and there is no other of the name.
    "alpaca-py": "alpaca",
    "faiss-cpu": "faiss",
    "python-binance": "binance",
    "ta-lib": "talib",
    # It does not have these, which Lambda functions use.
    "ask-sdk": "ask_sdk",
    "ask-sdk-core": "ask_sdk_core",
    "aws-durable-execution-sdk-python": "aws_durable_execution_sdk_python",
}
"""What counts more than the mapping; by canonical name."""

_BELOW = {
    "opentelemetry-api": "opentelemetry.baggage opentelemetry.context opentelemetry.metrics "
    "opentelemetry.propagate opentelemetry.trace",
}
"""The same for what to add, of distributions that bring more than these names."""

_STUBS = frozenset(
    (
        *("azure", "azure-keyvault", "azure-mgmt", "azure-storage", "databricks"),
        *("google-cloud", "snowflake"),
    )
)
"""Distributions with the name of a namespace that are not what it stands for."""

_INSTEAD = {"opencv-python": "opencv-python-headless"}
"""What to take where a distribution needs libraries of a desktop, which Lambda does not have."""

WINDOWS_ONLY = frozenset(("pypiwin32", "pywin32", "pywinpty", "wmi"))
"""Distributions that cannot be installed for Linux."""

_OFTEN = 3000
"""How many distributions are used so often that a name may well mean them; the others took
many names that repositories give their own modules."""

_OF_NAMESPACE = 3
"""Distributions that share a name at least, and have it before theirs, where it is a namespace."""

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

_OF_TYPES = re.compile(r"^types-|-stubs$")

_VERSION = re.compile(r"_v\d+\w*$")
"""Of an API: clients have a module for each."""


def import_names(distribution: str) -> frozenset[str]:
    """Return what a distribution is imported as: ``yaml`` for PyYAML.

    Args:
        distribution: Its name, in any spelling.

    Returns:
        At least one name; dotted below a namespace that others use too, as in
        ``google.cloud.storage``. See `is_known` for whether it is a guess.
    """
    name = canonicalize_name(distribution)
    return _known(name) or frozenset({name.replace("-", "_")})


def is_known(distribution: str) -> bool:
    """Return whether `import_names` knows what a distribution is imported as.

    Type stubs bring no module, or one that is called as they are
    (https://typing.python.org/en/latest/spec/distributing.html#stub-only-packages).
    """
    name = canonicalize_name(distribution)
    return bool(_known(name)) or bool(_OF_TYPES.search(name))


def distributions_of(import_name: str) -> tuple[str, ...]:
    """Return the distributions that bring what is imported, most likely first.

    Args:
        import_name: ``yaml``, or with dots: ``google.cloud.storage``.

    Returns:
        At least one name; see `is_brought` for whether it is a guess.
    """
    guess = canonicalize_name(import_name.partition(".")[0])
    return _bringing(import_name) or (guess,)


def is_brought(import_name: str) -> bool:
    """Return whether a distribution is known that brings what is imported."""
    return bool(_bringing(import_name))


def proposed(import_name: str) -> str:
    """Return the distribution to add for what is imported; empty where none is the likely one.

    Args:
        import_name: All that is imported, with what is taken from it:
            ``google.cloud.storage`` for ``from google.cloud import storage``.
    """
    top = import_name.partition(".")[0]
    found = next(iter(_bringing(import_name)), "")
    if is_namespace(top):
        return found if found in _of_parts(import_name) else ""
    is_likely = found in _mapping().often or found in (canonicalize_name(top), *_OURS)
    return _INSTEAD.get(found, found) if is_likely else ""


def is_namespace(top: str) -> bool:
    """Whether many distributions share a top-level name, as with ``google`` and ``azure``."""
    name = canonicalize_name(top)
    likely = _mapping().distributions.get(top, ())
    below = [one for one in likely if one.startswith(f"{name}-")]
    return (name not in likely or name in _STUBS) and len(below) >= _OF_NAMESPACE


def _of_parts(import_name: str) -> list[str]:
    """Return the distributions of what is below a namespace, by all of its name."""
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
    """``google-cloud-vision``, then ``google-cloud``, for ``google.cloud.vision_v1``."""
    parts = [_VERSION.sub("", part) for part in import_name.split(".")]
    return [canonicalize_name("-".join(parts[:at])) for at in range(len(parts), 1, -1)]


def _installed(name: str) -> frozenset[str]:
    """Return what a distribution that is installed beside this package can be imported as."""
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
        often: The most downloaded distributions.
    """

    names: dict[str, list[str]]
    distributions: dict[str, list[str]]
    often: frozenset[str]


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
