"""Modules that no Python can parse, from the handler on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rules import lint

RULE = "E9108"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties: {Runtime: python3.10, Handler: app.handler, CodeUri: functions/orders/}
    """

HANDLER = "def handler(event, context):\n    return {}\n"
BROKEN = f"{HANDLER}    }}\n"

FAILS = {
    "handler": ({"app.py": BROKEN}, "app.py:3 is not valid Python: "),
    "imported": ({"app.py": "import more\n", "more.py": BROKEN}, "more.py:3 is not valid Python: "),
    "from-package": (
        {"app.py": "from shop import more\n", "shop/__init__.py": "", "shop/more.py": BROKEN},
        "shop/more.py:3 is not valid Python: ",
    ),
    "in-a-call": (
        {"app.py": "def handler(event, context):\n    import more\n", "more.py": BROKEN},
        "more.py:3 is not valid Python: ",
    ),
    "python2": ({"app.py": "print 'x'\n"}, "app.py:1 is not valid Python: "),
    "conflict": ({"app.py": f"<<<<<<< HEAD\n{HANDLER}"}, "app.py:1 is not valid Python: "),
    "name-of-it": ({"app.py": "from more import total\n", "more.py": BROKEN}, "more.py:3 is not"),
}


def laid(files: dict[str, str]) -> dict[str, str]:
    return {f"functions/orders/{name}": text for name, text in files.items()}


@pytest.mark.parametrize(("files", "what"), FAILS.values(), ids=FAILS.keys())
def test_module_that_fails(files: dict[str, str], what: str, tmp_path: Path) -> None:
    (said,) = lint(tmp_path, RULE, TEMPLATE, laid(files))
    assert said.path == ("Resources", "Orders", "Properties", "CodeUri")
    assert said.message.startswith(f"Orders: functions/orders/{what}")
    assert lint(tmp_path, "E9201", TEMPLATE) == []


WORKS = {
    "valid": {"app.py": HANDLER},
    "not-reached": {"app.py": HANDLER, "tool.py": BROKEN},
    "guarded": {
        "app.py": f"try:\n    import more\nexcept Exception:\n    pass\n{HANDLER}",
        "more.py": BROKEN,
    },
    "never-called": {"app.py": f"def f():\n    import more\n{HANDLER}", "more.py": BROKEN},
    "other-encoding": {"app.py": f"# -*- coding: latin-1 -*-\n{HANDLER}"},
}


@pytest.mark.parametrize("files", WORKS.values(), ids=WORKS.keys())
def test_module_that_works_or_never_runs(files: dict[str, str], tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, TEMPLATE, laid(files)) == []


NEWER = {
    "bracket": (BROKEN, 1),
    "merge-mark": (f"{HANDLER}=======\n", 1),
    "indent": (f"{HANDLER}   x = 1\n", 1),
    "python2": ("print 'x'\n", 1),
    "new-syntax": (f"type Order = dict[str, int] is new\n{HANDLER}", 0),
    "brackets-in-a-text": ("x = f'{d[\")\"]})'\n", 0),
}


@pytest.mark.parametrize(("text", "count"), NEWER.values(), ids=NEWER.keys())
def test_of_a_newer_python_only_some_are_sure(text: str, count: int, tmp_path: Path) -> None:
    newer = f"python3.{sys.version_info.minor + 1}"
    template = TEMPLATE.replace("python3.10", newer)
    assert len(lint(tmp_path, RULE, template, laid({"app.py": text}))) == count
