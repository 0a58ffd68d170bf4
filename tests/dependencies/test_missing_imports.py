"""Imports of a function that fail; tests on built functions compare them with Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.dependencies.importing.failed_import import MissingImport, Reason
from sam_scaffold.dependencies.importing.missing_imports import missing_imports
from sam_scaffold.dependencies.importing.path_entries import PathEntry

HANDLER = "def handler(event, context): ...\n"


def missing(
    folder: Path, files: dict[str, str], *places: PathEntry, handler: str = "app.handler"
) -> tuple[MissingImport, ...]:
    """Return the missing imports of a function of some files; the folder ``opt`` is its layers'."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    every = (PathEntry((folder / "task",)), PathEntry((folder / "opt",)), *places)
    found = missing_imports(handler, every, "python3.12")
    return tuple(missing for missing in found if missing.is_sure)


def said(found: tuple[MissingImport, ...]) -> list[tuple[str, Reason]]:
    return [(missing.name, missing.reason) for missing in found]


CASES = {
    "nowhere": ({"task/app.py": "import yaml"}, ("yaml", Reason.NOWHERE)),
    "member": (
        {"task/app.py": "import acme.money", "task/acme/__init__.py": ""},
        ("acme.money", Reason.NO_MEMBER),
    ),
    "member-of-namespace": (
        {"task/app.py": "from acme import money", "opt/acme/other.py": ""},
        ("acme.money", Reason.NO_MEMBER),
    ),
    "name": (
        {"task/app.py": "from acme import money", "task/acme.py": "x = 1"},
        ("acme.money", Reason.NO_NAME),
    ),
    "member-of-module": (
        {"task/app.py": "import acme.money", "task/acme.py": ""},
        ("acme.money", Reason.NO_MEMBER),
    ),
    "of-a-member-that-its-package-imports": (
        {
            "task/app.py": "import acme",
            "task/acme/__init__.py": "from . import money",
            "task/acme/money.py": "import yaml",
        },
        ("yaml", Reason.NOWHERE),
    ),
    "relative": ({"task/app.py": "from . import x"}, (".x", Reason.RELATIVE)),
    "relative-too-far": (
        {"task/app.py": "import a.b", "task/a/__init__.py": "", "task/a/b.py": "from ... import c"},
        ("...c", Reason.RELATIVE),
    ),
    "circle": (
        {"task/app.py": "import a", "task/a.py": "import b\nX = 1", "task/b.py": "from a import X"},
        ("a.X", Reason.CYCLE),
    ),
}


@pytest.mark.parametrize(("files", "wanted"), CASES.values(), ids=CASES.keys())
def test_reasons(files: dict[str, str], wanted: tuple[str, Reason], tmp_path: Path) -> None:
    assert said(missing(tmp_path, files)) == [wanted]


def test_where_it_stands(tmp_path: Path) -> None:
    files = {
        "task/src/app.py": "from .more import total\ndef handler(*_): total()",
        "task/src/more.py": "def total():\n    from shop import x, y\n",
    }
    (found,) = missing(tmp_path, files, handler="src/app.handler")
    file = tmp_path / "task" / "src" / "more.py"
    assert found == MissingImport(
        file, 2, 5, "shop", "src.more", Reason.NOWHERE, lazy=True, wanted="shop.x"
    )


def test_what_no_python_takes_is_a_mistake_of_its_own(tmp_path: Path) -> None:
    files = {"task/app.py": "import more", "task/more.py": "import os\nprint 'x'\nimport yaml"}
    (found,) = missing(tmp_path, files)
    assert (found.file.name, found.line, found.reason) == ("more.py", 2, Reason.SYNTAX)
    assert found.name.startswith("Missing parentheses in call to 'print'")


def test_what_fails_at_the_start_comes_first(tmp_path: Path) -> None:
    files = {
        "task/app.py": "def handler(*_):\n    import one\nimport more\nimport three",
        "task/more.py": "import two",
    }
    found = missing(tmp_path, files)
    assert [(missing.name, missing.lazy) for missing in found] == [
        ("two", False),
        ("three", False),
        ("one", True),
    ]


