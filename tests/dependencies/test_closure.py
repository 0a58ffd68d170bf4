"""What a handler needs from disk, told from the text of its modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.dependencies.closure import Closure, closure_of
from sam_scaffold.dependencies.places import Mount, Place
from sam_scaffold.dependencies.sources import Sources


def lay(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def close(folder: Path, files: dict[str, str], handler: str = "app.handler") -> Closure:
    """The closure of a function; files in ``opt/`` are its layer's."""
    lay(
        folder, {name if name.startswith("opt/") else f"task/{name}": files[name] for name in files}
    )
    task, opt = folder / "task", folder / "opt"
    mounts = (Mount("/var/task", (task,)), Mount("/opt/python", (opt,)))
    places = (Place((task,)), Place((opt,), frozenset({"yaml"})))
    return closure_of(handler, places, "python3.12", Sources(), mounts)


def needed(folder: Path, files: dict[str, str], handler: str = "app.handler") -> set[str]:
    """The files that a function needs beside its handler's, from the code's folder on."""
    found = close(folder, files, handler)
    names = {one.file.relative_to(folder).as_posix() for one in found.modules}
    return {name.removeprefix("task/") for name in names} - {"app.py"}


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
