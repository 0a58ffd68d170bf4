"""Failures at any point of a command, after which the repository is unchanged."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_environment import commit
from repositories import SHOP, TEMPLATE, WITHOUT_SHARED_LAYER, Repository, refusal, shop, succeeded

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.lifecycle.addition import Addition
from sam_scaffold.transaction import files

FUNCTION = ("add", "function", "orders", "-d", "trigger=sqs")
FLAT = (*FUNCTION, "-d", "layout=flat")
LAYER = ("add", "layer", "nums")


def stopped(repository: Repository, *words: str) -> str:
    """Return the line of a refusal, after which the tree is unchanged."""
    before = repository.snapshot()
    line = refusal(repository.here(*words))
    assert repository.snapshot() == before
    return line


IN_THE_WAY = {
    "test-of-flat": (FLAT, "tests/functions/orders/test_orders.py"),
    "conftest-of-flat": (FLAT, "tests/functions/orders/conftest.py"),
    "event-of-flat": (FLAT, "tests/functions/orders/events/sqs.json"),
    "snippet-of-flat": (FLAT, ".scaffold/functions/orders/resource.yaml"),
    "folder-of-function": (FUNCTION, "functions/orders/notes.txt"),
    "folder-of-flat": (FLAT, "functions/orders/notes.txt"),
    "folder-of-layer": (LAYER, "layers/nums/requirements.txt"),
    "answers-of-layer": (LAYER, ".scaffold/layers/nums/answers.yml"),
}


@pytest.mark.parametrize(("words", "path"), IN_THE_WAY.values(), ids=IN_THE_WAY.keys())
def test_file_in_the_way(words: tuple[str, ...], path: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write(path, "ours\n")
    line = stopped(repository, *words)
    assert Path(path).parts[0] in line
    assert "another name" in line


FILES_FOR_FOLDERS = {
    "functions": (FUNCTION, "functions"),
    "functions-of-flat": (FLAT, "functions"),
    "tests-of-flat": (FLAT, "tests"),
    "tests-functions-of-flat": (FLAT, "tests/functions"),
    "scaffold-of-flat": (FLAT, ".scaffold"),
    "scaffold-of-layer": (LAYER, ".scaffold"),
}


@pytest.mark.parametrize(
    ("words", "path"), FILES_FOR_FOLDERS.values(), ids=FILES_FOR_FOLDERS.keys()
)
def test_file_where_a_folder_is_needed(words: tuple[str, ...], path: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write(path, "ours\n")
    assert path in stopped(repository, *words)


def test_dangling_link_in_the_way(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    (tmp_path / "tests/functions/orders").mkdir(parents=True)
    (tmp_path / "tests/functions/orders/conftest.py").symlink_to("nowhere.py")
    stopped(repository, *FLAT)


TEMPLATES = {
    "duplicate-section": TEMPLATE + "Resources:\n",
    "duplicate-later-section": TEMPLATE + "Outputs:\n  A: {Value: 1}\n",
    "alias": "Transform: AWS::Serverless-2016-10-31\nMetadata: &m\n  A: {Type: B}\nResources: *m\n",
    "anchored-section-used-elsewhere": TEMPLATE.replace("Resources:", "Resources: &all")
    + "Metadata: *all\n",
    "list": "Transform: AWS::Serverless-2016-10-31\nResources:\n  - A\n",
    "two-documents": TEMPLATE + "---\nA: 1\n",
    "taken-by-a-queue": TEMPLATE.replace(
        "  HttpLayer:", "  OrdersQueue: {Type: X}\n  HttpLayer:", 1
    ),
    "taken-twice": TEMPLATE.replace(
        "  HttpLayer:", "  OrdersFunction: {Type: X}\n  OrdersFunction: {Type: Y}\n  HttpLayer:", 1
    ),
    "invalid": TEMPLATE + "}\n",
    "latin-1": TEMPLATE.encode() + b"# \xfc\n",
}


@pytest.mark.parametrize("content", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_template_that_cannot_take_it(content: str | bytes, tmp_path: Path) -> None:
    repository = Repository(tmp_path, {**SHOP, "template.yaml": content})
    commit(tmp_path)
    if content == TEMPLATES["duplicate-later-section"]:
        succeeded(repository.here(*FUNCTION))  # what is not touched may be as it likes
        return
    assert "template.yaml" in stopped(repository, *FUNCTION)


def test_shared_layer_goes_too_when_the_function_is_refused(tmp_path: Path) -> None:
    repository = Repository(
        tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER, "functions/orders/a.txt": "ours\n"}
    )
    stopped(repository, *FUNCTION)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("folder", ["functions", "tests"])
def test_folder_that_may_not_be_written(folder: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write(f"{folder}/a.txt", "ours\n")
    (tmp_path / folder).chmod(0o555)
    try:
        assert folder in stopped(repository, *FLAT)
    finally:
        (tmp_path / folder).chmod(0o755)


def failing(times: int, real: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    """A function that works some times and then fails once."""
    calls = iter([True] * times + [False])

    def call(*args: Any, **kwargs: Any) -> Any:
        if next(calls, True):
            return real(*args, **kwargs)
        raise error

    return call


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize("times", range(12))
def test_disk_full_at_any_file(times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = shop(tmp_path)
    monkeypatch.setattr(files, "create", failing(times, files.create, ScaffoldError("disk full.")))
    assert "disk full" in stopped(repository, *FUNCTION)
    succeeded(repository.here(*FUNCTION))


@pytest.mark.parametrize("times", range(12))
def test_disk_full_in_the_middle_of_a_file(
    times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = shop(tmp_path)
    real = Path.open
    writes = iter([True] * times + [False])

    class Full(io.FileIO):
        def write(self, data: Any) -> int:
            super().write(bytes(data)[:5])
            raise FULL

    def opened(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if mode == "xb" and path.is_relative_to(tmp_path) and not next(writes, True):
            return Full(path, "x")
        return real(path, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", opened)
    line = stopped(repository, *FUNCTION)
    own = (r"(|\.scaffold/)functions/orders/", r"\.scaffold/resources/", r"\.copier-answers")
    assert re.match(f"error: ({'|'.join(own)})", line)
    assert "No space left" in line


def test_template_that_cannot_be_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = shop(tmp_path)
    # Two are for the journal, nine for new files of the function, three for those of the topic.
    monkeypatch.setattr(os, "fsync", failing(2 + 9 + 3, os.fsync, FULL))
    line = stopped(repository, *FUNCTION)
    assert line == "error: template.yaml cannot be written: No space left on device."


def test_template_that_cannot_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = shop(tmp_path)
    replace = Path.replace

    def full_for_the_template(file: Path, target: Path) -> Path:
        if target.name == "template.yaml":
            raise FULL
        return replace(file, target)

    monkeypatch.setattr(Path, "replace", full_for_the_template)
    line = stopped(repository, *FUNCTION)
    assert line == "error: template.yaml cannot be written: No space left on device."


def test_journal_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = shop(tmp_path)
    monkeypatch.setattr(os, "fsync", failing(0, os.fsync, FULL))
    line = stopped(repository, *FUNCTION)
    assert "journals" in line
    assert "No space left" in line


def test_interrupted_while_the_template_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    monkeypatch.setattr(files, "write", failing(0, files.write, KeyboardInterrupt()))
    done = repository.here(*FUNCTION)
    assert done.code == 130
    assert done.err.strip().splitlines() == ["error: interrupted."]
    assert repository.snapshot() == before


def test_template_changed_by_somebody_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of the file after the questions is neither lost nor a reason to fail."""
    repository = shop(tmp_path)
    real = Addition.put_in_place

    def late(plan: Addition) -> None:
        repository.write(
            "template.yaml", TEMPLATE.replace("Outputs:", "  Late: {Type: X}\n\nOutputs:")
        )
        real(plan)

    monkeypatch.setattr(Addition, "put_in_place", late)
    succeeded(repository.here(*FUNCTION))
    assert {"Late", "OrdersFunction"} < set(repository.data()["Resources"])


