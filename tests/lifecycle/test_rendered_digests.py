"""Digests of what was rendered: `status` says the same with and without them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from command_environment import template
from releases import release
from repositories import Repository, shop, succeeded

from sam_scaffold.lifecycle.rerender import from_answers
from sam_scaffold.record_files import ANSWERS_FILE

CODE = "functions/orders/src/lambda_handler.py"
ANSWERS = f".scaffold/functions/orders/{ANSWERS_FILE}"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the records, in a cache of the test's own."""
    monkeypatch.setattr(
        "sam_scaffold.lifecycle.rendered_digests.cache_folder", lambda name: tmp_path / name
    )
    return tmp_path / "rendered"


@pytest.fixture
def orders(tmp_path: Path, cache: Path) -> Repository:
    repository = shop(tmp_path / "shop")
    succeeded(repository.here("add", "function", "orders", "-d", "trigger=sqs"))
    assert cache.is_dir()
    return repository


def status(repository: Repository, *words: str, **env: str) -> tuple[list[Any], int]:
    """Return the states of each component by `status`, and how many it rendered for that."""
    with patch("sam_scaffold.lifecycle.batch.from_answers", wraps=from_answers) as render:
        done = repository.here("status", "--json", *words, **env)
    return json.loads(done.out)["components"], render.call_count


def states(said: list[Any]) -> dict[str, list[str]]:
    return {component["name"]: component["states"] for component in said}


def test_what_was_just_added_is_not_rendered_again(orders: Repository) -> None:
    said, rendered = status(orders)
    assert states(said) == {"orders": [], "alarms_topic": []}
    assert rendered == 0


def edit_code(repository: Repository) -> None:
    repository.write(CODE, repository.text(CODE) + "# by hand\n")


def delete_code(repository: Repository) -> None:
    (repository.root / CODE).unlink()


def leave_a_conflict(repository: Repository) -> None:
    markers = "<<<<<<< before updating\na\n=======\nb\n>>>>>>> after updating\n"
    repository.write(CODE, repository.text(CODE) + markers)


def edit_answers(repository: Repository) -> None:
    text = repository.text(ANSWERS)
    assert "description: Orders" in text
    repository.write(ANSWERS, text.replace("description: Orders", "description: All orders"))


def set_answers(repository: Repository) -> None:
    succeeded(repository.here("set", "orders", "description=All orders"))


@pytest.mark.parametrize(
    ("change", "rendered", "expected"),
    [
        pytest.param(edit_code, 0, ["edited in files"], id="edited-file"),
        pytest.param(delete_code, 0, ["missing files"], id="deleted-file"),
        pytest.param(leave_a_conflict, 0, ["edited in files", "conflict open"], id="conflict"),
        pytest.param(edit_answers, 1, ["edited in files"], id="edited-answers"),
        pytest.param(set_answers, 0, [], id="set-answers"),
    ],
)
def test_the_same_is_said_with_and_without_a_record(
    orders: Repository, cache: Path, change: Any, rendered: int, expected: list[str]
) -> None:
    change(orders)
    said, count = status(orders)
    assert states(said)["orders"] == expected
    assert count == rendered
    shutil.rmtree(cache)
    assert status(orders) == (said, 2)
    assert status(orders) == (said, 0)  # it is recorded by now


def test_a_record_that_cannot_be_read_is_made_anew(orders: Repository, cache: Path) -> None:
    for number, file in enumerate(sorted(cache.rglob("*.json"))):
        file.write_text(("[]", "{")[number % 2], encoding="utf-8")
    said, rendered = status(orders)
    assert states(said)["orders"] == []
    assert rendered == 2


def test_another_version_has_a_record_of_its_own(tmp_path: Path, cache: Path) -> None:
    source = Path(shutil.copytree(template(), tmp_path / "sam-scaffold"))
    environment = {"SAM_SCAFFOLD_TEMPLATE": str(source)}
    orders = shop(tmp_path / "shop")
    succeeded(orders.here("add", "function", "orders", **environment))
    orders.commit()
    release(source)
    said, rendered = status(orders, **environment)
    assert (states(said)["orders"], rendered) == (["outdated"], 0)
    succeeded(orders.here("update", "orders", **environment))
    said, rendered = status(orders, "orders", **environment)
    assert (states(said), rendered) == ({"orders": []}, 0)
    shutil.rmtree(cache)
    assert status(orders, "orders", **environment) == (said, 1)


def test_a_template_with_uncommitted_changes_is_rendered_each_time(
    tmp_path: Path, cache: Path
) -> None:
    source = Path(shutil.copytree(template(), tmp_path / "sam-scaffold"))
    (source / "LICENSE").write_text("changed\n", encoding="utf-8")
    repository = shop(tmp_path / "shop")
    succeeded(repository.here("add", "function", "orders", SAM_SCAFFOLD_TEMPLATE=str(source)))
    assert not cache.exists()
