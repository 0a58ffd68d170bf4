"""The lists of packages that a function takes along to its new folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from analysed import BODY, functions, planned
from market import HEADER, function

from sam_scaffold.migration.needs.requirements_lists import lists_of

PROJECT = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["requests"]\n'


def lists(root: Path, files: dict[str, str], code: str = "./", metadata: str = "") -> list[str]:
    block = function("OrdersFunction", f"CodeUri: {code}", handler="orders.main")
    if metadata:
        block = block.replace("    Properties:", f"    Metadata: {metadata}\n    Properties:")
    folder = "" if code == "./" else code
    files = {"template.yaml": HEADER + block, f"{folder}orders.py": BODY, **files}
    return lists_of(functions(root, files)[0])


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("requests\n", []),
        ("-r base.txt\n", ["base.txt"]),
        ("requests\n-r base.txt\n-c limits.txt\n", ["base.txt", "limits.txt"]),
        ("--requirement base.txt\n--constraint=limits.txt\n", ["base.txt", "limits.txt"]),
        ("--requirement=base.txt\r\n", ["base.txt"]),
        ("-r lists/deep.txt\n", ["lists/deep.txt", "base.txt"]),
        ("-r ring.txt\n", ["ring.txt"]),
        ("-r gone.txt\n", []),
        ("# -r base.txt\n", []),
        ("requests  # -r base.txt\n", []),
    ],
)
def test_list_comes_with_those_that_it_includes(
    text: str, others: list[str], tmp_path: Path
) -> None:
    files = {
        "requirements.txt": text,
        "base.txt": "attrs\n",
        "limits.txt": "attrs<99\n",
        "lists/deep.txt": "-r ../base.txt\n",
        "ring.txt": "-r requirements.txt\n",
    }
    assert lists(tmp_path, files) == ["requirements.txt", *others]


def test_paths_are_from_the_root(tmp_path: Path) -> None:
    files = {"src/requirements.txt": "-r base.txt\n", "src/base.txt": ""}
    assert lists(tmp_path, files, "src/") == ["src/requirements.txt", "src/base.txt"]


def test_no_list_is_none(tmp_path: Path) -> None:
    assert lists(tmp_path, {"requirements-dev.txt": "pytest\n"}) == []


def test_list_elsewhere_is_not_the_functions(tmp_path: Path) -> None:
    assert lists(tmp_path, {"requirements.txt": "requests\n"}, "src/") == []


def test_project_of_uv_comes_with_its_lock(tmp_path: Path) -> None:
    files = {"pyproject.toml": PROJECT, "uv.lock": "version = 1\n"}
    found = lists(tmp_path, files, metadata="{BuildMethod: python-uv}")
    assert sorted(found) == ["pyproject.toml", "uv.lock"]


def test_lock_is_of_no_use_to_pip(tmp_path: Path) -> None:
    files = {"requirements.txt": "", "pyproject.toml": PROJECT, "uv.lock": "version = 1\n"}
    assert lists(tmp_path, files) == ["requirements.txt"]


def test_lists_are_linked_into_the_folder(tmp_path: Path) -> None:
    blocks = [
        function(f"{name}Function", handler=f"pkg.{name.lower()}.main") for name in ("A", "B")
    ]
    files = {
        "template.yaml": HEADER + "\n".join(blocks),
        "pkg/a.py": BODY,
        "pkg/b.py": BODY,
        "requirements.txt": "-r lists/base.txt\n",
        "lists/base.txt": "requests\n",
    }
    (only,) = planned(tmp_path, files, "AFunction").migrations
    assert {(link.path, link.target) for link in only.changes.links} == {
        ("functions/a/requirements.txt", "requirements.txt"),
        ("functions/a/lists/base.txt", "lists/base.txt"),
    }
