"""Several commands at once on one repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from repositories import SHOP, TEMPLATE, Repository, environment, only_adds, shop, succeeded


def at_once(repository: Repository, commands: list[list[str]], **env: str) -> list[tuple[int, str]]:
    """Start commands together; the code and the error output of each."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "sam_scaffold", *words],
            cwd=repository.root,
            env=environment(**env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in commands
    ]
    return [(one.wait(120), error) for one in running for error in [one.communicate()[1]]]


def test_six_functions_at_once_with_a_cold_cache_are_all_wired_once(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    names = [f"worker_{letter}" for letter in "abcdef"]
    ended = at_once(
        repository,
        [["add", "function", name, "-d", "trigger=sqs"] for name in names],
        XDG_CACHE_HOME=str(tmp_path.with_name("cold-cache")),
    )
    assert [code for code, _ in ended] == [0] * 6, ended
    text = repository.text()
    wired = {"SharedCodeLayer", "HttpLayer"}
    for name in names:
        pascal = "Worker" + name[-1].upper()
        for block in ("Function", "Queue", "DeadLetterQueue"):
            assert text.count(f"\n  {pascal}{block}:\n") == 1
        snippet = f"functions/{name}/resource.yaml"
        succeeded(repository.here("merge", "--check", snippet, "template.yaml"))
        wired |= repository.data(snippet)["Resources"].keys()
    assert only_adds(TEMPLATE.encode(), repository.read())
    assert repository.data()["Resources"].keys() == wired
    assert text.count("\n  AlarmsTopic:\n") == 1
    made = [path for path in repository.files() if path not in SHOP]
    assert len(made) == 6 * 8


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
    assert repository.answers("functions/orders/.copier-answers.yml")["trigger"] == winner
    other = shop(tmp_path.with_name("other"))
    succeeded(other.here("add", "function", "orders", "-d", f"trigger={winner}"))
    assert repository.snapshot() == other.snapshot()
