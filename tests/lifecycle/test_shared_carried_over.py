"""An update makes components of what v0.1.0 gave to the function that first needed it.

Nothing of it is touched in the SAM template but what the newer version says otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from command_environment import commit, git, template
from first_version import VERSION, first_version
from releases import Files, contents, with_answers
from repositories import Repository, succeeded

NEW = "v0.2.0"

FUNCTIONS = {
    "orders": ("trigger=http_api",),
    "billing": ("trigger=http_api", "source=OrdersHttpApi"),
    "mail": ("trigger=eventbridge", "source=new", "publishes_to=new_topic"),
}
"""Answers by function; the first brings what the others use."""

SHARED = {
    "alarms_topic": ("AlarmsTopic",),
    "mail_bus": ("MailBus",),
    "mail_output_topic": ("MailOutputTopic",),
    "orders_http_api": ("OrdersHttpApi", "OrdersAccessLogGroup", "OrdersServerErrorsAlarm"),
}


@cache
def history() -> Path:
    """A template whose v0.1.0 is the first version, and whose v0.2.0 is this one."""
    folder = Path(tempfile.mkdtemp(prefix="carried-over-")) / "sam-scaffold"
    shutil.copytree(first_version(), folder)
    for part in ("copier.yml", "template", "extensions"):
        place = folder / part
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        source = template() / part
        shutil.copytree(source, place) if source.is_dir() else shutil.copy(source, place)
    commit(folder, NEW)
    return folder


@cache
def made() -> Files:
    """An application with the three functions, as the first version's command made it."""
    repository = Repository(history().parent / "shop", {})
    git(history(), "checkout", "-q", VERSION)
    first(repository, "init")
    for name, answers in FUNCTIONS.items():
        first(repository, "add", "function", name, *with_answers(*answers))
    git(history(), "checkout", "-q", NEW)
    return contents(repository)


def first(repository: Repository, *words: str) -> None:
    """Run the first version's command."""
    env = {**os.environ, "SAM_SCAFFOLD_TEMPLATE": str(history())}
    env |= {"PYTHONPATH": str(first_version() / "extensions"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "sam_scaffold", *words]
    subprocess.run(command, cwd=repository.root, env=env, check=True, capture_output=True)


def older(root: Path, change: Callable[[str], str] = str) -> Repository:
    """The committed application, its SAM template changed."""
    repository = Repository(root / "shop", made())
    repository.write("template.yaml", change(repository.text()))
    repository.commit()
    return repository


def updated(repository: Repository, *names: str) -> None:
    words = names or ("--all",)
    succeeded(repository.here("update", *words, SAM_SCAFFOLD_TEMPLATE=str(history())))


def resources(repository: Repository) -> dict[str, dict[str, object]]:
    """Return the resources without the descriptions of alarms, which differ between versions."""
    found = repository.data()["Resources"]
    for resource in found.values():
        properties = resource.get("Properties")
        if isinstance(properties, dict):
            properties.pop("AlarmDescription", None)
    return found


def is_owned(repository: Repository) -> None:
    """Check that each shared resource is a component's, and no function's."""
    for name, ids in SHARED.items():
        folder = f".scaffold/resources/{name}"
        for file in ("resource.yaml", "applied.yaml"):
            assert tuple(repository.data(f"{folder}/{file}")["Resources"]) == ids
        assert repository.answers(f"{folder}/answers.yml")["came_along"] is True
    own = {logical_id for ids in SHARED.values() for logical_id in ids}
    for name in FUNCTIONS:
        for file in (f"functions/{name}/resource.yaml", f".scaffold/functions/{name}/applied.yaml"):
            assert own.isdisjoint(repository.data(file)["Resources"])


@pytest.mark.parametrize("order", list(permutations(FUNCTIONS)), ids="-".join)
def test_everything_is_carried_over_in_any_order(order: tuple[str, ...], tmp_path: Path) -> None:
    repository = older(tmp_path)
    before = resources(repository)
    for name in order:
        updated(repository, name)
        assert resources(repository) == before
    updated(repository)
    is_owned(repository)
    assert resources(repository) == before
    out = succeeded(repository.here("status", SAM_SCAFFOLD_TEMPLATE=str(history()))).out
    assert out.count("up to date") == len(out.splitlines())


def test_both_doors_carry_over_alike(tmp_path: Path) -> None:
    with_copier, with_command = older(tmp_path / "copier"), older(tmp_path / "command")
    for name in FUNCTIONS:
        answers_file = f"functions/{name}/.copier-answers.yml"
        done = with_copier.copier("update", "-a", answers_file, "--defaults", "--trust")
        assert done.code == 0, done.err
        with_copier.commit()
        updated(with_command, name)
    assert contents(with_copier) == contents(with_command)


def test_functions_go_in_any_order_afterwards(tmp_path: Path) -> None:
    repository = older(tmp_path)
    updated(repository)
    for name in FUNCTIONS:
        succeeded(repository.here("remove", name))
    assert list(resources(repository)) == ["SharedCodeLayer"]
    assert "resource" not in succeeded(repository.here("list")).out.split()


TOPIC = """\
  # Where alarms go; subscribe whoever is to hear of them.
  AlarmsTopic:
    Type: AWS::SNS::Topic
"""

EDITED = """\
  # Where alarms go; the pager listens.
  AlarmsTopic:
    Type: AWS::SNS::Topic
    Properties:
      KmsMasterKeyId: alias/aws/sns  # ours
"""


def test_edits_of_the_topic_stay(tmp_path: Path) -> None:
    repository = older(tmp_path, lambda text: text.replace(TOPIC, EDITED))
    updated(repository)
    assert EDITED in repository.text()
    is_owned(repository)


def test_renamed_topic_keeps_its_name_and_every_alarm(tmp_path: Path) -> None:
    repository = older(tmp_path, lambda text: text.replace("AlarmsTopic", "Pager"))
    before = resources(repository)
    updated(repository)
    assert resources(repository) == before
    updated(repository)
    assert resources(repository) == before
    is_owned(repository)
    done = succeeded(repository.here("remove", "orders"))
    assert "  alarms_topic\n" in done.out


def test_deleted_topic_stays_deleted(tmp_path: Path) -> None:
    def gone(text: str) -> str:
        arn = "arn:aws:sns:eu-west-1:123456789012:pager"
        return text.replace(TOPIC, "").replace("!Ref AlarmsTopic", arn)

    repository = older(tmp_path, gone)
    before = resources(repository)
    assert "AlarmsTopic" not in before
    updated(repository)
    assert resources(repository) == before
    assert "alarms_topic" not in succeeded(repository.here("list")).out
    succeeded(repository.here("add", "function", "reports"))
    assert "AlarmsTopic" in resources(repository)
