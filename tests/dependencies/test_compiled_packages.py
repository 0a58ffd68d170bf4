"""Requirements that need compiled modules."""

from __future__ import annotations

import pytest
from packaging.requirements import Requirement

from sam_scaffold.dependencies.packages.compiled_packages import compiled_among, is_compiled

CASES = {
    "numpy": True,
    "Pillow>=10": True,
    "psycopg2_binary": True,
    "psycopg[binary]": True,
    "psycopg": False,
    "pyjwt[crypto]": True,
    "pyjwt": False,
    "pydantic": True,
    "pydantic==2.11.1": True,
    "pydantic>=1.8,<3": True,
    "pydantic~=2.4": True,
    "pydantic==2.*": True,
    "pydantic==1.10.2": False,
    "pydantic<2": False,
    "pydantic~=1.10": False,
    "jsonschema==3.2.0": False,
    "jsonschema": True,
    "requests": False,
    "PyYAML": False,
    "MarkupSafe": False,
}


@pytest.mark.parametrize(("requirement", "compiled"), CASES.items(), ids=CASES.keys())
def test_is_compiled(requirement: str, compiled: bool) -> None:  # noqa: FBT001
    assert is_compiled(Requirement(requirement)) is compiled


def test_what_is_compiled_for_one_python() -> None:
    listed = [Requirement(name) for name in ("idna", "cryptography", "numpy")]
    assert compiled_among(listed) == ["cryptography", "numpy"]
    assert compiled_among(listed, by_python=True) == ["numpy"]
