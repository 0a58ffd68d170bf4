"""Uncommitted files, submodules and links stop a migration where they would be lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_environment import git
from market import BILLING, HEADER, HEALTH, ORDERS, function, market
from refused_migrations import migrated
from repositories import Repository, refusal, succeeded

pytestmark = pytest.mark.usefixtures("unlinted")

Change = Callable[[Repository], None]


def modified(repository: Repository) -> None:
    repository.write(
        "market/orders/book.py", "def kept(value):\n    return {'kept': value}  # ours\n"
    )


def untracked(repository: Repository) -> None:
    repository.write("market/orders/new file.py", "")


def staged(repository: Repository) -> None:
    repository.write("market/orders/größe.py", "")
    git(repository.root, "add", "--all")


def deleted(repository: Repository) -> None:
    (repository.root / "market/orders/dead.py").unlink()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (modified, "market/orders/book.py"),
        (untracked, "market/orders/new file.py"),
        (staged, "market/orders/größe.py"),
        (deleted, "market/orders/dead.py"),
    ],
)
def test_what_git_does_not_have_is_not_moved(change: Change, path: str, tmp_path: Path) -> None:
    repository = market(tmp_path / "shop", {"market/orders/dead.py": ""})
    change(repository)
    before, status = repository.snapshot(), git(repository.root, "status", "--porcelain")
    assert refusal(repository.here("migrate", ORDERS)) == (
        f"error: {path} would be moved and has uncommitted changes; commit or stash them first."
    )
    assert (repository.snapshot(), git(repository.root, "status", "--porcelain")) == (
        before,
        status,
    )
    migrated(repository, HEALTH)  # its own files are committed


def test_all_uncommitted_files_count(tmp_path: Path) -> None:
    repository = market(tmp_path / "shop", {"market/orders/dead.py": ""})
    modified(repository)
    deleted(repository)
    assert "market/orders/book.py, market/orders/dead.py would be moved and have " in refusal(
        repository.here("migrate", ORDERS)
    )


def test_ignored_and_other_files_are_no_reason(tmp_path: Path) -> None:
    repository = market(tmp_path / "shop")
    repository.write(".git/info/exclude", "secret.py\n")
    repository.write("market/orders/secret.py", "X = 1\n")
    repository.write("README.md", "New.\n")
    repository.write("template.yaml", repository.read() + b"# Ours.\n")
    succeeded(repository.here("migrate", ORDERS, "--no-tests"))
    assert repository.read("functions/orders/market/orders/secret.py") == b"X = 1\n"
    assert repository.read().count(b"# Ours.\n") == 1
    succeeded(repository.here("migrate", "--undo"))
    assert repository.read("market/orders/secret.py") == b"X = 1\n"


def test_repository_without_git(tmp_path: Path) -> None:
    repository = market(tmp_path / "shop")
    shutil.rmtree(repository.root / ".git")
    before = repository.snapshot()
    succeeded(repository.here("migrate", ORDERS, "--no-tests"))
    succeeded(repository.here("migrate", "--undo"))
    assert repository.snapshot() == before


def submodule(repository: Repository, path: str, files: dict[str, str | bytes]) -> None:
    library = Repository(repository.root.parent / "library", files)
    library.commit()
    allowed = ("-c", "protocol.file.allow=always")
    git(repository.root, *allowed, "submodule", "add", str(library.root), path)
    repository.commit()


def test_submodule_is_not_taken_apart(tmp_path: Path) -> None:
    book = "from market.library.rates import RATE\n\n\ndef kept(value):\n    return RATE\n"
    repository = market(tmp_path / "shop", {"market/orders/book.py": book})
    submodule(repository, "market/library", {"__init__.py": "", "rates.py": "RATE = 1\n"})
    assert refusal(repository.here("migrate", ORDERS)) == (
        "error: market/library/__init__.py would be moved out of market/library, which is a "
        "separate git repository; leave it there with --layout in-place or --shared "
        "market/library."
    )
    assert git(repository.root, "status", "--porcelain") == ""
    migrated(repository, ORDERS, "--shared", "market/library")
    layer = repository.root / "layers/shared/market/library"
    assert (layer / "rates.py").resolve() == repository.root / "market/library/rates.py"


def test_handler_in_a_submodule_stays_in_place(tmp_path: Path) -> None:
    block = function(ORDERS, handler="market.library.handler.main")
    repository = market(tmp_path / "shop", {"template.yaml": HEADER + block + function(BILLING)})
    submodule(
        repository,
        "market/library",
        {"__init__.py": "", "handler.py": "def main(event, context):\n    return 1\n"},
    )
    said = refusal(repository.here("migrate", ORDERS))
    assert "market/library, which is a separate git repository" in said
    succeeded(repository.here("migrate", ORDERS, "--no-tests", "--layout", "in-place"))
    assert repository.properties(ORDERS)["CodeUri"] == "market/library/"


def test_code_behind_a_link_out_of_the_repository(tmp_path: Path) -> None:
    book = "from market.library.rates import RATE\n\n\ndef kept(value):\n    return RATE\n"
    library = Repository(tmp_path / "library", {"__init__.py": "", "rates.py": "RATE = 1\n"})
    repository = market(tmp_path / "shop", {"market/orders/book.py": book})
    (repository.root / "market/library").symlink_to(library.root)
    repository.commit()
    assert refusal(repository.here("migrate", ORDERS)) == (
        "error: OrdersFunction needs market/library/__init__.py, which leads out of the "
        f"repository, to {os.path.realpath(library.root / '__init__.py')}; copy the file "
        "there."
    )
    migrated(repository, BILLING)
