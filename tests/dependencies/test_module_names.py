"""The names of a module, told from its text."""

from __future__ import annotations

import ast

import pytest

from sam_scaffold.dependencies.source.module_names import ModuleNames

THERE = {
    "assigned": "x = 1",
    "annotated": "x: int = 1",
    "unpacked": "a, (x, *b) = c",
    "function": "def x(): ...",
    "async-function": "async def x(): ...",
    "class": "class x: ...",
    "imported": "import x",
    "imported-as": "from a import b as x",
    "in-a-branch": "if a:\n    pass\nelse:\n    x = 1",
    "in-a-loop": "for x in a: ...",
    "in-with": "with a as x: ...",
    "walrus": "if (x := a): ...",
    "matched": "match a:\n    case {'b': x}: ...",
    "matched-rest": "match a:\n    case {'b': 1, **x}: ...",
    "matched-star": "match a:\n    case [1, *x]: ...",
    "global": "def f():\n    global x\n    x = 1",
}

MAYBE = {
    "star": "from a import *",
    "getattr": "def __getattr__(name): ...",
    "globals": "globals()['x'] = 1",
    "globals-in-a-function": "def f():\n    globals()['x'] = 1",
    "exec": "exec(a)",
    "sys-modules": "sys.modules[__name__] = a",
    "vars": "vars()['x'] = 1",
}

LACKING = {
    "nothing": "",
    "other": "y = 1",
    "local": "def f():\n    x = 1",
    "member": "class C:\n    x = 1",
    "attribute": "a.x = 1",
    "text": "a = 'x'",
    "vars-of-something": "for x_ in vars(a): ...",
    "top-of-import": "import a.x",
}


def names(text: str) -> ModuleNames:
    return ModuleNames.of(ast.parse(text))


@pytest.mark.parametrize("text", THERE.values(), ids=THERE.keys())
def test_there(text: str) -> None:
    assert "x" in names(text).known
    assert names(text).is_all


@pytest.mark.parametrize("text", MAYBE.values(), ids=MAYBE.keys())
def test_may_be_there(text: str) -> None:
    assert not names(text).is_all
    assert not names(text).lacks("x")


@pytest.mark.parametrize("text", LACKING.values(), ids=LACKING.keys())
def test_lacking(text: str) -> None:
    assert names(text).lacks("x")
