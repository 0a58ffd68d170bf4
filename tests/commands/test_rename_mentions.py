"""`rename` names files of the repository that contain the old name, and no others."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from by_hand import HEAD, by_hand, function
from repositories import Repository, shop, succeeded

TEMPLATE = HEAD + function("ParcelsFunction", "functions/parcels/", "app.handler")


def said(found: Repository, *words: str) -> list[str]:
    """Return the files that the warning names."""
    done = succeeded(found.here("rename", *words))
    line = re.search(r"the old name is also in (.*); check whether", done.err)
    return re.split(", | and ", line[1]) if line else []


def parcels(root: Path, **files: str) -> Repository:
    return by_hand(root, TEMPLATE, "functions/parcels/app.py", **files)


NAMING = {
    ".github/workflows/deploy.yml": "run: sam build ParcelsFunction",
    "Makefile": "run:\n\tsam local invoke ParcelsFunction\n",
    "env.json": '{"ParcelsFunction": {}}',
    "functions/parcels/README.md": "# parcels",
    "package.json": '{"scripts": {"x": "pytest functions/parcels"}}',
    "samconfig.toml": 'parameter_overrides = "A=parcels"',
    "tests/test_it.py": "from functions.parcels import app\n",
}


def test_all_that_is_the_repository_s_own_is_searched(tmp_path: Path) -> None:
    found = parcels(tmp_path / "r", **NAMING)
    expected = [path.replace("/parcels/", "/packets/") for path in NAMING]
    assert sorted(said(found, "parcels", "packets")) == sorted(expected)


def test_what_something_goes_by_comes_first_and_prose_last(tmp_path: Path) -> None:
    found = parcels(tmp_path / "r", **NAMING, **{"a.md": "functions/parcels/app.py"})
    named = said(found, "parcels", "packets")
    strong = [".github/workflows/deploy.yml", "Makefile", "env.json", "package.json"]
    assert named[:4] == strong
    assert named[4] == "a.md"
    assert named[-1] == "functions/packets/README.md"


CACHES = {
    ".mypy_cache/3.12/x.json": "parcels",
    ".pytest_cache/v/cache/nodeids": "parcels",
    ".ruff_cache/index": "parcels",
    ".tox/x": "parcels",
    "htmlcov/index.html": "parcels",
    "node_modules/x/index.js": "parcels",
}


@pytest.mark.parametrize("with_git", [True, False])
def test_caches_and_what_git_ignores_are_not(tmp_path: Path, *, with_git: bool) -> None:
    ignored = {".gitignore": "logs/\n.*_cache/\nnode_modules/\n.tox\nhtmlcov\n"}
    found = parcels(tmp_path / "r", **ignored)
    for path, text in {**CACHES, ".vscode/launch.json": "parcels"}.items():
        found.write(path, text)
    if with_git:
        found.write("logs/x.log", "parcels")
    else:
        shutil.rmtree(found.root / ".git")
    assert said(found, "parcels", "packets") == [".vscode/launch.json"]


def test_what_tools_made_is_not_even_if_it_was_committed(tmp_path: Path) -> None:
    """They are not edited by hand, and packages of a layer contain many words."""
    made = {".aws-sam/build.toml": "ParcelsFunction", ".pytest_cache/v/x": "parcels"}
    found = parcels(tmp_path / "r", **made, **{"env.json": '{"ParcelsFunction": {}}'})
    assert said(found, "parcels", "packets") == ["env.json"]


WORDS = {
    "longer": ("superparcels parcelsx ParcelsFunctionX", []),
    "another-component": ("parcels_archive parcels-archive ParcelsArchiveFunction", []),
    "test": ("test_parcels", ["a.txt"]),
    "kebab": ("x-parcels-y", ["a.txt"]),
    "role": ("ParcelsFunctionRole", []),
    "new-name": ("parcels_desk parcels-desk ParcelsDeskFunction", []),
    "binary": ("parcels\0", []),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS.keys())
def test_a_longer_word_is_another(text: str, expected: list[str], tmp_path: Path) -> None:
    template = TEMPLATE + function("ParcelsArchiveFunction", "functions/parcels_archive/", "a.b")
    found = by_hand(
        tmp_path / "r", template, "functions/parcels/app.py", "functions/parcels_archive/a.py"
    )
    found.write("a.txt", text)
    assert said(found, "parcels", "parcels_desk") == expected
    assert found.text().count("parcels_archive") == 1


def test_the_template_s_own_comments_are_named(tmp_path: Path) -> None:
    found = by_hand(tmp_path / "r", TEMPLATE + "# ParcelsFunction\n", "functions/parcels/app.py")
    assert said(found, "parcels", "packets") == ["template.yaml"]


def test_more_than_ten_are_counted(tmp_path: Path) -> None:
    found = parcels(tmp_path / "r", **{f"{number:02}.txt": "parcels" for number in range(12)})
    assert said(found, "parcels", "packets")[-2:] == ["09.txt", "2 more"]


def test_what_was_generated_says_the_new_name(tmp_path: Path) -> None:
    found = shop(tmp_path / "shop")
    succeeded(found.here("add", "function", "orders", "-d", "trigger=sqs"))
    assert said(found, "orders", "order_desk") == []
    found.write("functions/order_desk/tests/test_more.py", "from orders import lambda_handler\n")
    found.commit()
    assert said(found, "order_desk", "orders") == []
    succeeded(found.here("rename", "orders", "sales"))
    assert said(found, "sales", "orders") == []


def test_code_that_reads_a_variable_of_the_old_name_is_named(tmp_path: Path) -> None:
    found = parcels(tmp_path / "r")
    succeeded(found.here("add", "function", "refunds", "-d", "uses=ParcelsFunction:write"))
    assert "PARCELS_FUNCTION: !Ref ParcelsFunction" in found.text()
    found.write("functions/refunds/mailer.py", 'os.environ["PARCELS_FUNCTION"]\n')
    assert said(found, "parcels", "packets") == ["functions/refunds/mailer.py"]
