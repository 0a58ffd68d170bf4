"""None"""

from __future__ import annotations

import pytest
from rewritings import MOVED, dedented, rewritten

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.renaming.rewriting import rewrite_modules


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import pkg.orders.rules as r", "import rules as r"),
        ("import os, pkg.orders.rules as r, sys", "import os, rules as r, sys"),
        ("import pkg . orders . rules as r", "import rules as r"),
        (
            "import pkg.orders.rules\npkg.orders.rules.f(pkg.orders.rules)",
            "import rules\nrules.f(rules)",
        ),
        (
            "import pkg.orders.types\npkg.orders.types.A.b = 1",
            "import orders_types\norders_types.A.b = 1",
        ),
        ("from pkg.orders.rules import a, b as c", "from rules import a, b as c"),
        ("from pkg.orders.rules import *", "from rules import *"),
        ("from pkg.orders . rules import(a)", "from rules import(a)"),
        ("from pkg.orders import rules", "import rules"),
        ("from pkg.orders import rules as r", "import rules as r"),
        ("from pkg.orders import types", "import orders_types as types"),
        ("from pkg.orders import A, rules", "from pkg.orders import A\nimport rules"),
        ("from pkg.orders import rules, A", "from pkg.orders import A\nimport rules"),
        ("from pkg.orders import (A, rules)", "from pkg.orders import (A)\nimport rules"),
        ("from pkg.orders import rules; x = 1", "import rules; x = 1"),
        ("from pkg.orders import A, rules; x = 1", "from pkg.orders import A; import rules; x = 1"),
        ("if x: from pkg.orders import rules, types", None),
        (
            "from pkg.orders import \\\n  A, \\\n  rules",
            "from pkg.orders import \\\n  A\nimport rules",
        ),
    ],
)
def test_imports_get_the_new_names(before: str, after: str | None) -> None:
    after = after or "if x: import rules; import orders_types as types"
    assert rewritten(before) == after
    assert rewritten(before + "  # pkg.orders.rules\n").count("# pkg.orders.rules") == 1
    assert rewritten(after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from .rules import a", "from rules import a"),
        ("from.rules import(a)", "from rules import(a)"),
        ("from . rules import a", "from rules import a"),
        ("from . import rules", "import rules"),
        ("from .import rules, A", "from pkg.orders import A\nimport rules"),
        ("from . import A", "from pkg.orders import A"),
        ("from .import A", "from pkg.orders import A"),
        ("from .. import shared", "from pkg import shared"),
        ("from ..shared.money import a", "from pkg.shared.money import a"),
        ("from ... import a", "from ... import a"),
    ],
)
def test_relative_imports_become_absolute(before: str, after: str) -> None:
    assert rewritten(before, "pkg.orders") == after


def test_relative_imports_stay_where_they_lead_to_the_same() -> None:
    moved = {"pkg.orders": "orders"}
    code = b"from .rules import a\nfrom . import b\nfrom ..shared import c\n"
    found = rewrite_modules("a.py", code, moved, "pkg.orders", "orders").data
    assert found == b"from .rules import a\nfrom . import b\nfrom pkg.shared import c\n"


def test_a_package_brings_along_what_is_below_it() -> None:
    before = """
        import pkg.orders.rules
        from pkg.orders import rules as r, A
        from pkg.orders.rules import b
        x = pkg.orders.rules.b, pkg.orders.A
    """
    after = """
        import orders.rules
        from orders import rules as r, A
        from orders.rules import b
        x = orders.rules.b, orders.A
    """
    assert rewritten(before, moved={"pkg.orders": "orders"}) == dedented(after)


def test_comments_go_with_their_names() -> None:
    before = """
        from pkg.orders import (
            A,  # first
            # what follows is pure
            rules,  # no side effects
            types,
            B
        )  # noqa: I001
    """
    after = """
        from pkg.orders import (
            A,  # first
            # what follows is pure
            B
        )  # noqa: I001
        import rules  # no side effects
        import orders_types as types
    """
    assert rewritten(before) == dedented(after)


