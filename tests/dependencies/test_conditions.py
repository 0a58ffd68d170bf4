"""Conditions whose outcome in Lambda is known without running anything."""

from __future__ import annotations

import ast

import pytest

from sam_scaffold.dependencies.source.conditions import (
    never_holds,
    surely_holds,
    tells_of_environment,
)

VALUES = {
    "True": True,
    "0": False,
    "TYPE_CHECKING": False,
    "typing.TYPE_CHECKING": False,
    "not TYPE_CHECKING": True,
    "__name__ == '__main__'": False,
    "__name__ != '__main__'": True,
    "sys.platform == 'win32'": False,
    "sys.platform == 'linux'": True,
    "os.name == 'nt'": False,
    "platform.system() == 'Windows'": False,
    "sys.version_info >= (3, 12)": True,
    "sys.version_info >= (3, 12, 0)": True,
    "sys.version_info < (3, 12)": False,
    "sys.version_info > (3, 11)": True,
    "sys.version_info[:2] == (3, 12)": True,
    "sys.version_info[0] == 2": False,
    "sys.version_info[1] >= 9": True,
    "sys.version_info.major == 3": True,
    "sys.version_info.minor < 11": False,
    "x and TYPE_CHECKING": False,
    "x or True": True,
    "x and True": None,
    "True and not False": True,
    "x or TYPE_CHECKING": None,
    "not x": None,
    "x": None,
    "x == 1": None,
    "sys.version_info >= x": None,
    "sys.version_info >= 3": None,
    "sys.version_info[2] > 0": None,
    "3 < sys.version_info[1] < 9": None,
    "sys.version_info in x": None,
    "f()": None,
}


@pytest.mark.parametrize(("text", "wanted"), VALUES.items(), ids=VALUES)
def test_conditions(text: str, *, wanted: bool | None) -> None:
    test = ast.parse(text, mode="eval").body
    assert surely_holds(test, (3, 12)) is (wanted is True)
    assert never_holds(test, (3, 12)) is (wanted is False)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("os.environ.get('X')", True),
        ("getenv('X') == '1'", True),
        ("sys.platform.startswith('win')", True),
        ("importlib.util.find_spec('x') is not None", True),
        ("'x' in sys.modules", True),
        ("event['x']", False),
    ],
)
def test_conditions_about_the_environment(text: str, *, wanted: bool) -> None:
    assert tells_of_environment(ast.parse(text, mode="eval").body) is wanted
