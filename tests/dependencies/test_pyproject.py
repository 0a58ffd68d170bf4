"""Requirements in a pyproject.toml."""

from __future__ import annotations

import pytest

from sam_scaffold.dependencies.requirements.pyproject import pyproject_requirements

PROJECT = '[project]\nname = "x"\ndependencies = [{}]\n'
POETRY = '[tool.poetry.dependencies]\npython = "^3.12"\n{}\n'

LISTED = {
    "project": (PROJECT.format('"PyYAML>=6", "a[b]; python_version < \'3.13\'"'),
                ["PyYAML>=6", 'a[b]; python_version < "3.13"']),
    "project-marker": (PROJECT.format("\"a; sys_platform == 'win32'\""), []),
    "caret": (POETRY.format('a = "^1.2.3"'), ["a<2,>=1.2.3"]),
    "caret-below-one": (POETRY.format('a = "^0.2.3"'), ["a<0.3,>=0.2.3"]),
    "caret-zeros": (POETRY.format('a = "^0.0"'), ["a<0.1,>=0.0"]),
    "tilde": (POETRY.format('a = "~1.2.3"'), ["a<1.3,>=1.2.3"]),
    "tilde-short": (POETRY.format('a = "~1"'), ["a<2,>=1"]),
    "compatible": (POETRY.format('a = "~=1.2"'), ["a~=1.2"]),
    "exact": (POETRY.format('a = "1.2"'), ["a==1.2"]),
    "any": (POETRY.format('a = "*"'), ["a"]),
    "several": (POETRY.format('a = ">=1,<2"'), ["a<2,>=1"]),
    "unsaid": (POETRY.format('a = "^1 || ^2"'), ["a"]),
    "table": (POETRY.format('a = {version = "^1", extras = ["x"]}'), ["a[x]<2,>=1"]),
    "optional": (POETRY.format('a = {version = "^1", optional = true}'), []),
    "repository": (POETRY.format('a = {git = "https://x.example/a.git"}'), ["a"]),
    "marker": (POETRY.format("a = {version = \"^1\", markers = \"sys_platform == 'win32'\"}"), []),
    "python": (POETRY.format('a = {version = "^1", python = "<3.12"}'), []),
    "by-platform": (POETRY.format('a = [{version = "1", python = "<3.12"}, '
                                  '{version = "2", python = ">=3.12"}]'),
                    ['a==2; python_version >= "3.12"']),
    "both": (PROJECT.format('"a"') + POETRY.format('b = "*"'), ["a", "b"]),
    "neither": ("[tool.ruff]\nline-length = 100\n", []),
    "dynamic": ('[project]\nname = "x"\ndynamic = ["dependencies"]\n', []),
    "windows": (PROJECT.format('"a"').replace("\n", "\r\n"), ["a"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), LISTED.values(), ids=LISTED.keys())
def test_what_is_listed(text: str, wanted: list[str]) -> None:
    found = pyproject_requirements(text.encode())
    assert ([str(requirement) for requirement in found.listed], found.opaque) == (wanted, ())


OPAQUE = {
    "junk": (PROJECT.format('"a", "b c"'), "b c"),
    "no-toml": ("[project\n", "pyproject.toml"),
    "no-text": ("\x00\xff", "pyproject.toml"),
}


@pytest.mark.parametrize(("text", "wanted"), OPAQUE.values(), ids=OPAQUE.keys())
def test_what_tells_no_name(text: str, wanted: str) -> None:
    assert pyproject_requirements(text.encode("latin-1")).opaque == (wanted,)
