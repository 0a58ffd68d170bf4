"""Files that a handler needs, found in the source of its modules."""

from __future__ import annotations

from pathlib import Path

import pytest
from handler_closures import close, needed

from sam_scaffold.dependencies.importing.handler_closure import HandlerClosure, closure_of
from sam_scaffold.dependencies.importing.module_cache import ModuleCache
from sam_scaffold.dependencies.importing.path_entries import PathEntry

FOLLOWED = {
    "absolute": (
        {"app.py": "import a.b.c", "a/__init__.py": "", "a/b/c.py": ""},
        "a/__init__.py a/b/c.py",
    ),
    "sibling": ({"app.py": "import helper", "helper.py": ""}, "helper.py"),
    "submodule": ({"app.py": "from a import b", "a/b.py": ""}, "a/b.py"),
    "bound-name-comes-first": (
        {"app.py": "from a import b", "a/__init__.py": "b = 1", "a/b.py": ""},
        "a/__init__.py",
    ),
    "name-that-may-be-bound": (
        {"app.py": "from a import b", "a/__init__.py": "if x:\n    b = 1", "a/b.py": ""},
        "a/__init__.py a/b.py",
    ),
    "in-a-function-that-nothing-calls": (
        {"app.py": "def f():\n    import helper", "helper.py": ""},
        "helper.py",
    ),
    "optional": (
        {"app.py": "try:\n    import helper\nexcept ImportError:\n    pass", "helper.py": ""},
        "helper.py",
    ),
    "fallback-of-what-is-there": (
        {"app.py": "try:\n    import a\nexcept ImportError:\n    import b", "a.py": "", "b.py": ""},
        "a.py",
    ),
    "fallback-of-what-is-not": (
        {"app.py": "try:\n    import a\nexcept ImportError:\n    import b", "b.py": ""},
        "b.py",
    ),
    "fallback-of-what-fails": (
        {
            "app.py": "try:\n    import a\nexcept ImportError:\n    import b",
            "a.py": "import c",
            "c.py": "import nowhere_at_all",
            "b.py": "",
        },
        "a.py c.py b.py",
    ),
    "type-checking": (
        {"app.py": "if TYPE_CHECKING:\n    import a\nelse:\n    import b", "a.py": "", "b.py": ""},
        "b.py",
    ),
    "by-name": (
        {"app.py": "import importlib\nimportlib.import_module('a.b')", "a/b.py": ""},
        "a/b.py",
    ),
    "builtin-by-name": ({"app.py": "__import__('a')", "a.py": ""}, "a.py"),
    "by-another-name": (
        {"app.py": "from importlib import import_module as load\nload('a')", "a.py": ""},
        "a.py",
    ),
    "relative-by-name": (
        {
            "app.py": "from importlib import import_module\nimport_module('.b', package='a')",
            "a/b.py": "",
        },
        "a/b.py",
    ),
    "relative-to-itself": (
        {
            "app.py": "import a.c",
            "a/c.py": "from importlib import import_module\nimport_module('.b', __package__)",
            "a/b.py": "",
        },
        "a/c.py a/b.py",
    ),
    "f-string": (
        {
            "app.py": "import importlib\ndef f(x):\n    importlib.import_module(f'a.{x}')",
            "a/b.py": "",
            "a/c/__init__.py": "",
            "a/c/d.py": "",
        },
        "a/b.py a/c/__init__.py a/c/d.py",
    ),
    "concatenated": (
        {
            "app.py": "import importlib\ndef f(x):\n    importlib.import_module('a.' + x)",
            "a/b.py": "",
        },
        "a/b.py",
    ),
    "constant": (
        {"app.py": "import importlib\nNAME = 'a'\nimportlib.import_module(NAME)", "a.py": ""},
        "a.py",
    ),
    "dict": (
        {
            "app.py": "import importlib\nALL = {'x': 'a', 'y': 'b'}\n"
            "def f(x):\n    importlib.import_module(ALL[x])",
            "a.py": "",
            "b.py": "",
        },
        "a.py b.py",
    ),
    "loop": (
        {
            "app.py": "import importlib\nfor x in ['a', 'b']:\n    importlib.import_module(x)",
            "a.py": "",
            "b.py": "",
        },
        "a.py b.py",
    ),
    "lazy-names": (
        {
            "app.py": "from a import X",
            "a/__init__.py": "from importlib import import_module\nALL = {'X': ('.b', 'X')}\n"
            "def __getattr__(name):\n    where, what = ALL[name]\n"
            "    return getattr(import_module(where, __name__), what)",
            "a/b.py": "X = 1",
        },
        "a/__init__.py a/b.py",
    ),
    "star": (
        {
            "app.py": "from a import *",
            "a/__init__.py": "__all__ = ['b', 'x']\nx = 1",
            "a/b.py": "",
            "a/c.py": "",
        },
        "a/__init__.py a/b.py",
    ),
    "name-of-a-star": (
        {
            "app.py": "from a import b",
            "a/__init__.py": "from .c import *",
            "a/b.py": "",
            "a/c.py": "b = 1",
        },
        "a/__init__.py a/c.py",
    ),
    "namespace-in-two-places": (
        {"app.py": "import a.b\nimport a.c", "a/b.py": "", "opt/a/c.py": ""},
        "a/b.py opt/a/c.py",
    ),
    "regular-package-hides-the-layers": (
        {"app.py": "import a.b\nimport a.c", "a/__init__.py": "", "a/b.py": "", "opt/a/c.py": ""},
        "a/__init__.py a/b.py",
    ),
    "circle": (
        {
            "app.py": "import a",
            "a/__init__.py": "from . import c\nb = 1",
            "a/c.py": "from a import b",
            "a/b.py": "",
        },
        "a/__init__.py a/c.py a/b.py",
    ),
    "path": (
        {"app.py": "import sys\nsys.path.insert(0, '/var/task/lib')\nimport a", "lib/a.py": ""},
        "lib/a.py",
    ),
    "name-of-the-library": (
        {"app.py": "import queue", "queue.py": "import a", "a.py": ""},
        "queue.py a.py",
    ),
    "folder-named-as-the-library": ({"app.py": "import queue.a", "queue/a.py": ""}, ""),
    "compiled": ({"app.py": "from a import b", "a/b.so": ""}, "a/b.so"),
}


