"""Files that a handler and its modules read belong to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from handler_closures import OF_FILE, close

RESOURCES = "import importlib.resources\nfrom importlib import resources\nimport pkgutil\n"


READ = {
    "resources": (f"{RESOURCES}x = resources.files('pkg') / 'x.json'", "pkg/x.json"),
    "resources-of-a-module": (
        f"{RESOURCES}import pkg\nx = resources.files(pkg).joinpath('x.json').read_text()",
        "pkg/x.json",
    ),
    "resources-in-an-encoding": (
        f"{RESOURCES}x = resources.files('pkg').joinpath('x.json').read_text('utf-8')",
        "pkg/x.json",
    ),
    "read-text": (f"{RESOURCES}x = resources.read_text('pkg', 'x.json')", "pkg/x.json"),
    "open-text": (f"{RESOURCES}x = resources.open_text('pkg', 'x.json')", "pkg/x.json"),
    "path": (f"{RESOURCES}x = resources.path('pkg', 'x.json')", "pkg/x.json"),
    "get-data": (f"{RESOURCES}x = pkgutil.get_data('pkg', 'x.json')", "pkg/x.json"),
    "parent": (
        f"{OF_FILE}x = (Path(__file__).parent / 'pkg' / 'x.json').read_text()",
        "pkg/x.json",
    ),
    "with-name": (f"{OF_FILE}x = Path(__file__).with_name('top.json')", "top.json"),
    "join": (
        f"{OF_FILE}x = open(os.path.join(os.path.dirname(__file__), 'pkg', 'x.json'))",
        "pkg/x.json",
    ),
    "base": (
        f"{OF_FILE}BASE = Path(__file__).parent\nD = BASE / 'data'\nx = open(D / 'y.csv')",
        "data data/y.csv",
    ),
    "in-a-folder": (
        f"{OF_FILE}def f(x):\n    return open(Path(__file__).parent / 'data' / x)",
        "data",
    ),
    "f-string": (
        f"{OF_FILE}def f(x):\n    return open(f'{{os.path.dirname(__file__)}}/data/{{x}}.csv')",
        "data",
    ),
    "open": ("x = open('data/y.csv')", "data/y.csv"),
    "open-of-a-constant": ("NAME = 'data/y.csv'\nx = open(NAME)", "data/y.csv"),
    "open-in-a-folder": ("def f(x):\n    return open(f'data/{x}.csv')", "data"),
    "folder": (f"{OF_FILE}x = Path('data')", "data"),
    "folder-and-file": (f"{OF_FILE}x = Path('data') / 'y.csv'", "data/y.csv"),
    "task-root": (
        f"{OF_FILE}x = os.path.join(os.environ['LAMBDA_TASK_ROOT'], 'data/y.csv')",
        "data/y.csv",
    ),
    "any-reader": ("import pandas\nx = pandas.read_csv('data/y.csv')", "data/y.csv"),
    "jinja-folder": ("import jinja2\nx = jinja2.FileSystemLoader('data')", "data"),
    "jinja-folders": ("import jinja2\nx = jinja2.FileSystemLoader(['data'])", "data"),
    "jinja-package": ("import jinja2\nx = jinja2.PackageLoader('pkg', 'html')", "pkg/html"),
    "not-a-package": ("x = open('pkg')", ""),
    "no-file": ("x = open('nowhere.json')", ""),
    "variable": ("def f(x):\n    return open(x)", ""),
    "no-path": ("x = 'data'\nprint('pkg')", ""),
}


@pytest.mark.parametrize(("text", "wanted"), READ.values(), ids=READ.keys())
def test_what_is_read(text: str, wanted: str, tmp_path: Path) -> None:
    files = {
        "app.py": text,
        "top.json": "",
        "pkg/__init__.py": "",
        "pkg/x.json": "",
        "pkg/html/a.html": "",
        "data/y.csv": "",
    }
    found = close(tmp_path, files)
    assert found.unfollowed == ()
    names = [file.path.relative_to(tmp_path / "task").as_posix() for file in found.data]
    assert sorted(set(names)) == sorted(wanted.split())


def test_a_path_out_of_the_artifact_was_broken_before(tmp_path: Path) -> None:
    text = f"{OF_FILE}x = open(Path(__file__).parent.parent / 'x.json')"
    (found,) = close(tmp_path, {"app.py": text}).unfollowed
    assert (found.line, "before" in found.why) == (3, True)


def test_some_file_beside_the_modules_is_named(tmp_path: Path) -> None:
    text = f"{OF_FILE}def f(x):\n    return open(Path(__file__).parent / x)"
    (found,) = close(tmp_path, {"app.py": text}).unfollowed
    assert (found.line, found.text) == (4, "Path(__file__).parent / x")


def test_a_search_path_is_no_data(tmp_path: Path) -> None:
    text = (
        f"{OF_FILE}import sys\nsys.path.append(os.path.join(os.path.dirname(__file__), '..', 'x'))"
    )
    found = close(tmp_path, {"app.py": text})
    assert (found.data, found.unfollowed) == ((), ())
