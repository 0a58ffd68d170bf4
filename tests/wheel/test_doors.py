"""An installed wheel and plain copier write the same, and update what the other one made."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import commit, git
from releases import HANDLER, NEW_LINE

from generated.test_two_doors import tree
from sam_scaffold import __version__

from .conftest import Installed, run

NEXT = "v0.99.0"
ANSWERS = ".scaffold/functions/orders/answers.yml"

pytestmark = pytest.mark.slow


@pytest.fixture
def address(with_first_version: Path, tmp_path: Path) -> str:
    """Return an address of the template with a version that is newer than the wheel."""
    folder = tmp_path / "published"
    git(tmp_path, "clone", "-q", str(with_first_version), str(folder))
    handler = folder / HANDLER
    text = handler.read_text(encoding="utf-8")
    assert "class LambdaContext(" in text
    text = text.replace("class LambdaContext(", f"{NEW_LINE}\nclass LambdaContext(")
    handler.write_text(text, encoding="utf-8")
    commit(folder, NEXT)
    return f"git+{folder.as_uri()}"


def test_both_doors(installed: Installed, address: str, tmp_path: Path) -> None:
    python, home = str(installed.python), tmp_path / "home"
    home.mkdir()
    settings = home / "settings.yml"
    settings.write_text(f"trust: ['{address}']\n", encoding="utf-8")
    ours, theirs = (tmp_path / name / "my_shop" for name in ("ours", "theirs"))

    def door(folder: Path, module: str, *words: str) -> None:
        run(
            folder,
            python,
            "-W",
            "ignore",
            "-m",
            module,
            *words,
            HOME=str(home),
            COPIER_SETTINGS_PATH=str(settings),
        )

    def copy(*data: str) -> None:
        answers = [word for answer in data for word in ("-d", answer)]
        words = ("copy", "--trust", "--quiet", "--defaults", "-r", f"v{__version__}", *answers)
        door(theirs, "copier", *words, address, ".")

    for folder in (ours, theirs):
        folder.mkdir(parents=True)
    door(ours, "sam_scaffold", "init", "--defaults", "-d", "name=my_shop")
    commit(ours)
    door(ours, "sam_scaffold", "add", "function", "orders", "-d", "trigger=sqs", "--defaults")
    door(ours, "sam_scaffold", "address", address)
    copy("kind=app", "name=my_shop")
    commit(theirs)
    copy("kind=function", "name=orders", "trigger=sqs")
    assert tree(ours) == tree(theirs)

    for folder in (ours, theirs):
        commit(folder)
    update = ("update", "--trust", "--quiet", "--defaults", "--skip-answered", "-a", ANSWERS)
    door(ours, "copier", *update)
    door(theirs, "sam_scaffold", "update", "orders")
    assert tree(ours) == tree(theirs)
    assert f"_commit: {NEXT}\n" in (ours / ANSWERS).read_text(encoding="utf-8")
    assert any(NEW_LINE.encode() in data for data in tree(ours).values())
