"""Packages of an installation, with their transitive requirements."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from sam_scaffold.dependencies.packages import transitive_requirements
from sam_scaffold.dependencies.packages.transitive_requirements import brought_by
from sam_scaffold.dependencies.requirements.requirements_file import read_requirements


class Installed:
    """Metadata as importlib has it."""

    def __init__(self, *requires: str) -> None:
        self.requires = list(requires)


METADATA = {
    "shop": Installed("PyYAML>=6", 'tomli; python_version < "3.11"', 'httpx; extra == "web"'),
    "round": Installed("trip"),
    "trip": Installed("round"),
    "broken": Installed("not a requirement"),
}


@pytest.fixture(autouse=True)
def metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed but these."""

    class Distribution:
        @staticmethod
        def from_name(name: str) -> Installed:
            if name not in METADATA:
                raise PackageNotFoundError(name)
            return METADATA[name]

    monkeypatch.setattr(transitive_requirements, "Distribution", Distribution)


CASES = {
    "nothing": ("", set(), True, True),
    "alone": ("PyYAML\n", {"yaml"}, True, True),
    "in-turn": ("requests\n", {"requests", "idna", "urllib3", "certifi"}, True, True),
    "in-turn-of-that": ("aws-xray-sdk\n", {"aws_xray_sdk", "botocore", "dateutil", "six"}, True,
                        True),
    "extra": ("PyJWT[crypto]\n", {"jwt", "cryptography", "cffi"}, True, True),
    "extra-of-powertools": ("aws-lambda-powertools[parser]\n", {"pydantic"}, True, True),
    "unknown-extra": ("requests[socks]\n", {"requests"}, True, False),
    "not-known-in-turn": ("natsort\n", {"natsort"}, True, False),
    "not-known": ("a-thing-of-our-own\n", {"a_thing_of_our_own"}, False, False),
    "stubs": ("types-PyYAML\nboto3-stubs[s3]\n", set(), True, False),
    "opaque": ("PyYAML\ngit+https://x.example/a.git\n", {"yaml"}, False, True),
    "lock": ("natsort==8.4.0 --hash=sha256:1\n", {"natsort"}, True, True),
    "metadata": ("shop\n", {"yaml"}, False, True),
    "metadata-extra": ("shop[web]\n", {"yaml", "httpx", "anyio"}, False, True),
    "circle": ("round\n", {"round", "trip"}, False, True),
    "broken-metadata": ("broken\n", {"broken"}, False, True),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "is_known", "is_complete"), CASES.values(), ids=CASES.keys()
)
def test_what_is_brought(text: str, names: set[str], *, is_known: bool, is_complete: bool) -> None:
    found = brought_by(read_requirements(text.encode(), lambda _: None))
    assert names <= found.names
    assert bool(found.names) == bool(text)
    assert (found.is_known, found.is_complete) == (is_known, is_complete)


def test_extras_that_are_not_asked_for() -> None:
    found = brought_by(read_requirements(b"PyJWT\nshop\n", lambda _: None))
    assert found.names.isdisjoint({"cryptography", "httpx", "tomli"})


def test_markers_in_turn() -> None:
    found = brought_by(read_requirements(b"shop\n", lambda _: None), python="3.10")
    assert "tomli" in found.names


@pytest.mark.parametrize("line", transitive_requirements._NEEDS, ids=str)
def test_table_names_what_it_knows(line: str) -> None:
    found = brought_by(read_requirements(line.encode(), lambda _: None))
    assert (found.is_known, found.is_complete) == (True, True)
