"""The pre-commit hook: pre-commit takes it, and it runs when something changed that counts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from checks import BAD, repository
from command_environment import ROOT, environment, git
from repositories import Done

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
BIN = Path(sys.executable).parent

pytest.importorskip("pre_commit")


def pre_commit(root: Path, *words: str) -> Done:
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *words],
        cwd=root,
        env=environment(PATH=path, PRE_COMMIT_HOME=str(root.parent / "pre-commit")),
        capture_output=True,
        check=False,
        text=True,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_the_manifest_is_one(tmp_path: Path) -> None:
    done = pre_commit(tmp_path, "validate-manifest", str(MANIFEST))
    assert done.code == 0, done.out


def hooked(root: Path) -> Path:
    """A repository with the hook, as it would be after pre-commit has installed it."""
    hooks: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    installed = [{**hook, "language": "system"} for hook in hooks]
    config = {"repos": [{"repo": "local", "hooks": installed}]}
    shop = repository(root / "shop", BAD, **{".pre-commit-config.yaml": yaml.safe_dump(config)})
    shop.commit()
    return shop.root


@pytest.mark.slow
def test_a_mistake_keeps_a_commit_back(tmp_path: Path) -> None:
    root = hooked(tmp_path)
    done = pre_commit(root, "run", "--all-files")
    assert done.code == 1
    assert "template.yaml:6:7: E9101 " in done.out
    assert "2 errors in 1 template" in done.out


@pytest.mark.parametrize(
    ("file", "runs"),
    [
        ("template.yaml", True),
        ("apps/shop/template.json", True),
        ("worker/app.py", True),
        ("layers/http/requirements.txt", True),
        ("layers/http/Makefile", True),
        (".cfnlintrc", True),
        ("README.md", False),
        ("docs/picture.png", False),
    ],
)
@pytest.mark.slow
def test_it_runs_when_something_changed_that_counts(
    file: str, runs: bool, tmp_path: Path  # noqa: FBT001
) -> None:  # fmt: skip
    root = hooked(tmp_path)
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    with (root / file).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    git(root, "add", "--all", "--force")
    out = pre_commit(root, "run").out
    assert ("Skipped" in out) is not runs, out
