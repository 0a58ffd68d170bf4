"""Packages of an installation: listed and transitive requirements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, PackageNotFoundError

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from ..requirements.markers import holds
from ..requirements.requirements_file import Requirements
from .import_names import import_names, is_known
from .layer_contents import agree

_NEEDS = {
    # Without dependencies.
    "annotated-types": "",
    "attrs": "",
    "aws-psycopg2": "",
    "cachetools": "",
    "certifi": "",
    "charset-normalizer": "",
    "cloudpickle": "",
    "crhelper": "",
    "defusedxml": "",
    "et-xmlfile": "",
    "h11": "",
    "idna": "",
    "jmespath": "",
    "lxml": "",
    "markupsafe": "",
    "narwhals": "",
    "numpy": "",
    "orjson": "",
    "packaging": "",
    "pillow": "",
    "protobuf": "",
    "psycopg2": "",
    "psycopg2-binary": "",
    "pyasn1": "",
    "pycparser": "",
    "pycryptodome": "",
    "pyjwt": "typing-extensions",
    "pyjwt[crypto]": "cryptography",
    "pymysql": "",
    "pyparsing": "",
    "python-dotenv": "",
    "pytz": "",
    "pyyaml": "",
    "simplejson": "",
    "six": "",
    "sniffio": "",
    "soupsieve": "",
    "tabulate": "",
    "threadpoolctl": "",
    "typing-extensions": "",
    "tzdata": "",
    "ujson": "",
    "urllib3": "",
    "wrapt": "",
    "xmltodict": "",
    # With dependencies, in any of their versions.
    "anyio": "exceptiongroup idna sniffio typing-extensions",
    "aws-lambda-powertools": "jmespath typing-extensions",
    "aws-lambda-powertools[aws-sdk]": "boto3",
    "aws-lambda-powertools[parser]": "pydantic",
    "aws-lambda-powertools[tracer]": "aws-xray-sdk",
    "aws-lambda-powertools[validation]": "fastjsonschema",
    "aws-xray-sdk": "botocore wrapt",
    "beautifulsoup4": "soupsieve typing-extensions",
    "boto3": "botocore jmespath s3transfer",
    "botocore": "jmespath python-dateutil urllib3",
    "cffi": "pycparser",
    "cryptography": "cffi typing-extensions",
    "ecdsa": "six",
    "exceptiongroup": "typing-extensions",
    "fastjsonschema": "",
    "httpcore": "certifi h11",
    "httpx": "anyio certifi httpcore idna sniffio",
    "jinja2": "markupsafe",
    "joblib": "cloudpickle",
    "openpyxl": "et-xmlfile",
    "pandas": "numpy python-dateutil pytz tzdata",
    "pydantic": "annotated-types pydantic-core typing-extensions typing-inspection",
    "pydantic-core": "typing-extensions",
    "python-dateutil": "six tzdata",
    "python-jose": "ecdsa pyasn1 rsa",
    "python-jose[cryptography]": "cryptography",
    "requests": "certifi charset-normalizer idna urllib3",
    "requests-aws4auth": "requests",
    "rsa": "pyasn1",
    "s3transfer": "botocore",
    "scikit-learn": "joblib narwhals numpy scipy threadpoolctl",
    "scipy": "numpy",
    "typing-inspection": "typing-extensions",
}
"""Dependencies of the packages that functions use most, by canonical name and extra.

Compared with the metadata of the newest release of each (2026-11), and kept for older ones: too
many rather than too few, as provided imports are not reported. Without it, nothing could be
reported on a function that lists ``requests`` and imports ``pandas``.
"""


_BEFORE = {"aws-lambda-powertools": ("2", ("aws-xray-sdk", "fastjsonschema"))}
"""Former dependencies that now need an extra, and the version of that change."""


def _brought_before(name: str, requirement: Requirement) -> list[Requirement]:
    first, brought = _BEFORE.get(name, ("0", ()))
    is_old = brought and not agree(requirement, Requirement(f"{name}>={first}"))
    return [Requirement(line) for line in brought] if is_old else []


@dataclass(frozen=True)
class TransitiveRequirements:
    """Import names of an installation.

    Attributes:
        names: The import names.
        is_known: Whether the import names of all listed requirements are known.
        is_complete: Whether the names of all transitive requirements are included.
    """

    names: frozenset[str]
    is_known: bool
    is_complete: bool


def brought_by(
    requirements: Requirements, *, python: str = "3.12", machine: str = "x86_64"
) -> TransitiveRequirements:
    """Return the import names that an installation of requirements provides.

    Dependencies are known from a lock, from the metadata of distributions in our own environment,
    or from a table of those that are used most.

    Args:
        requirements: The listed requirements.
        python: ``3.12``.
        machine: ``x86_64``, or ``arm64``.
    """
    following = _Following(python, machine)
    for requirement in requirements.listed:
        following.follow(requirement)
    listed = {canonicalize_name(requirement.name) for requirement in requirements.listed}
    return TransitiveRequirements(
        frozenset(name for extra in following.extras for name in import_names(extra)),
        not requirements.opaque and all(map(is_known, listed)),
        requirements.is_lock or following.is_complete,
    )


@dataclass
class _Following:
    """Traversal of transitive requirements."""

    python: str
    machine: str
    extras: dict[str, set[str]] = field(default_factory=dict)
    is_complete: bool = True

    def follow(self, requirement: Requirement) -> None:
        name = canonicalize_name(requirement.name)
        seen = self.extras.setdefault(name, set())
        for former in _brought_before(name, requirement):
            self.follow(former)
        for extra in ("", *map(canonicalize_name, requirement.extras)):
            if extra in seen:
                continue
            seen.add(extra)
            needed = self._needed(name, extra)
            self.is_complete = self.is_complete and needed is not None
            for dependency in needed or ():
                self.follow(dependency)

    def _needed(self, name: str, extra: str) -> list[Requirement] | None:
        """Return the dependencies of a distribution with or without an extra; None if unknown."""
        key = f"{name}[{extra}]" if extra else name
        ours = [] if key not in _NEEDS else [Requirement(line) for line in _NEEDS[key].split()]
        try:
            stated = Distribution.from_name(name).requires or []
        except PackageNotFoundError:
            return ours if key in _NEEDS else None
        return [*ours, *self._of_metadata(stated, extra)]

    def _of_metadata(self, stated: list[str], extra: str) -> Iterator[Requirement]:
        for line in stated:
            try:
                requirement = Requirement(line)
            except InvalidRequirement:
                continue
            if holds(requirement, self.python, self.machine, extra):
                yield requirement
