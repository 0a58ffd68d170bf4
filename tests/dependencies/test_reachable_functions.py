"""Imports in functions count where something may call the function."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.dependencies.importing.missing_imports import missing_imports
from sam_scaffold.dependencies.importing.path_entries import PathEntry

SHARED = """
import functools
from abc import ABC

import some_package

from . import local

def used():
    import needed

def chain():
    return used()

def outer():
    def inner():
        import needed
    return inner()

def recursive():
    import needed
    return recursive()

class Store:
    def __init__(self):
        import needed

    def read(self):
        import needed

    @property
    def total(self):
        import needed

    @classmethod
    def made(cls):
        import needed

class Plain(ABC):
    def read_plain(self):
        import needed

class Formatter(some_package.Base):
    def format(self, record):
        import needed

class Settings(some_package.Base):
    @classmethod
    def for_tests(cls):
        import needed

class Local(local.Steps):
    def step(self):
        import needed
"""

LOCAL = "class Steps:\n    def run(self): return self.other()\n"

CALLED = {
    "by-name": "from shared import used\ndef handler(*_): used()",
    "by-attribute": "import shared\ndef handler(*_): shared.used()",
    "renamed": "from shared import used as other\ndef handler(*_): other()",
    "module-renamed": "import shared as s\ndef handler(*_): s.used()",
    "through-another": "from shared import chain\ndef handler(*_): chain()",
    "nested": "from shared import outer\ndef handler(*_): outer()",
    "at-the-top": "from shared import used\nused()",
    "handed-over": "from shared import used\nACTIONS = {'used': used}",
    "as-a-default": "from shared import used\ndef handler(event, context, call=used): ...",
    "by-getattr": "import shared\ndef handler(*_): getattr(shared, 'used')()",
    "in-a-comprehension": "from shared import used\ndef handler(*_): return [used() for _ in 'x']",
    "in-a-lambda": "from shared import used\nhandler = lambda *_: used()",
    "in-a-class-body": "from shared import used\nclass A:\n    value = used()",
    "in-a-format": "from shared import used\ndef handler(*_): return f'{used()}'",
    "constructor": "from shared import Store\ndef handler(*_): Store()",
    "method": "import shared\ndef handler(store, _): store.read()",
    "property": "import shared\ndef handler(store, _): return store.total",
    "class-method": "from shared import Store\ndef handler(*_): return Store.made()",
    "method-that-a-package-calls": "from shared import Formatter\nformatter = Formatter()",
    "base-class": "from shared import Store\nclass Mine(Store): ...\nmine = Mine()",
    "registered": "import shared\n@shared.app.route('/')\ndef page():\n    import needed",
    "registered-inside": (
        "def make(app):\n    @app.get\n    def page():\n        import needed\n"
        "def handler(event, _): make(event)"
    ),
    "handler": "def handler(event, context):\n    import needed",
    "imported-as-the-handler": "from shared import used as handler",
}

NOT_CALLED = {
    "imported-alone": "from shared import used, Store, outer, recursive",
    "module-alone": "import shared\ndef handler(*_): ...",
    "star": "from shared import *",
    "called-by-what-is-not-called": "from shared import used\ndef other(): used()",
    "only-as-a-script": (
        "from shared import used\ndef main(): used()\nif __name__ == '__main__':\n    main()"
    ),
    "nested-in-what-is-not-called": "import shared\ndef handler(*_): return inner",
    "constructor-of-no-instance": "import shared\ndef __init__(): ...",
    "class-of-plain-kind": "from shared import Plain\nplain = Plain()",
    "class-method-of-a-package": "from shared import Settings\nsettings = Settings()",
    "class-of-the-repository": "from shared import Local\nlocal = Local()",
    "cached": "import functools\n@functools.lru_cache(maxsize=1)\ndef load():\n    import needed",
    "assigned-alone": "used = 1\nimport shared",
    "text-alone": "import shared\ndef handler(event, _): return event['used']",
    "handler-of-another-function": "def other_handler(event, context):\n    import needed",
}


def missed(folder: Path, app: str) -> bool:
    """Return whether the function of a module lacks ``needed``."""
    files = {"app.py": app, "shared/__init__.py": SHARED, "shared/local.py": LOCAL}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    places = (PathEntry((folder,)), PathEntry((), frozenset({"some_package"})))
    found = missing_imports("app.handler", places, "python3.12")
    assert {missing.name for missing in found} <= {"needed"}
    return bool(found)


@pytest.mark.parametrize("app", CALLED.values(), ids=CALLED.keys())
def test_an_import_that_runs_is_missed(app: str, tmp_path: Path) -> None:
    assert missed(tmp_path, app)


@pytest.mark.parametrize("app", NOT_CALLED.values(), ids=NOT_CALLED.keys())
def test_an_import_that_nothing_runs_is_not(app: str, tmp_path: Path) -> None:
    assert not missed(tmp_path, app)


def test_functions_may_call_each_other_in_a_long_row(tmp_path: Path) -> None:
    calls = "".join(f"def f{number}(): return f{number + 1}()\n" for number in range(5000))
    app = f"{calls}def f5000():\n    import needed\ndef handler(*_): return f0()\n"
    assert missed(tmp_path, app)
