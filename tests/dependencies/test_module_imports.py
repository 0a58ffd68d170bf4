"""Imports of a module, with their place, and whether they may fail."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from sam_scaffold.dependencies.source.module_imports import Import, imports_of


def found(text: str, python: tuple[int, int] = (3, 12)) -> list[Import]:
    return list(imports_of(ast.parse(dedent(text)), python))


def shown(found_import: Import) -> str:
    """``.rules:LIMIT`` with ``?`` for what is guarded and ``later`` for what is lazy."""
    name = f"{'.' * found_import.level}{found_import.module}" + (
        f":{found_import.name}" if found_import.name else ""
    )
    return name + ("?" if found_import.guarded else "") + (" later" if found_import.lazy else "")


SHOWN = {
    "plain": ("import a", ["a"]),
    "dotted": ("import a.b.c as d, e", ["a.b.c", "e"]),
    "from": ("from a import b, c as d", ["a:b", "a:c"]),
    "star": ("from a import *", ["a:*"]),
    "relative": ("from . import a\nfrom ..b import c\nfrom .d import e", [".:a", "..b:c", ".d:e"]),
    "in-function": ("def f():\n    import a", ["a later"]),
    "in-async-function": ("async def f():\n    import a", ["a later"]),
    "in-method": ("class C:\n    import a\n    def f(self):\n        import b", ["a", "b later"]),
    "in-loop": ("for x in y:\n    import a\nelse:\n    import b", ["a", "b"]),
    "in-with": ("with x:\n    import a", ["a"]),
    "decorator": ("@__import__('a').b\ndef f(): ...", ["a"]),
    "default": ("def f(x=__import__('a')): ...", ["a"]),
    "lambda": ("f = lambda: __import__('a')", ["a later"]),
    "import-module": ("import importlib\nimportlib.import_module('a.b')", ["importlib", "a.b"]),
    "import-module-bare": ("x = [import_module('a')]", ["a"]),
    "import-module-computed": ("import_module(name)\nimport_module(f'a.{b}')\n__import__(*x)", []),
    "import-module-relative": ("import_module('.a', __package__)", []),
    "try": ("try:\n    import a\nexcept ImportError:\n    pass", ["a?"]),
    "try-module": ("try:\n    import a\nexcept ModuleNotFoundError:\n    pass", ["a?"]),
    "try-exception": ("try:\n    import a\nexcept Exception:\n    pass", ["a?"]),
    "try-bare": ("try:\n    import a\nexcept:\n    pass", ["a?"]),
    "try-several": ("try:\n    import a\nexcept (KeyError, ImportError):\n    pass", ["a?"]),
    "try-other": ("try:\n    import a\nexcept KeyError:\n    import b", ["a", "b?"]),
    "try-dotted": ("try:\n    import a\nexcept builtins.ImportError:\n    pass", ["a?"]),
    "try-raises": ("try:\n    import a\nexcept ImportError as e:\n    raise X from e", ["a"]),
    "try-else": ("try:\n    import a\nexcept ImportError:\n    pass\nelse:\n    import b",
                 ["a?", "b?"]),
    "try-finally": ("try:\n    x\nfinally:\n    import a", ["a"]),
    "try-without-imports": ("try:\n    x()\nexcept ImportError:\n    import a", ["a?"]),
    "try-function": ("try:\n    import a\n    f = lambda: __import__('b')\nexcept:\n    x",
                     ["a?", "b? later"]),
    "try-in-function": ("def f():\n    try: import a\n    except: x", ["a? later"]),
    "suppress": ("with suppress(KeyError, ImportError):\n    import a", ["a?"]),
    "suppress-other": ("with contextlib.suppress(KeyError):\n    import a", ["a"]),
    "checkers": ("if TYPE_CHECKING:\n    import a\nimport b", ["b"]),
    "checkers-else": ("if typing.TYPE_CHECKING:\n    import a\nelse:\n    import b", ["b"]),
    "not-checkers": ("if not TYPE_CHECKING:\n    import a", ["a"]),
    "main": ("if __name__ == '__main__':\n    import a", []),
    "unknown": ("if x:\n    import a\nelse:\n    import b", ["a?", "b?"]),
    "unknown-in-function": ("def f():\n    if x:\n        import a", ["a later"]),
    "environment-in-function": ("def f():\n    if os.environ['X']:\n        import a",
                                ["a? later"]),
    "match": ("match x:\n    case 1:\n        import a", ["a?"]),
    "version": ("if sys.version_info >= (3, 13):\n    import a\nelse:\n    import b", ["b"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SHOWN.values(), ids=SHOWN.keys())
def test_imports(text: str, wanted: list[str]) -> None:
    assert list(map(shown, found(text))) == wanted


def test_places() -> None:
    text = "x = 1\n\nif x:\n    y = 2; import a\nfrom b import (\n    c,\n)\n"
    assert [
        (statement.line, statement.column, statement.statement) for statement in found(text)
    ] == [(4, 12, 1), (5, 1, 2)]


def test_what_an_import_stands_in_for() -> None:
    text = """
        try:
            import a
            from b import c
        except ImportError:
            import d
        """
    first, second, instead = found(text)
    assert instead.instead_of == (first, second)
    assert not instead.guarded


def test_exception_groups() -> None:
    pytest.importorskip("tomllib", reason="except* came in Python 3.11")
    assert list(map(shown, found("try:\n    import a\nexcept* ImportError:\n    pass"))) == ["a?"]
