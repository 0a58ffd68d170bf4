"""Several commands at once on one repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

import pytest
from command_environment import environment
from releases import NEW_LINE, clone, release
from repositories import (
    SHOP,
    TEMPLATE,
    WITHOUT_SHARED_LAYER,
    Repository,
    only_adds,
    refusal,
    shop,
    succeeded,
)

from sam_scaffold.lifecycle.addition import Addition
from sam_scaffold.transaction import files


def at_once(repository: Repository, commands: list[list[str]], **env: str) -> list[tuple[int, str]]:
    """Start commands together; the code and the error output of each."""
    running = [repository.start(*words, **env) for words in commands]
    return [(done.code, done.err) for done in (wait() for wait in running)]


TRIGGERS = (
    "none", "schedule", "sqs", "sns", "s3", "eventbridge", "http_api", "function_url",
    "kinesis", "dynamodb_stream", "rest_api", "sqs", "none", "schedule", "sns", "s3",
)  # fmt: skip

SHARED = ".scaffold/resources/"
RESOURCES = (
    "alarms_topic", "worker_d_topic", "worker_g_http_api", "worker_k_rest_api", "worker_o_topic",
)  # fmt: skip
RECORDS = ("answers.yml", "applied.yaml")


def test_sixteen_functions_at_once_with_a_cold_cache_are_all_wired_once(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    names = dict(zip((f"worker_{letter}" for letter in "abcdefghijklmnop"), TRIGGERS, strict=True))
    cache = tmp_path.with_name("cold-cache")
    ended = at_once(
        repository,
        [["add", "function", name, "-d", f"trigger={trigger}"] for name, trigger in names.items()],
        XDG_CACHE_HOME=str(cache),
    )
    assert [code for code, _ in ended] == [0] * 16, ended
    text = repository.text()
    wired = {"SharedCodeLayer", "HttpLayer"}
    made: set[str] = set()
    shared = [path for path in repository.files() if path.startswith(SHARED)]
    snippets = [f"{SHARED}{name}/resource.yaml" for name in RESOURCES]
    records = [f"{SHARED}{name}/{file}" for name in RESOURCES for file in RECORDS]
    assert sorted(shared) == sorted([*snippets, *records])
    for name, trigger in names.items():
        snippets.append(f"functions/{name}/resource.yaml")
        assert repository.answers(f".scaffold/functions/{name}/answers.yml")["trigger"] == trigger
        own = (f"functions/{name}/", f".scaffold/functions/{name}/")
        made |= {path for path in repository.files() if path.startswith(own)}
    for snippet in snippets:
        succeeded(repository.here("merge", "--check", snippet, "template.yaml"))
        resources = repository.data(snippet)["Resources"].keys()
        assert not wired & resources
        wired |= resources
    assert only_adds(TEMPLATE.encode(), repository.read())
    assert repository.data()["Resources"].keys() == wired
    for name in wired:
        assert text.count(f"\n  {name}:\n") == 1
    made.update([*shared, ".copier-answers.sam-scaffold.yml"])
    assert {path for path in repository.files() if path not in SHOP} == made
    assert not [path for path in made if path.endswith(".tmp")]
    assert list((cache / "sam-scaffold/journals").iterdir()) == []


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A template that can get a version v1.1.0."""
    return clone(tmp_path / "sam-scaffold")


def outdated(root: Path, source: Path) -> Repository:
    """A repository with two functions that are to be updated."""
    repository = shop(root)
    for words in (("orders", "-d", "trigger=sqs"), ("billing", "-d", "trigger=none")):
        succeeded(repository.run("add", "function", *words, SAM_SCAFFOLD_TEMPLATE=str(source)))
    repository.commit()
    return repository


UPDATE = ["update", "--all"]
ADD = ["add", "function", "late", "-d", "trigger=schedule"]


@pytest.mark.parametrize(
    "commands",
    [[UPDATE, UPDATE], [ADD, UPDATE], [UPDATE, ADD, UPDATE]],
    ids=["two-updates", "add-and-update", "add-and-two-updates"],
)
def test_update_at_once_with_others_comes_to_the_same_as_in_turn(
    commands: list[list[str]], source: Path, tmp_path: Path
) -> None:
    repository, other = (outdated(tmp_path / name / "shop", source) for name in "ab")
    release(source)
    ended = at_once(repository, commands, SAM_SCAFFOLD_TEMPLATE=str(source))
    assert [code for code, _ in ended] == [0] * len(commands), ended
    for words in commands:
        succeeded(other.run(*words, SAM_SCAFFOLD_TEMPLATE=str(source)))
    assert NEW_LINE in repository.text("functions/orders/src/lambda_handler.py")
    assert repository.snapshot() == other.snapshot()


