"""Repositories of v0.1.0, which an update converts, in each way to run it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from command_environment import commit, git, template
from first_version import first_command, first_version
from releases import Files, contents
from repositories import Repository, succeeded

ROOT_FILE = ".copier-answers.sam-scaffold.yml"

EARLIER = {".copier-answers.yml", ".resource.applied.yaml"}

MADE = (
    ("init", ".", "--defaults"),
    ("add", "function", "orders", "-d", "trigger=sqs", "--defaults"),
    ("add", "function", "billing", "-d", "layout=flat", "-d", "trigger=schedule", "--defaults"),
    ("add", "function", "refunds", "--defaults"),
    ("add", "layer", "pricing", "-d", "contents=shared_code", "--defaults"),
)

CODE = "functions/orders/src/lambda_handler.py"


@cache
def address() -> Path:
    """A template whose v0.1.0 is the first one, and whose v0.2.0 is this one."""
    folder = Path(shutil.copytree(first_version(), template().with_name("two-versions")))
    git(folder, "rm", "-r", "-q", "copier.yml", "template", "extensions")
    for part in ("copier.yml", "template", "extensions"):
        source = template() / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    commit(folder, "v0.2.0")
    return folder


@cache
def made() -> Files:
    """An application as v0.1.0 made it."""
    repository = Repository(address().with_name("made-by-v0.1.0") / "shop", {})
    for words in MADE:
        first_command(repository.root, *words)
    return contents(repository)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The application, committed; its answers name the template that has both versions."""
    found = Repository(tmp_path / "shop", made())
    for path in found.files():
        if path.endswith(".copier-answers.yml"):
            text = re.sub("_src_path: .*", f"_src_path: {address()}", found.text(path))
            found.write(path, text)
    found.commit()
    return found


Door = Callable[[Repository], None]


def command(repository: Repository, *words: str) -> str:
    return succeeded(repository.here(*words, SAM_SCAFFOLD_TEMPLATE=str(address()))).out


def copier(repository: Repository, folder: str, answers_file: str) -> None:
    """Run the line of Renovate in a folder of the repository."""
    done = Repository(repository.root / folder, {}).copier(
        "update", "--skip-answered", "--defaults", "--trust", "--answers-file", answers_file,
        "--vcs-ref", "v0.2.0",
    )  # fmt: skip
    assert done.code == 0, done.err


def alarms(repository: Repository) -> dict[str, dict[str, object]]:
    """Return the alarms and topics by logical id, without the descriptions of the alarms."""
    kinds = ("AWS::CloudWatch::Alarm", "AWS::SNS::Topic")
    resources = repository.data()["Resources"]
    found = {key: value for key, value in resources.items() if value["Type"] in kinds}
    for resource in found.values():
        properties = resource.get("Properties")
        if isinstance(properties, dict):
            properties.pop("AlarmDescription", None)
    return found


def update_all(repository: Repository) -> None:
    command(repository, "update", "--all")


def renovate(repository: Repository) -> None:
    copier(repository, "functions/refunds", ".copier-answers.yml")


DOORS = {"command": update_all, "renovate": renovate}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_whole_application_is_carried_over(door: Door, repository: Repository) -> None:
    before = alarms(repository)
    assert len(before) > 10
    door(repository)
    assert not [path for path in repository.files() if Path(path).name in EARLIER]
    assert repository.answers(ROOT_FILE)["_commit"] == "v0.2.0"
    for folder in ("app", "functions/orders", "functions/billing", "layers/pricing"):
        assert repository.answers(f".scaffold/{folder}/answers.yml")["_commit"] == "v0.2.0"
        assert f".scaffold/{folder}/applied.yaml" in repository.files()
    assert alarms(repository) == before
    assert command(repository, "status").count(": up to date") >= 5
    repository.commit()
    assert "nothing to do" in command(repository, "update", "--all")
    assert git(repository.root, "status", "--porcelain") == ""


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_edits_stay(door: Door, repository: Repository) -> None:
    text = repository.text().replace("MemorySize: 256", "MemorySize: 512  # measured", 1)
    text = text.replace("  AlarmsTopic:\n", "  # Ours: who is on call.\n  AlarmsTopic:\n")
    repository.write("template.yaml", text)
    repository.write(CODE, repository.text(CODE) + "\n\n# Ours.\n")
    repository.commit()
    door(repository)
    assert "MemorySize: 512  # measured\n" in repository.text()
    assert "  # Ours: who is on call.\n  AlarmsTopic:\n" in repository.text()
    assert repository.text(CODE).endswith("# Ours.\n")
    command(repository, "status")


def test_one_component_can_go_first(repository: Repository) -> None:
    command(repository, "update", "refunds")
    assert ".scaffold/functions/refunds/answers.yml" in repository.files()
    assert "functions/orders/.copier-answers.yml" in repository.files()
    assert repository.answers(ROOT_FILE)["_commit"] == "v0.2.0"
    repository.commit()
    copier(repository, ".", "functions/orders/.copier-answers.yml")
    assert ".scaffold/functions/orders/answers.yml" in repository.files()
    assert "functions/orders/.copier-answers.yml" not in repository.files()
    command(repository, "status", "orders", "refunds")


def test_older_component_is_renamed_and_removed_as_before(repository: Repository) -> None:
    command(repository, "rename", "refunds", "returns")
    assert "functions/returns/.copier-answers.yml" in repository.files()
    command(repository, "remove", "returns")
    assert not [path for path in repository.files() if "returns" in path or "refunds" in path]