FINE = {
    "no-handler": {"task/other.py": "import yaml"},
    "not-reached": {"task/app.py": "", "task/other.py": "import yaml"},
    "no-text": {"task/app.py": "import more\nfrom more import x", "task/more.so": "\0"},
    "library": {"task/app.py": "import os.path, xml.etree\nfrom json import anything"},
    "name-of-the-library": {"task/app.py": "from queue import x", "task/queue.py": "import yaml"},
    "dunder": {"task/app.py": "from acme import __name__, __doc__", "task/acme.py": ""},
    "own-path-in-package": {
        "task/app.py": "import acme.money",
        "task/acme/__init__.py": "__path__.append('elsewhere')",
    },
    "parents": {"task/app.py": "import a.b.c", "task/a/b/c.py": ""},
    "submodule-as-name": {"task/app.py": "from a import b", "task/a/b.py": ""},
    "relative-or-absolute": {
        "task/app.py": "try:\n    from .a import x\nexcept ImportError:\n    from a import x",
        "task/a.py": "x = 1",
    },
    "guarded-by-a-module-that-fails": {
        "task/app.py": "try:\n    import a\nexcept ImportError:\n    import b",
        "task/a.py": "import yaml",
        "task/b.py": "",
    },
}


@pytest.mark.parametrize("files", FINE.values(), ids=FINE.keys())
def test_fine(files: dict[str, str], tmp_path: Path) -> None:
    assert missing(tmp_path, files) == ()


OWN_SEARCH = {
    "append": ("sys.path.append('lib')", True),
    "insert": ("sys.path.insert(0, 'lib')", True),
    "slice": ("sys.path[:0] = ['lib']", True),
    "added": ("sys.path += ['lib']", True),
    "assigned": ("sys.path = ['lib', *sys.path]", True),
    "modules": ("sys.modules['yaml'] = None", True),
    "finder": ("sys.meta_path.append(finder)", True),
    "site": ("import site\nsite.addsitedir('lib')", True),
    "from": ("from sys import path\npath.append('lib')", True),
    "read": ("print(sys.path, sys.path[0] == 'x', sys.modules['yaml'] == 3)", False),
    "asked": ("'yaml' in sys.modules", False),
}


@pytest.mark.parametrize(("text", "adds"), OWN_SEARCH.values(), ids=OWN_SEARCH.keys())
def test_what_a_module_adds_to_the_path(text: str, tmp_path: Path, *, adds: bool) -> None:
    files = {"task/app.py": "import more\nimport yaml", "task/more.py": f"import sys\n{text}"}
    assert said(missing(tmp_path, files)) == ([] if adds else [("yaml", Reason.NOWHERE)])


def test_what_stands_in_is_missed_if_it_is_needed(tmp_path: Path) -> None:
    files = {
        "task/app.py": "try:\n    import a\nexcept ImportError:\n    import b",
        "task/a.py": "import yaml",
    }
    assert said(missing(tmp_path, files)) == [("b", Reason.NOWHERE)]


INSTALLED = {
    "known": (PathEntry((), frozenset({"yaml"})), "import yaml", 0),
    "not-known": (PathEntry((), is_known=False, is_complete=False), "import yaml", 0),
    "not-known-own": (PathEntry((), is_known=False), "import of_our_own", 0),
    "not-complete": (PathEntry((), is_complete=False), "import yaml", 0),
    "not-complete-own": (PathEntry((), is_complete=False), "import of_our_own", 1),
    "not-complete-mistaken": (PathEntry((), is_complete=False), "import utils", 1),
    "not-known-member": (PathEntry((), is_known=False), "import acme.money", 1),
    "not-known-namespace": (PathEntry((), is_known=False), "import corp.money", 0),
}


@pytest.mark.parametrize(("place", "text", "count"), INSTALLED.values(), ids=INSTALLED.keys())
def test_what_is_not_known_is_not_missed(
    place: PathEntry, text: str, count: int, tmp_path: Path
) -> None:
    files = {"task/app.py": text, "task/acme/__init__.py": "", "task/corp/other.py": ""}
    assert len(missing(tmp_path, files, place)) == count


@pytest.mark.parametrize("runtime", ["nodejs22.x", "provided.al2023", "", "python"])
def test_other_runtimes(runtime: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import yaml")
    assert missing_imports("app.handler", [PathEntry((tmp_path,))], runtime) == ()


def test_long_chains(tmp_path: Path) -> None:
    files = {f"task/m{number}.py": f"import m{number + 1}" for number in range(100)}
    assert said(missing(tmp_path, files, handler="m0.handler")) == [("m100", Reason.NOWHERE)]


def test_chains_that_python_would_not_take(tmp_path: Path) -> None:
    files = {f"task/m{number}.py": f"import m{number + 1}" for number in range(1500)}
    assert missing(tmp_path, files, handler="m0.handler") == ()
