"""pytest's settings of the search path, compared with what pytest itself reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.pytest_settings.pytest_path import pytest_config, with_test_folders

NEW = ["functions/orders", "functions/billing"]

CASES: dict[str, dict[str, str]] = {
    "nothing": {},
    "pyproject without settings": {"pyproject.toml": "[project]\nname = 'a'\n"},
    "empty pyproject": {"pyproject.toml": ""},
    "setup.cfg without settings": {"setup.cfg": "[metadata]\nname = a\n"},
    "tox without settings": {"tox.ini": "[tox]\nenvlist = py\n"},
    "empty pytest.ini wins": {
        "pytest.ini": "",
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['src']\n",
    },
    "comment in pytest.ini": {"pytest.ini": "# later"},
    "hidden": {".pytest.ini": "[pytest]\naddopts = -q\n", "tox.ini": "[pytest]\npythonpath = a\n"},
    "pytest.toml wins": {"pytest.toml": "[pytest]\npythonpath = ['a']\n", "pytest.ini": ""},
    "empty pytest.toml": {"pytest.toml": ""},
    "hidden toml": {".pytest.toml": "# nothing\n[pytest]\naddopts = ['-q']\n"},
    "one line": {"pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['src'] # c\n"},
    "trailing comma": {"pyproject.toml": "[tool.pytest.ini_options]\npythonpath = [ 'src', ]\n"},
    "empty list": {"pyproject.toml": "[tool.pytest.ini_options]\npythonpath = [ ]\n"},
    "many lines": {
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = [\n  'src',  # a\n"
        "  # b\n  'lib'  # c ]\n  # d\n]\ntestpaths = ['tests']\n"
    },
    "many lines with comma": {
        "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = [\n  "src",\n  "]",  # [\n]\n'
    },
    "closing on the last line": {
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = [\n  'src',\n  'lib']\n"
    },
    "a string": {"pyproject.toml": "[tool.pytest.ini_options]\npythonpath = \"src 'a b'\"\n"},
    "an empty string": {"pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ''\n"},
    "a quoted key": {"pyproject.toml": "[ tool . pytest . ini_options ]\n\"pythonpath\" = ['a']\n"},
    "dotted keys": {"pyproject.toml": "[tool]\npytest.ini_options.pythonpath = ['a']\n"},
    "other lists of that name": {
        "pyproject.toml": "[tool.pyright]\npythonpath = ['a']\n[tool.pytest.ini_options]\n"
        "addopts = '-q'\nmarkers = [\n  'a',\n]\n\n# what follows\n[tool.b]\npythonpath = ['c']\n"
    },
    "text that looks like it": {
        "pyproject.toml": "[tool.a]\nb = '''\n[tool.pytest.ini_options]\npythonpath = ['a']\n'''\n"
        "[tool.pytest.ini_options]\n"
    },
    "native": {"pyproject.toml": "[tool.pytest]\naddopts = ['-q']\n\n[tool.ruff]\n"},
    "native list": {"pyproject.toml": "[tool.pytest]\npythonpath = ['src']\n"},
    "native beside empty options": {
        "pyproject.toml": "[tool.pytest]\nminversion = '7'\n[tool.pytest.ini_options]\n"
    },
    "tox": {"tox.ini": "[tox]\nenvlist = py\n\n[pytest]\npythonpath = src lib\n[testenv]\na = b\n"},
    "setup.cfg": {
        "setup.cfg": "[tool:pytest]\npythonpath=src\n\n# about a\n[metadata]\nname = a\n"
    },
    "tox before setup.cfg": {
        "tox.ini": "[pytest]\n",
        "setup.cfg": "[tool:pytest]\npythonpath = a\n",
    },
    "ini lines": {
        "pytest.ini": "[pytest]\npythonpath =\n    src\n    # about lib\n    lib\n\naddopts = -q\n"
    },
    "ini lines to the end": {"pytest.ini": "[pytest]\npythonpath =\n\tsrc\n\tlib"},
    "ini first line": {"pytest.ini": "[pytest]\npythonpath: src\n  'a b'\n"},
    "ini without value": {"pytest.ini": "[pytest]\npythonpath =\naddopts = -q"},
    "ini without key": {"pytest.ini": "[pytest]\naddopts =\n  -q\n; done\n\n[other]\na = b\n"},
    "ini section alone": {"pytest.ini": "[pytest]  # ours"},
    "there already": {"pytest.ini": "[pytest]\npythonpath = functions/orders functions/billing/\n"},
    "one there": {"pytest.ini": "[pytest]\npythonpath = functions/billing\n"},
    "windows": {"pyproject.toml": "[tool.pytest.ini_options]\r\npythonpath = [\r\n  'a',\r\n]\r\n"},
    "windows without key": {"pyproject.toml": "[tool.pytest.ini_options]\r\naddopts = '-q'\r\n"},
    "windows ini": {"pytest.ini": "[pytest]\r\npythonpath =\r\n  src\r\naddopts = -q\r\n"},
    "windows ini without key": {"tox.ini": "[pytest]\r\n\r\n[a]\r\n"},
    "umlaut": {"pytest.ini": "# Grüße\n[pytest]\npythonpath = lüge\n"},
}

READ = """
import contextlib, io, json, os, sys
import pytest