def test_what_went_while_a_command_waited_is_not_changed(source: Path, tmp_path: Path) -> None:
    repository = outdated(tmp_path / "shop", source)
    release(source)
    env = environment(SAM_SCAFFOLD_TEMPLATE=str(source))
    with patch.dict(os.environ, env, clear=True), files.locked([repository.root / "template.yaml"]):
        waiting = subprocess.Popen(
            [sys.executable, "-m", "sam_scaffold", *UPDATE],
            cwd=repository.root, env=env, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        time.sleep(2)
        for folder in ("functions/orders", ".scaffold/functions/orders"):
            shutil.rmtree(repository.root / folder)
    assert waiting.communicate()[1].count("error") == 0
    assert waiting.returncode == 0
    assert NEW_LINE in repository.text("functions/billing/src/lambda_handler.py")


TO = {"with-shared-layer": TEMPLATE, "without": WITHOUT_SHARED_LAYER}


def added(name: str) -> tuple[str, ...]:
    return ("add", "function", name, "-d", "trigger=sqs")


@pytest.mark.parametrize("template", TO.values(), ids=TO.keys())
def test_what_two_bring_at_once_is_there_once(
    template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One command puts all of it in place between the plan of another and its files."""
    repository, other = (
        shop(tmp_path / letter / "shop", **{"template.yaml": template}) for letter in "ab"
    )
    real = Addition.put_in_place

    def late(plan: Addition) -> None:
        monkeypatch.setattr(Addition, "put_in_place", real)
        succeeded(repository.here(*added("first")))
        real(plan)

    monkeypatch.setattr(Addition, "put_in_place", late)
    said = succeeded(repository.here(*added("second"))).out
    assert ".scaffold/resources/" not in said
    for name in ("first", "second"):
        succeeded(other.here(*added(name)))
    assert repository.files() == other.files()
    assert repository.text() == other.text()


def test_records_of_what_another_command_makes_are_no_sign_that_somebody_deleted_it(
    tmp_path: Path,
) -> None:
    """A command writes the SAM template last, and holds its lock meanwhile."""
    repository, other = (shop(tmp_path / letter) for letter in "ab")
    succeeded(other.here(*added("first")))
    new = [path for path in other.files() if path not in SHOP]
    for path in new:
        repository.write(path, other.text(path))
    with patch.dict(os.environ, environment(), clear=True):
        with files.locked([repository.root / "template.yaml"]):
            waiting = subprocess.Popen(
                [sys.executable, "-m", "sam_scaffold", *added("second")],
                cwd=repository.root, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            with pytest.raises(subprocess.TimeoutExpired):
                waiting.wait(5)
            repository.write("template.yaml", other.text())
        assert "error" not in waiting.communicate()[1]
    assert waiting.returncode == 0
    succeeded(other.here(*added("second")))
    assert repository.files() == other.files()
    assert repository.text() == other.text()


def test_what_somebody_deleted_is_named(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here(*added("first")))
    repository.write("template.yaml", TEMPLATE)
    line = refusal(repository.here(*added("second")))
    assert "AlarmsTopic was deleted from the SAM template" in line
    assert "sam-scaffold remove alarms_topic" in line


def test_of_one_name_at_once_exactly_one_wins(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    triggers = ["none", "schedule", "sqs", "none"]
    commands = [["add", "function", "orders", "-d", f"trigger={trigger}"] for trigger in triggers]
    ended = at_once(repository, commands)
    assert sorted(code for code, _ in ended) == [0, 1, 1, 1], ended
    for code, error in ended:
        if code:
            assert error.startswith("error: ")
            assert error.count("\n") == 1
    winner = triggers[[code for code, _ in ended].index(0)]
    assert repository.answers(".scaffold/functions/orders/answers.yml")["trigger"] == winner
    other = shop(tmp_path.with_name("other"))
    succeeded(other.here("add", "function", "orders", "-d", f"trigger={winner}"))
    assert repository.snapshot() == other.snapshot()
