"""Git's state, which no command changes: commits, stash, index, configuration."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from command_environment import git
from killing import Commands, Stop
from releases import clone, release
from repositories import SHOP, Repository, shop, succeeded

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

QUEUE = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"
OTHER_QUEUE = "Resources:\n  HttpLayer:\n    Type: AWS::SQS::Queue\n"
ORDERS = ("add", "function", "orders", "-d", "trigger=sqs")
HANDLER = "functions/orders/src/lambda_handler.py"

Known = dict[str, object]


def known(repository: Repository) -> Known:
    """Return all of git's state; of the index, what it records about the files."""
    folder = repository.root / ".git"
    words = (
        ("rev-parse", "HEAD"),
        ("symbolic-ref", "HEAD"),
        ("for-each-ref",),
        ("stash", "list"),
        ("reflog",),
        ("worktree", "list"),
        ("ls-files", "--stage"),
    )
    contents = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "index"
    }
    return {
        "contents": contents,
        **{" ".join(command): git(repository.root, *command) for command in words},
    }


def index(repository: Repository) -> tuple[bytes, int, int]:
    """Return the index file: its content, and the time and the inode of its last write."""
    path = repository.root / ".git/index"
    status = path.stat()
    return path.read_bytes(), status.st_mtime_ns, status.st_ino


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Return a repository with a component, a branch, a stash, and changes in all states."""
    folder = tmp_path_factory.mktemp("prepared")
    source = clone(folder / "sam-scaffold")
    files = {**SHOP, "q.yaml": QUEUE, "clash.yaml": OTHER_QUEUE}
    repository = Repository(folder / "shop", files)
    commands = Commands(repository, folder, source)
    assert commands.run(*ORDERS).code == 0
    repository.commit()
    git(repository.root, "branch", "other")
    repository.write("layers/http/requirements.txt", "httpx==0.28.0\n")
    git(repository.root, "stash")
    repository.write("staged.txt", "staged\n")
    git(repository.root, "add", "staged.txt")
    repository.write("staged.txt", "and changed\n")
    repository.write("untracked.txt", "untracked\n")
    release(source)
    succeeded(shop(folder / "first").here(*ORDERS))  # what every command imports
    return commands


@pytest.fixture
def commands(prepared: Commands, tmp_path: Path) -> Commands:
    """Yield a copy of that repository, with file times that git's index does not know."""
    root = shutil.copytree(prepared.repository.root, tmp_path / "shop", symlinks=True)
    return Commands(Repository(Path(root), {}), prepared.scratch, prepared.template)


def edit(repository: Repository) -> None:
    """Change the line above the one that the new version changes."""
    text = repository.text(HANDLER)
    assert "class LambdaContext(" in text
    repository.write(HANDLER, text.replace("class LambdaContext(", "class Theirs(LambdaContext, "))


@dataclass(frozen=True, slots=True)
class Case:
    """A command, and its exit code."""

    words: tuple[str, ...]
    code: int = 0
    before: Callable[[Repository], None] = lambda _: None


CASES = {
    "add": Case(("add", "function", "billing")),
    "add-layer": Case(("add", "layer", "nums")),
    "add-dry-run": Case(("add", "function", "billing", "--dry-run")),
    "add-refused": Case(ORDERS, 1),
    "merge": Case(("merge", "q.yaml", "template.yaml")),
    "merge-check": Case(("merge", "--check", "q.yaml", "template.yaml"), 1),
    "merge-refused": Case(("merge", "clash.yaml", "template.yaml"), 1),
    "merge-remove": Case(("merge", "--remove", "functions/orders/resource.yaml", "template.yaml")),
    "update": Case(("update", "--all")),
    "update-dry-run": Case(("update", "--all", "--dry-run")),
    "update-refused": Case(("update", "nothing"), 1),
    "update-conflict": Case(("update", "--all"), 1, edit),
    "set": Case(("set", "orders", "memory_size=512")),
    "rename": Case(("rename", "orders", "order_desk")),
    "remove": Case(("remove", "orders")),
    "remove-refused": Case(("remove", "orders"), 1, edit),
    "list": Case(("list",)),
    "status": Case(("status",), 1),
    "diff": Case(("diff", "orders")),
}

INTERRUPTED = ("add", "merge", "update", "update-conflict", "remove")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_command_leaves_git_alone(case: Case, commands: Commands) -> None:
    case.before(commands.repository)
    before, file = known(commands.repository), index(commands.repository)
    ended = commands.run(*case.words)
    assert ended.code == case.code, ended
    assert index(commands.repository) == file
    assert known(commands.repository) == before


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
@pytest.mark.parametrize("name", INTERRUPTED)
def test_command_that_is_stopped_leaves_git_alone(
    name: str, by: signal.Signals, commands: Commands
) -> None:
    case = CASES[name]
    case.before(commands.repository)
    before, file = known(commands.repository), index(commands.repository)
    stops = [Stop(number, by) for number in (1, 2, 5)]
    for left in commands.stopped(case.words, stops):
        assert left.ended.code in (128 + by, -by)
        commands.put_back(left.tree, left.journals)
        commands.run("update", "nothing")  # rolls back
    assert index(commands.repository) == file
    assert known(commands.repository) == before