class Plugin:
    def pytest_configure(self, config):
        root = os.path.realpath(os.getcwd())
        folders = [os.path.relpath(one, root) for one in config.getini("pythonpath")]
        path = config.inipath and os.path.relpath(config.inipath, root)
        found.append([path, [one.replace(os.sep, "/") for one in folders]])

found = []
for folder in sys.argv[1:]:
    os.chdir(folder)
    before = len(found)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        pytest.main(["--collect-only", "-p", "no:cacheprovider"], plugins=[Plugin()])
    if len(found) == before:
        found.append(["refused", []])
print(json.dumps(found))
"""


def read_by_pytest(folders: list[Path]) -> list[tuple[str | None, list[str]]]:
    command = [sys.executable, "-c", READ, *map(str, folders)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return [(path, folders) for path, folders in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str | None, list[str]]]]:
    """Return what pytest reads in each case before and after."""
    roots = []
    for files in CASES.values():
        for is_after in (False, True):
            root = tmp_path_factory.mktemp("case")
            write(root, files)
            if is_after and (edit := with_test_folders(root, NEW)):
                (root / edit.path).write_bytes(edit.data)
            roots.append(root)
    found = read_by_pytest(roots)
    return {case: found[2 * at : 2 * at + 2] for at, case in enumerate(CASES)}


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())


@pytest.mark.parametrize("case", CASES)
def test_pytest_reads_what_is_added(
    case: str, tmp_path: Path, read: dict[str, list[tuple[str | None, list[str]]]]
) -> None:
    write(tmp_path, CASES[case])
    (path, before), (path_after, after) = read[case]
    config = pytest_config(tmp_path)
    assert path in (config.path, None)
    assert list(config.folders) == before
    assert path_after == config.path
    assert after == before + [entry for entry in NEW if entry not in before]


@pytest.mark.parametrize("case", CASES)
def test_no_other_byte_changes(case: str, tmp_path: Path) -> None:
    files = CASES[case]
    write(tmp_path, files)
    edit = with_test_folders(tmp_path, NEW)
    if edit is None:
        assert case == "there already"
        return
    before, after = files.get(edit.path, ""), edit.data.decode()
    kept = iter(after)
    assert all(letter in kept for letter in before)  # in this order
    assert len(after) - len(before) < 90
    if "\r\n" in before:
        assert after.count("\n") == after.count("\r\n")
    (tmp_path / edit.path).write_bytes(edit.data)
    assert with_test_folders(tmp_path, NEW) is None


@pytest.mark.parametrize(
    ("case", "after"),
    [
        ("nothing", "[pytest]\npythonpath = functions/orders functions/billing\n"),
        (
            "pyproject without settings",
            (
                "[project]\nname = 'a'\n\n[tool.pytest.ini_options]\n"
                'pythonpath = ["functions/orders", "functions/billing"]\n'
            ),
        ),
        (
            "many lines",
            (
                "[tool.pytest.ini_options]\npythonpath = [\n  'src',  # a\n  # b\n  'lib',  # c ]\n"
                '  "functions/orders",\n  "functions/billing"\n  # d\n]\ntestpaths = [\'tests\']\n'
            ),
        ),
        (
            "other lists of that name",
            (
                "[tool.pyright]\npythonpath = ['a']\n[tool.pytest.ini_options]\n"
                "addopts = '-q'\nmarkers = [\n  'a',\n]\n"
                'pythonpath = ["functions/orders", "functions/billing"]\n'
                "\n# what follows\n[tool.b]\npythonpath = ['c']\n"
            ),
        ),
        (
            "ini lines",
            (
                "[pytest]\npythonpath =\n    src\n    # about lib\n    lib\n    functions/orders\n"
                "    functions/billing\n\naddopts = -q\n"
            ),
        ),
        (
            "setup.cfg",
            (
                "[tool:pytest]\npythonpath=src functions/orders functions/billing\n\n"
                "# about a\n[metadata]\nname = a\n"
            ),
        ),
    ],
)
def test_additions_look_like_their_neighbours(case: str, after: str, tmp_path: Path) -> None:
    write(tmp_path, CASES[case])
    edit = with_test_folders(tmp_path, NEW)
    assert edit is not None
    assert edit.data.decode() == after


def test_the_file_nearest_to_the_tests_counts(tmp_path: Path) -> None:
    files = {"pytest.ini": "[pytest]\n", "backend/tox.ini": "[pytest]\npythonpath = src\n"}
    write(tmp_path, files)
    config = pytest_config(tmp_path, "backend/tests")
    assert (config.path, config.folders) == ("backend/tox.ini", ("backend/src",))
    edit = with_test_folders(tmp_path, ["functions/orders", "."], "backend")
    assert edit is not None
    assert edit.data == b"[pytest]\npythonpath = src ../functions/orders ..\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", "[tool]\npytest = {ini_options = {pythonpath = 1}}\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\npythonpath = '''a'''\n"),
        ("pytest.ini", "[pytest]\npythonpath = 'a\n"),
    ],
)
def test_what_cannot_be_extended_is_refused(path: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, {path: text})
    with pytest.raises(ScaffoldError, match=f"{path}: the setting pythonpath"):
        with_test_folders(tmp_path, NEW)