@pytest.mark.parametrize(("files", "wanted"), FOLLOWED.values(), ids=FOLLOWED.keys())
def test_what_is_followed(files: dict[str, str], wanted: str, tmp_path: Path) -> None:
    assert needed(tmp_path, files) == set(wanted.split())


def names_from(found: HandlerClosure, name: str) -> set[str]:
    """Return the names that are imported from a module."""
    return {edge.names for edge in found.edges if edge.imported.match(name)}


TAKEN = {
    "import": ("import pkg\npkg.NAME", "NAME"),
    "from": ("from pkg import NAME", "NAME"),
    "star": ("from pkg import *", "NAME f mod other"),
    "as": ("import pkg as p\ndef f():\n    p.NAME", "NAME"),
    "getattr": ("import pkg\ngetattr(pkg, 'NAME')", "NAME"),
    "by-name": ("import importlib\np = importlib.import_module('pkg')\np.NAME", "NAME"),
    "submodule-alone": ("import pkg.mod\npkg.mod.f()", ""),
    "submodule-as": ("import pkg.mod as m\nm.f()", ""),
    "submodule-from": ("from pkg import mod\nmod.f()", ""),
    "submodule-that-the-package-imports": ("import pkg\npkg.mod.f()", "mod"),
    "name-and-submodule": ("import pkg.other\npkg.f()", "f"),
    "nothing": ("import pkg", ""),
}


@pytest.mark.parametrize(("text", "wanted"), TAKEN.values(), ids=TAKEN.keys())
def test_names_that_are_taken_from_a_package(text: str, wanted: str, tmp_path: Path) -> None:
    files = {
        "app.py": text,
        "pkg/__init__.py": "from . import mod, other\nfrom .mod import f\nNAME = 1",
        "pkg/mod.py": "def f(): ...",
        "pkg/other.py": "",
    }
    found = close(tmp_path, files)
    assert names_from(found, "pkg/__init__.py") - {""} == set(wanted.split())