def test_name_taken_by_somebody_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    late = TEMPLATE.replace("Outputs:", "  OrdersFunction: {Type: X}\n\nOutputs:")
    real = Addition.put_in_place

    def commit_late(plan: Addition) -> None:
        repository.write("template.yaml", late)
        real(plan)

    monkeypatch.setattr(Addition, "put_in_place", commit_late)
    assert "OrdersFunction" in refusal(repository.here(*FUNCTION))
    assert repository.text() == late
    repository.write("template.yaml", TEMPLATE)
    assert repository.snapshot() == before


def test_file_that_came_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = shop(tmp_path)
    real = Addition.put_in_place

    def late(plan: Addition) -> None:
        repository.write("functions/orders/src/lambda_handler.py", "theirs\n")
        real(plan)

    monkeypatch.setattr(Addition, "put_in_place", late)
    line = refusal(repository.here(*FUNCTION))
    assert "functions/orders/src/lambda_handler.py" in line
    assert repository.text("functions/orders/src/lambda_handler.py") == "theirs\n"
    assert [path for path in repository.files() if path not in SHOP] == [
        "functions/orders/src/lambda_handler.py"
    ]
    assert repository.text() == TEMPLATE


def test_several_templates_change_together_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`merge` into two files: the second one cannot be written, so the first is put back."""
    snippet = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"
    repository = Repository(tmp_path, {"q.yaml": snippet, "a.yaml": TEMPLATE, "b.yaml": TEMPLATE})
    before = repository.snapshot()
    monkeypatch.setattr(files, "write", failing(1, files.write, ScaffoldError("disk full.")))
    assert "disk full" in refusal(repository.here("merge", "q.yaml", "a.yaml", "b.yaml"))
    assert repository.snapshot() == before
