"""Entries that modules add to sys.path; an import that fails is not hidden by an empty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.dependencies.importing.missing_imports import missing_imports
from sam_scaffold.dependencies.importing.path_entries import Mount, PathEntry

FILES = {
    "task/vendor/tools.py": "",
    "task/src/shop/prices.py": "",
    "task/empty/.gitkeep": "",
    "opt/python/layered.py": "",
    "opt/lib/deep/deeper.py": "",
}


def missed(folder: Path, text: str, *imports: str, file: str = "app.py") -> list[str]:
    """Return the imports of a module that fail once it has run some statements."""
    module = f"import os, site, sys\nfrom pathlib import Path\n{text}\n"
    lines = "".join(f"import {name}\n" for name in imports)
    files = {**FILES, f"task/{file}": f"{module}{lines}"}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    task, opt = folder / "task", folder / "opt"
    mounts = (Mount("/var/task", (task,)), Mount("/opt/python", ()), Mount("/opt", (opt,)))
    places = (PathEntry((task,)), PathEntry((opt / "python",)))
    handler = f"{file.removesuffix('.py')}.handler"
    found = missing_imports(handler, places, "python3.12", mounts=mounts)
    return [found_entry.name for found_entry in found]


NOTHING_NEW = {
    "layers": "sys.path.append('/opt/python')",
    "all-of-layers": "sys.path.append('/opt')",
    "task": "sys.path.insert(0, '/var/task')",
    "own-folder": "sys.path.append(os.path.dirname(__file__))",
    "own-folder-absolute": "sys.path.append(os.path.dirname(os.path.abspath(__file__)))",
    "own-folder-real": "sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))",
    "own-folder-split": "sys.path.append(os.path.split(os.path.abspath(__file__))[0])",
    "pathlib": "sys.path.append(str(Path(__file__).resolve().parent))",
    "pathlib-parents": "sys.path.append(str(Path(__file__).parents[0]))",
    "pathlib-current": "sys.path.append(str(Path.cwd()))",
    "above": "sys.path.append(os.path.join(os.path.dirname(__file__), '..'))",
    "beside-the-code": "sys.path.append(str(Path(__file__).parent.parent / 'shared'))",
    "current": "sys.path.append(os.getcwd())",
    "nothing": "sys.path.append('')",
    "dot": "sys.path.append('.')",
    "root": "sys.path.append(os.environ['LAMBDA_TASK_ROOT'])",
    "root-or-default": "sys.path.append(os.environ.get('LAMBDA_TASK_ROOT', '.'))",
    "root-by-getenv": "sys.path.append(os.getenv('LAMBDA_TASK_ROOT'))",
    "extended": "sys.path.extend(['/opt/python', '.'])",
    "added": "sys.path += ['/opt/python']",
    "assigned": "sys.path = ['/opt/python', *sys.path]",
    "concatenated": "sys.path = ['/opt/python'] + sys.path",
    "slice": "sys.path[:0] = [os.path.dirname(__file__)]",
    "taken-out": "sys.path = [one for one in sys.path if one != 'x']",
    "named": "here = os.path.dirname(os.path.abspath(__file__))\nsys.path.append(here)",
    "formatted": "sys.path.append(f'{os.getcwd()}/')",
    "loop": "for place in ('/opt/python', '.'):\n    sys.path.append(place)",
    "loop-by-name": "PLACES = ['/opt/python']\nfor one in PLACES:\n    sys.path.append(one)",
    "condition": "if '/opt/python' not in sys.path:\n    sys.path.append('/opt/python')",
    "site": "site.addsitedir('/opt/python')",
    "imported": "from sys import path\npath.append('/opt/python')",
    "imported-as": "import sys as system\nsystem.path.append('/opt/python')",
    "in-a-function": "def add():\n    sys.path.append('/opt/python')\nadd()",
    "only-as-a-script": "if __name__ == '__main__':\n    sys.path.append(find())",
    "not-in-lambda": "sys.path.append('/home/me/shared')",
    "read": "print(sys.path, sys.path[0], sys.path == ['x'])",
}


@pytest.mark.parametrize("text", NOTHING_NEW.values(), ids=NOTHING_NEW.keys())
def test_what_adds_nothing_hides_nothing(text: str, tmp_path: Path) -> None:
    assert missed(tmp_path, text, "yaml") == ["yaml"]


UNKNOWN = {
    "call": "sys.path.append(find())",
    "variable": "sys.path.append(os.environ['MODULES'])",
    "mounted": "sys.path.append('/mnt/packages')",
    "downloaded": "sys.path.insert(0, '/tmp/packages')",
    "not-there": "sys.path.append('packages')",
    "empty": "sys.path.append(os.path.join(os.path.dirname(__file__), 'empty'))",
    "argument": "def add(place):\n    sys.path.append(place)\nadd('/opt/python')",
    "rebound": "place = 'x'\nplace = find()\nsys.path.append(place)",
    "renamed": "paths = sys.path\npaths.append('x')",
    "spread": "sys.path.extend(find())",
    "home": "sys.path.append(os.path.expanduser('~/x'))",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_is_not_known_is_not_missed(text: str, tmp_path: Path) -> None:
    assert missed(tmp_path, text, "yaml") == []


KNOWN = {
    "joined": "sys.path.append(os.path.join(os.path.dirname(__file__), 'vendor'))",
    "relative": "sys.path.insert(0, 'vendor')",
    "pathlib": "sys.path.append(str(Path(__file__).parent / 'vendor'))",
    "joinpath": "sys.path.append(str(Path(__file__).parent.joinpath('vendor')))",
    "root": "sys.path.append(os.environ['LAMBDA_TASK_ROOT'] + '/vendor')",
    "formatted": 'sys.path.append(f"{os.path.dirname(__file__)}/vendor")',
    "loop": "for name in ['src', 'vendor']:\n    sys.path.append(os.path.join('/var/task', name))",
    "site": "site.addsitedir('vendor')",
    "either": "sys.path.append('vendor' if os.getenv('X') else '.')",
}


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN.keys())
def test_folders_of_the_code_are_searched(text: str, tmp_path: Path) -> None:
    assert missed(tmp_path, text, "tools", "yaml") == ["yaml"]


def test_folders_of_layers_are_searched(tmp_path: Path) -> None:
    assert missed(tmp_path, "sys.path.append('/opt/lib')", "deep.deeper", "yaml") == ["yaml"]


def test_modules_from_an_added_folder_may_add_more(tmp_path: Path) -> None:
    more = tmp_path / "task" / "vendor" / "paths.py"
    more.parent.mkdir(parents=True)
    more.write_text("import sys\nsys.path.append('/var/task/src')\n", encoding="utf-8")
    found = missed(tmp_path, "sys.path.append('vendor')", "paths", "shop.prices", "yaml")
    assert found == ["yaml"]


def test_a_module_in_a_folder_knows_where_it_lies(tmp_path: Path) -> None:
    text = "sys.path.append(os.path.join(os.path.dirname(__file__), '..', 'vendor'))"
    assert missed(tmp_path, text, "tools", "yaml", file="handlers/app.py") == ["yaml"]


def test_what_is_imported_from_an_added_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "task" / "src").mkdir(parents=True)
    (tmp_path / "task" / "src" / "entry.py").write_text("import yaml\n", encoding="utf-8")
    assert missed(tmp_path, "sys.path.append('src')", "entry") == ["yaml"]