def test_comments_stay_where_no_name_does() -> None:
    before = """
        def f():
            from pkg.orders import (  # all of them
                # pure
                rules,  # no side effects
                types,
            )  # noqa: I001
            return rules, types
    """
    after = """
        def f():
            # all of them
            # pure
            import rules  # no side effects
            import orders_types as types  # noqa: I001
            return rules, types
    """
    assert rewritten(before) == dedented(after)


def test_a_taken_name_is_not_taken_again() -> None:
    before = """
        import pkg.orders.rules
        def f():
            rules = pkg.orders.rules.load()
            return rules
    """
    after = """
        import rules as pkg_orders_rules
        def f():
            rules = pkg_orders_rules.load()
            return rules
    """
    assert rewritten(before) == dedented(after)


def test_a_module_that_stays_is_used_as_before() -> None:
    before = """
        import pkg.orders.rules
        import pkg.shared.money
        x = pkg.shared.money.f(pkg.orders.rules.f)
    """
    after = """
        import rules
        import pkg.shared.money
        x = pkg.shared.money.f(rules.f)
    """
    assert rewritten(before) == dedented(after)


def test_strings_that_import_or_patch_get_the_new_names() -> None:
    before = """
        import_module("pkg.orders.rules"); importlib.import_module(name='pkg.orders.types')
        __import__("pkg.orders.rules")
        m = __import__("pkg.orders.rules", fromlist=["x"])
        @mock.patch("pkg.orders.handler.boto3")
        @patch(f'''pkg.orders.handler.{name}''')
        @mock.patch.dict("pkg.orders.rules.TABLE", {"pkg.orders.rules": 1})
        def test(monkeypatch, mocker):
            monkeypatch.setattr(r"pkg.orders.rules.load", fake)
            é = "é", mocker.patch(target="pkg.orders.rules.load")
            import_module(".rules", __package__), import_module(".rules", package="pkg.orders")
    """
    after = """
        import_module("rules"); importlib.import_module(name='orders_types')
        __import__("rules")
        m = __import__("rules", fromlist=["x"])
        @mock.patch("lambda_handler.boto3")
        @patch(f'''lambda_handler.{name}''')
        @mock.patch.dict("rules.TABLE", {"pkg.orders.rules": 1})
        def test(monkeypatch, mocker):
            monkeypatch.setattr(r"rules.load", fake)
            é = "é", mocker.patch(target="rules.load")
            import_module("rules", __package__), import_module("rules", package="pkg.orders")
    """
    assert rewritten(before, "pkg.orders") == dedented(after)


def test_other_strings_are_left_and_named() -> None:
    source = dedented("""
        '''See pkg.orders.rules.'''
        log = logging.getLogger("pkg.orders.handler")
        entry = "pkg.orders.handler:main"
        patch.object("pkg.orders.rules", 1)
        other = "apkg.orders.rules", "pkg.orders.rules_2", "pkg.orders"
        __all__ = ["rules"]
    """).encode()
    found = rewrite_modules("a.py", source, MOVED)
    assert found.data == source
    assert found.changed == ()
    assert found.left == (2, 3, 4)  # not the docstring


def test_a_constant_that_is_only_patched_gets_the_new_name() -> None:
    source = """
        HANDLER = "pkg.orders.handler"
        RULES = "pkg.orders.rules"
        LOGGER = "pkg.orders.handler"
        @patch(f"{HANDLER}.boto3")
        @patch(HANDLER + ".a" + b)
        @patch(f"{LOGGER}.boto3")
        def test():
            import_module(RULES)
            getLogger(LOGGER)
    """
    after = source.replace('HANDLER = "pkg.orders.handler"', 'HANDLER = "lambda_handler"')
    after = after.replace("pkg.orders.rules", "rules")
    assert rewritten(source) == dedented(after)
    left = rewrite_modules("a.py", dedented(source).encode(), MOVED).left
    assert left == (3,)
    patched = b"patch(f'pkg.orders.handler.{a}')"
    assert rewrite_modules("a.py", patched, MOVED).left == ()