def unfollowed(found: HandlerClosure) -> list[tuple[str, int, str, bool]]:
    return [(use.file.name, use.line, use.text, use.scans) for use in found.unfollowed]


def test_a_name_that_only_the_run_tells_is_named(tmp_path: Path) -> None:
    text = "import importlib\ndef f(x):\n    importlib.import_module(x)\n    __import__(f'{x}.a')"
    found = close(tmp_path, {"app.py": text})
    assert unfollowed(found) == [("app.py", 3, "x", False), ("app.py", 4, "f'{x}.a'", False)]


def test_handlers_made_by_scanning_folders_are_told_apart(tmp_path: Path) -> None:
    text = (
        "import importlib, os\n"
        "def f():\n    for x in os.listdir('.'):\n        importlib.import_module(x[:-3])\nf()"
    )
    found = close(tmp_path, {"app.py": text})
    assert unfollowed(found) == [("app.py", 4, "x[:-3]", True)]


def test_a_package_that_imports_its_own_modules_is_followed(tmp_path: Path) -> None:
    text = (
        "import importlib, pkgutil\nfor one in pkgutil.iter_modules(__path__):\n"
        "    importlib.import_module(f'{__name__}.{one.name}')"
    )
    files = {"app.py": "import a", "a/__init__.py": text, "a/b.py": "", "a/c.py": ""}
    assert needed(tmp_path, files) == {"a/__init__.py", "a/b.py", "a/c.py"}


def test_what_cannot_be_parsed_is_needed_and_named(tmp_path: Path) -> None:
    found = close(tmp_path, {"app.py": "import a", "a.py": "\nx = = 1"})
    (mistake,) = found.unparsable
    assert (mistake.file.name, mistake.line, mistake.message) == ("a.py", 2, "invalid syntax")
    assert [module.name for module in found.modules] == ["app", "a"]


def test_what_is_missing_and_what_is_installed(tmp_path: Path) -> None:
    found = close(tmp_path, {"app.py": "import yaml, json\nfrom a import nothing", "a.py": ""})
    assert [(missing.name, missing.line) for missing in found.missing] == [("a.nothing", 2)]
    assert found.installed == {"yaml", "json"}


def test_an_init_that_counts_as_absent(tmp_path: Path) -> None:
    files = {"app.py": "from a import b", "a/__init__.py": "b = 1", "a/b.py": "", "opt/a/c.py": ""}
    close(tmp_path, files)
    task, opt = tmp_path / "task", tmp_path / "opt"
    places = (PathEntry((task,)), PathEntry((opt,)))
    init = frozenset({task / "a" / "__init__.py"})
    found = closure_of("app.handler", places, "python3.12", ModuleCache(), without=init)
    assert [module.name for module in found.modules] == ["app", "a.b"]


def test_a_handler_with_slashes(tmp_path: Path) -> None:
    files = {"src/api/orders.py": "from .. import shared", "src/shared.py": ""}
    found = close(tmp_path, files, "src/api/orders.lambda_handler")
    assert [module.name for module in found.modules] == ["src.api.orders", "src.shared"]


def test_a_handler_that_is_not_there(tmp_path: Path) -> None:
    assert close(tmp_path, {"src/api.py": ""}, "src/other.handler").modules == ()


def test_edges_tell_where_and_how(tmp_path: Path) -> None:
    text = "import a\ndef f():\n    import b\ntry:\n    import c\nexcept ImportError:\n    c = 1"
    found = close(tmp_path, {"app.py": text, "a.py": "", "b.py": "", "c.py": ""})
    said = [(edge.imported.stem, edge.line, edge.lazy, edge.optional) for edge in found.edges]
    assert sorted(said) == [("a", 1, False, False), ("b", 3, True, False), ("c", 5, False, True)]


def test_modules_import_in_a_long_row(tmp_path: Path) -> None:
    files = {f"m{at}.py": f"import m{at + 1}" for at in range(1500)}
    found = close(tmp_path, files | {"m1500.py": ""}, "m0.handler")
    assert len(found.modules) == 1501
