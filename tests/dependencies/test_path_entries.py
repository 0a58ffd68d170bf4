"""Python's finder, simulated on folders, compared with the interpreter's own finder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sam_scaffold.dependencies.importing.module_cache import ModuleCache
from sam_scaffold.dependencies.importing.path_entries import (
    FOREIGN,
    FoundModule,
    PathEntry,
    Portion,
    find,
)

EXTENDED = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"

FOLDERS = {
    "module": ({"one/a.py": ""}, "a"),
    "package": ({"one/a/__init__.py": "", "one/a/b.py": ""}, "a.b"),
    "package-before-module": ({"one/a/__init__.py": "", "one/a.py": ""}, "a"),
    "first-place": ({"one/a.py": "", "two/a.py": ""}, "a"),
    "second-place": ({"two/a.py": ""}, "a"),
    "module-hides-package": ({"one/a.py": "", "two/a/__init__.py": "", "two/a/b.py": ""}, "a.b"),
    "namespace": ({"one/a/b.py": "", "two/a/c.py": ""}, "a.c"),
    "namespace-first": ({"one/a/b.py": "", "two/a/b.py": ""}, "a.b"),
    "package-hides-namespace": ({"one/a/b.py": "", "two/a/__init__.py": "", "two/a/c.py": ""},
                                "a.b"),
    "init-hides": ({"one/a/__init__.py": "", "two/a/c.py": ""}, "a.c"),
    "module-beats-namespace": ({"one/a/b.py": "", "two/a.py": ""}, "a"),
    "deep-namespace": ({"one/a/b/c.py": "", "two/a/b/d.py": ""}, "a.b.d"),
    "namespace-in-package": ({"one/a/__init__.py": "", "one/a/b/c.py": ""}, "a.b.c"),
    "extended": ({"one/a/__init__.py": EXTENDED, "two/a/c.py": ""}, "a.c"),
    "empty-folder": ({"one/a/": ""}, "a"),
    "case": ({"one/A.py": ""}, "a"),
    "nothing": ({"one/": ""}, "a"),
}  # fmt: skip


def write_files(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_text(text, encoding="utf-8")


def search(name: str, *places: PathEntry) -> FoundModule | None:
    portions, found, sources = [Portion.of(place) for place in places], None, ModuleCache()
    for part in name.split("."):
        found = find(part, portions, sources)
        if found is None or found.is_foreign:
            return found
        portions = list(found.portions)
    return found


FINDER = """
import importlib.util, sys
sys.path[:0] = sys.argv[2:]
try:
    found = importlib.util.find_spec(sys.argv[1])
except ModuleNotFoundError:
    found = None
print("none" if found is None else found.origin or "namespace")
"""


@pytest.mark.parametrize(("files", "name"), FOLDERS.values(), ids=FOLDERS.keys())
def test_finds_what_python_finds(files: dict[str, str], name: str, tmp_path: Path) -> None:
    write_files(tmp_path, files)
    folders = [tmp_path / "one", tmp_path / "two"]
    run = subprocess.run(
        [sys.executable, "-I", "-c", FINDER, name, *map(str, folders)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = search(name, *(PathEntry((folder,)) for folder in folders))
    said = "none" if found is None else str(found.file or "namespace")
    assert said == run.stdout.strip()


OVERLAID = {
    "init-below": ({"one/a/__init__.py": "", "two/a/b.py": ""}, "a.b", "two/a/b.py"),
    "init-above": ({"one/a/b.py": "", "two/a/__init__.py": ""}, "a.b", "one/a/b.py"),
    "last-file": ({"one/a.py": "", "two/a.py": ""}, "a", "two/a.py"),
}


@pytest.mark.parametrize(("files", "name", "wanted"), OVERLAID.values(), ids=OVERLAID.keys())
def test_folders_over_each_other(
    files: dict[str, str], name: str, wanted: str, tmp_path: Path
) -> None:
    write_files(tmp_path, files)
    found = search(name, PathEntry((tmp_path / "one", tmp_path / "two")))
    assert found is not None
    assert found.file == tmp_path / wanted


INSTALLED = {
    "package": ({"a"}, "a", True),
    "below": ({"a"}, "a.b.c", True),
    "dotted": ({"a.b"}, "a.b.c", True),
    "beside-dotted": ({"a.b"}, "a.c", False),
    "namespace": ({"a.b"}, "a", True),
    "other": ({"ab"}, "a", False),
}


@pytest.mark.parametrize(("names", "name", "is_there"), INSTALLED.values(), ids=INSTALLED.keys())
def test_what_is_installed(names: set[str], name: str, *, is_there: bool) -> None:
    assert (search(name, PathEntry((), frozenset(names))) is not None) is is_there


def test_installed_and_on_disk_are_one_namespace(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/mine.py": ""})
    place = PathEntry((tmp_path,), frozenset({"a.theirs"}))
    mine, theirs = search("a.mine", place), search("a.theirs", place)
    assert mine is not None
    assert mine.file == tmp_path / "a" / "mine.py"
    assert theirs is FOREIGN
    assert search("a.nobodys", place) is None


def test_what_pip_recorded_is_not_looked_into(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/__init__.py": "", "a-1.dist-info/RECORD": "a/__init__.py,,\n"})
    assert search("a", PathEntry((tmp_path,))) is FOREIGN


@pytest.mark.parametrize("file", ["a.cpython-312-x86_64-linux-gnu.so", "a.so", "a.pyc"])
def test_what_is_no_text(file: str, tmp_path: Path) -> None:
    write_files(tmp_path, {file: ""})
    found = search("a", PathEntry((tmp_path,)))
    assert found == FoundModule(tmp_path / file, is_foreign=True)
