"""`--dry-run` shows the files and the diff, and writes nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_environment import commit, git
from repositories import TEMPLATE, WITHOUT_SHARED_LAYER, Repository, refusal, shop, succeeded

JOBS = {
    "function": (
        ["add", "function", "orders", "-d", "trigger=sqs"],
        ["lambda_handler.py", "test_orders.py", "resource.yaml", "sqs.json"],
        ["OrdersFunction", "OrdersQueue", "OrdersDeadLetterQueue"],
    ),
    "flat-function": (
        ["add", "function", "orders", "-d", "layout=flat"],
        [".scaffold/", "lambda_handler.py", "test_orders.py"],
        ["OrdersFunction"],
    ),
    "layer": (["add", "layer", "nums"], ["requirements.txt", "layers/", "nums/"], ["NumsLayer"]),
}


@pytest.mark.parametrize(("words", "files", "resources"), JOBS.values(), ids=JOBS.keys())
def test_dry_run_shows_tree_and_diff_and_writes_nothing(
    words: list[str], files: list[str], resources: list[str], tmp_path: Path
) -> None:
    repository = shop(tmp_path)
    before, status = repository.snapshot(), git(tmp_path, "status", "--porcelain", "-uall")
    done = succeeded(repository.run(*words, "--dry-run"))
    assert repository.snapshot() == before
    assert git(tmp_path, "status", "--porcelain", "-uall") == status == ""
    tree, _, diff = done.out.partition("--- a/template.yaml\n")
    for name in files:
        assert name in tree
    assert diff.startswith("+++ b/template.yaml\n@@ ")
    for name in resources:
        assert f"\n+  {name}:\n" in diff
    assert not re.search(r"^-", diff, re.MULTILINE)
    assert "Created" not in done.out
    assert "Nothing was written" in done.out
    assert "\x1b[" not in done.out


def test_diff_of_a_dry_run_can_be_applied_and_is_what_add_does(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    done = succeeded(repository.run("add", "function", "orders", "--dry-run"))
    start = done.out.index("--- a/template.yaml")
    patch = done.out[start : done.out.rindex("Nothing was written")].rstrip() + "\n"
    (tmp_path / "change.diff").write_bytes(patch.encode())
    git(tmp_path, "apply", "change.diff")
    patched = repository.read()
    repository.write("template.yaml", TEMPLATE)
    succeeded(repository.here("add", "function", "orders"))
    assert repository.read() == patched


def test_tree_names_exactly_the_files_that_add_makes(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    shown = succeeded(repository.run("add", "function", "orders", "--dry-run")).out
    tree = shown.partition("\n--- a/")[0]
    leaves = [line.split(" ")[-1] for line in tree.splitlines() if not line.endswith("/")]
    before = set(repository.files())
    succeeded(repository.here("add", "function", "orders"))
    made = [path.rsplit("/", 1)[-1] for path in repository.files() if path not in before]
    assert sorted(leaf for leaf in leaves if leaf) == sorted(made)


def test_dry_run_refuses_what_add_refuses(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    dry = refusal(repository.here("add", "function", "Orders", "--dry-run"))
    assert dry == refusal(repository.here("add", "function", "Orders"))
    (tmp_path / "tests/functions/orders").mkdir(parents=True)
    repository.write("tests/functions/orders/conftest.py", "ours\n")
    words = ("add", "function", "orders", "-d", "layout=flat")
    assert refusal(repository.here(*words, "--dry-run")) == refusal(repository.here(*words))
    assert set(repository.snapshot()) - set(before) == {
        "tests", "tests/functions", "tests/functions/orders", "tests/functions/orders/conftest.py",
    }  # fmt: skip


def test_dry_run_shows_the_shared_layer_too(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER})
    commit(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.here("add", "function", "orders", "--defaults", "--dry-run"))
    assert repository.snapshot() == before
    assert done.out.count("--- a/template.yaml") == 1
    assert "+  SharedCodeLayer:" in done.out
    assert "+  OrdersFunction:" in done.out
    assert "structured_logging.py" in done.out


def test_diff_of_crlf_shows_additions_only(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write("template.yaml", TEMPLATE.replace("\n", "\r\n"))
    before = repository.snapshot()
    done = succeeded(repository.here("add", "function", "orders", "--dry-run"))
    diff = done.out.partition("+++ b/template.yaml\n")[2]
    assert "OrdersFunction" in diff
    assert not re.search(r"^-", diff, re.MULTILINE)
    assert repository.snapshot() == before


def test_a_pipe_that_cannot_say_a_character_stops_nothing(tmp_path: Path) -> None:
    """On Windows a pipe has a code page of 256 characters."""
    repository = shop(tmp_path)
    repository.write(
        "template.yaml", TEMPLATE.replace("Resources:", "# \u2192 here\nResources:", 1)
    )
    words = ("add", "function", "orders", "-d", "description=\u2192", "--dry-run")
    done = succeeded(repository.run(*words, PYTHONIOENCODING="cp1252"))
    assert "Description: ?" in done.out