def test_changed_lines_are_told() -> None:
    source = b"import os\nfrom pkg.orders import A, rules\nimport pkg.orders.types as t\n"
    first, second = rewrite_modules("a.py", source, MOVED).changed
    assert (first.line, first.before) == (2, "from pkg.orders import A, rules")
    assert first.after == "from pkg.orders import A\nimport rules"
    assert (second.line, second.after) == (3, "import orders_types as t")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def f(:\n", "a.py:1 cannot be parsed"),
        ("import pkg.orders.rules\npkg.shared.f()", "a.py:2: pkg.shared.f is used"),
        ("from pkg import orders\norders.rules.f()", "import pkg.orders.rules"),
        ("import pkg\npkg.orders.rules.f()", "import pkg.orders.rules"),
        ("import pkg.shared\npkg.orders.rules.f()", "import pkg.orders.rules"),
        (
            "import pkg.orders.rules\ndef f(pkg):\n    pkg.orders.rules.f()",
            "pkg is a module that moves, and also has another meaning",
        ),
        (
            ("def f():\n    import pkg.orders.rules\ndef g():\n    import pkg.shared\n"
            "    pkg.orders.rules.f()"),
            "a.py:5: pkg.orders.rules is used, but not imported here",
        ),
        (("class A:\n    import pkg.orders.rules\n    def f(self):\n"
         "        import pkg.shared\n        pkg.orders.rules.f()"), "a.py:5:"),
        ("import pkg.orders.rules\nrules = pkg_orders_rules = 1", "have another meaning here"),
        ("patch('pkg.orders.rules')", "replaces the attribute of its package"),
        ("x = __import__('pkg.orders.rules')", "use import_module"),
        (
            "import pkg.orders.rules\n(pkg  # here\n.orders.rules.f())",
            "notation of",
        ),
        ("if x: from pkg.orders import (  # c\n rules)", "separate lines"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_refused(source: str, said: str) -> None:
    with pytest.raises(ScaffoldError) as caught:
        rewrite_modules("a.py", source.encode(), MOVED)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_bytes_elsewhere_stay(bom: bytes, newline: bytes, end: bytes) -> None:
    lines = [
        b"'''Gr\xc3\xbc\xc3\x9fe'''",
        b"\x0c",
        b"def f():",
        b"\t\xc3\xa4 = '\xc3\xa4\x0b'; from pkg.orders import rules  # \xc3\xa4",
        b"\tfrom pkg.orders import rules as r, A  # pkg.orders.rules  ",
    ]
    last = [lines[-1].replace(b"rules as r, A", b"A", 1), b"\timport rules as r"]
    after = [*lines[:3], lines[3].replace(b"from pkg.orders import", b"import"), *last]
    found = rewrite_modules("a.py", bom + newline.join(lines) + end.replace(b"\n", newline), MOVED)
    assert found.data == bom + newline.join(after) + end.replace(b"\n", newline)


def test_the_encoding_of_the_file_is_kept() -> None:
    source = "# coding: latin-1\né = 'é'; from pkg.orders.rules import é\n".encode("latin-1")
    found = rewrite_modules("a.py", source, MOVED).data
    assert found == source.replace(b"pkg.orders.rules", b"rules")
    with pytest.raises(ScaffoldError, match="cannot be written in its encoding iso-8859-1"):
        rewrite_modules("a.py", source, {"pkg.orders.rules": "règles\u0107"})


@pytest.mark.parametrize(
    "source",
    [
        "import pkg.orders.rules as r\n",
        "from pkg.orders.rules import (\n    a,  # b\n)\n",
        "import_module('pkg.orders.rules')\n@patch('pkg.orders.handler.a')\ndef f(): pass\n",
    ],
)
def test_the_way_back_gives_the_same_bytes(source: str) -> None:
    there = rewrite_modules("a.py", source.encode(), MOVED).data
    assert there != source.encode()
    back = {new: old for old, new in MOVED.items()}
    assert rewrite_modules("a.py", there, back).data == source.encode()


def test_a_module_at_the_top_keeps_the_name_that_others_know() -> None:
    source = "import helper\nhelper.f()\n"
    assert rewritten(source, moved={"helper": "orders_helper"}) == (
        "import orders_helper as helper\nhelper.f()\n"
    )
