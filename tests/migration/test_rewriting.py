from __future__ import annotations

import json
import random
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.renaming.rewriting import rewrite_modules

MOVED = {
    "pkg.orders.handler": "lambda_handler",
    "pkg.orders.rules": "rules",
    "pkg.orders.types": "orders_types",
}


def rewritten(source: str, package: str = "", moved: dict[str, str] = MOVED) -> str:
    code = textwrap.dedent(source).lstrip("\n").encode()
    return rewrite_modules("a.py", code, moved, package).data.decode()


def dedented(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


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


# Random modules: what they see has to be the same before and after.

MODULES = {
    "pkg/__init__.py": "TOP = 'top'\n",
    "pkg/shared/__init__.py": "",
    "pkg/shared/money.py": "def load():\n    return 'money'\n",
    "pkg/orders/__init__.py": "VERSION = 'version'\n",
    "pkg/orders/rules.py": "def load():\n    return 'rules'\n",
    "pkg/orders/types.py": "def load():\n    return 'types'\n",
}
FLAT = {"pkg/orders/rules.py": "rules.py", "pkg/orders/types.py": "orders_types.py"}

PIECES = """\
import pkg.orders.{m} as {n}
see({n}.load())
--
import pkg.orders.{m}
see(pkg.orders.{m}.load())
--
import pkg.orders.{m}, os, pkg.shared.money
see(pkg.shared.money.load())
see(pkg.orders.{m}.load())
--
import pkg.shared.money as {n}, pkg.orders.{m} as {n}b; see({n}.load()); see({n}b.load())
--
from pkg.orders import {m} as {n}, VERSION as {n}v  # pkg.orders.{m}
see({n}.load() + {n}v)
--
from pkg.orders import {m}
see({m}.load())
--
from pkg.orders import (
    VERSION as {n}v,  # one
    # two
    {m} as {n},  # é
)
see({n}.load() + {n}v)
--
from pkg.orders import (types as {n}t, {m} as {n})  # both
see({n}.load() + {n}t.load())
--
from pkg.orders import \\
    VERSION as {n}v, \\
    {m} as {n}
see({n}.load() + {n}v)
--
from . import {m} as {n}, VERSION as {n}v; see({n}.load() + {n}v)
--
from .{m} import load as {n}; see({n}())
--
from ..shared.money import load as {n}
see({n}())
--
from .. import TOP as {n}, shared as {n}s
see({n})
--
from pkg.orders.{m} import *
see(load())
--
see(import_module('pkg.orders.{m}').load())
--
see(__import__('pkg.orders.{m}', None, None, ['load']).load())
--
with mock.patch('pkg.orders.{m}.load', lambda: 'é'):
    import pkg.orders.{m} as {n}
    see({n}.load())
--
with mock.patch(f'pkg.orders.{m}.{{LOAD}}', lambda: 'f'):
    import pkg.orders.{m} as {n}
    see({n}.load())
--
@mock.patch.dict('pkg.orders.{m}.__dict__', {{'load': lambda: 'dict'}})
def {n}():
    from pkg.orders import {m}
    see({m}.load())
{n}()
--
def {n}():
    {m} = 'pkg.orders.{m}'
    see({m})
{n}()
--
def {n}(pkg):
    see(pkg.orders)
{n}(mock)
--
if TYPE_CHECKING:
    from pkg.orders import {m} as {n}
see('typed')
--
try:
    import pkg.orders.missing as {n}
except ImportError: from pkg.orders import {m} as {n}
see({n}.load())
"""

HEAD = """\
from importlib import import_module
from unittest import mock
TYPE_CHECKING = False
LOAD = "load"
seen = []
def see(value):
    seen.append(value if isinstance(value, str) else 'other')
"""


def random_module(chance: random.Random) -> bytes:
    lines: list[str] = []
    for number in range(chance.randint(1, 6)):
        piece = (
            chance.choice(PIECES.split("--\n"))
            .strip("\n")
            .format(n=f"n{number}", m=chance.choice(["rules", "types"]))
        )
        is_inside = chance.random() < 0.4 and "*" not in piece
        if is_inside:
            lines += [f"def g{number}():", textwrap.indent(piece, "\t"), f"g{number}()"]
        else:
            lines += [piece, *chance.choice([[], ["\f"], ["# pkg.orders.rules"]])]
    text = HEAD + "\n".join(lines) + chance.choice(["", "\n"])
    encoding, cookie = chance.choice([("utf-8", ""), ("latin-1", "# coding: latin-1\n")])
    newline = chance.choice(["\n", "\r\n"])
    bom = b"\xef\xbb\xbf" if not cookie and chance.random() < 0.3 else b""
    return bom + (cookie + text).replace("\n", newline).encode(encoding)


def seen_by(root: Path, names: list[str]) -> list[str]:
    """Return the values in each module, or the error with which it failed."""
    code = (
        "import importlib, json, sys\n"
        "found = []\n"
        "for name in sys.argv[1:]:\n"
        "    try: found.append(json.dumps(importlib.import_module(name).seen))\n"
        "    except Exception as error: found.append(type(error).__name__)\n"
        "print(json.dumps(found))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *names], cwd=root, capture_output=True, text=True, check=True
    )
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_random_modules_see_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    before, after = tmp_path / "before", tmp_path / "after"
    for path, text in MODULES.items():
        for file in (before / path, after / FLAT.get(path, path)):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    rewritten_names, refused = [], 0
    for number in range(150):
        source = random_module(chance)
        name = f"m{number}"
        (before / f"pkg/orders/{name}.py").write_bytes(source)
        moved = {**MOVED, f"pkg.orders.{name}": name}
        try:
            found = rewrite_modules(name, source, moved, "pkg.orders").data
        except ScaffoldError:
            refused += 1
            continue
        assert rewrite_modules(name, found, moved).data == found
        (after / f"{name}.py").write_bytes(found)
        rewritten_names.append(name)
    old = seen_by(before, [f"pkg.orders.{name}" for name in rewritten_names])
    new = seen_by(after, rewritten_names)
    wrong = [names for names in zip(rewritten_names, old, new, strict=True) if names[1] != names[2]]
    assert wrong == []
    assert sum(name.startswith("[") for name in old) > 100
    assert refused < 30
