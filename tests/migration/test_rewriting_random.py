"""Random modules see the same names before and after they are rewritten."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from rewritings import MOVED

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.renaming.rewriting import rewrite_modules

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
