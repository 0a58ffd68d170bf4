"""Distributions that need compiled modules, which are built for one architecture."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

_COMPILED = frozenset(
    (
        *("argon2-cffi", "asyncpg", "aws-psycopg2", "awscrt", "awswrangler", "bcrypt"),
        *("blis", "brotli", "catboost", "cffi", "confluent-kafka", "contourpy", "cramjam"),
        *("cryptography", "cx-oracle", "duckdb", "faiss-cpu", "fastparquet", "fiona"),
        *("geopandas", "gevent", "greenlet", "grpcio", "h5py", "hiredis", "httptools"),
        *("ibm-db", "jiter", "kiwisolver", "levenshtein", "lightgbm", "llvmlite", "lxml"),
        *("lz4", "matplotlib", "mmh3", "mysqlclient", "netcdf4", "numba", "numexpr"),
        *("numpy", "onnxruntime", "opencv-contrib-python"),
        *("opencv-contrib-python-headless", "opencv-python", "opencv-python-headless"),
        *("oracledb", "orjson", "pandas", "paramiko", "pillow", "polars", "psutil"),
        *("psycopg2", "psycopg2-binary", "pyarrow", "pycryptodome", "pycryptodomex"),
        *("pydantic-core", "pydantic-settings", "pymssql", "pymupdf", "pynacl", "pyodbc"),
        *("pyopenssl", "pypdfium2", "pyproj", "python-levenshtein", "python-snappy"),
        *("pyzmq", "rasterio", "regex", "rpds-py", "scikit-image", "scikit-learn", "scipy"),
        *("seaborn", "sentencepiece", "shapely", "snowflake-connector-python", "spacy"),
        *("statsmodels", "tensorflow", "tiktoken", "tokenizers", "torch", "ujson"),
        *("uvloop", "watchfiles", "xgboost", "xxhash", "yfinance", "zstandard"),
    )
)
"""Canonical names of those that are compiled, or always need one that is."""

_BY_PYTHON = frozenset(
    (
        *("asyncpg", "grpcio", "jiter", "jsonschema", "lxml", "matplotlib", "mysqlclient", "numpy"),
        *("openai", "orjson", "pandas", "pillow", "psycopg2", "psycopg2-binary", "pyarrow"),
        *("pydantic", "pydantic-core", "pydantic-settings", "regex", "rpds-py"),
        *("scikit-image", "scikit-learn", "scipy", "shapely", "tiktoken", "ujson"),
    )
)
"""Those that are also compiled for one version of Python, without a stable ABI."""

_SINCE = {"jsonschema": "4.18", "openai": "1.40", "pydantic": "2"}
"""Those that need a compiled one since a version."""

_BY_EXTRA = {
    ("psycopg", "binary"),
    ("psycopg", "c"),
    ("pyjwt", "crypto"),
    ("python-jose", "cryptography"),
}

_NEWEST = "99999"


def is_compiled(requirement: Requirement) -> bool:
    """Return whether a requirement certainly needs compiled modules.

    Packages that also work without theirs, if more slowly, do not: PyYAML, MarkupSafe.
    """
    name = canonicalize_name(requirement.name)
    extras = map(canonicalize_name, requirement.extras)
    if name in _COMPILED or any((name, extra) in _BY_EXTRA for extra in extras):
        return True
    return name in _SINCE and _may_be(requirement, _SINCE[name])


def compiled_among(listed: Iterable[Requirement], *, by_python: bool = False) -> list[str]:
    """Return the names of such requirements, as written.

    Args:
        listed: The requirements.
        by_python: Whether to return only those compiled for one version of Python.
    """
    found = (requirement for requirement in listed if is_compiled(requirement))
    names = (requirement.name for requirement in found)
    return [name for name in names if not by_python or canonicalize_name(name) in _BY_PYTHON]


def _may_be(requirement: Requirement, least: str) -> bool:
    """Return whether the newest version that a requirement allows is at least another."""
    stated = [part.version.removesuffix(".*") for part in requirement.specifier]
    versions = [Version(text) for text in (least, _NEWEST, *stated)]
    return any(
        version >= Version(least) and requirement.specifier.contains(version, prereleases=True)
        for version in versions
    )
