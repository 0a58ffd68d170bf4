"""Components as the command generates them, each in a repository of its own, and their goldens.

A golden is all that the command wrote, as files in ``tests/goldens/``. The template's address is
the one thing in them that differs from run to run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from command_environment import ROOT, template
from releases import with_answers
from repositories import Repository, succeeded
from trigger_answers import required_answers

from sam_scaffold.merge.last_applied import LastApplied

GOLDENS = ROOT / "tests" / "goldens"

Files = Mapping[str, bytes]
"""Contents by path."""

ADDRESS = b"gh:acme/sam-scaffold"

POWERTOOLS = "packages=aws-lambda-powertools[parser,tracer]==3.37.0"

EXISTING = """
  AlarmsTopic:
    Type: AWS::SNS::Topic

  LedgerTable:
    Type: AWS::Serverless::SimpleTable
"""
"""What the SAM template of the application has besides."""


@dataclass(frozen=True)
class Rendering:
    """A component whose files are kept.

    Attributes:
        folder: The folder of its golden, below `GOLDENS`.
        words: The arguments of ``sam-scaffold add``: kind, name and answers.
    """

    folder: str
    words: tuple[str, ...]


def triggers() -> list[str]:
    """Return the names of all triggers."""
    return sorted(path.name for path in (ROOT / "template" / "triggers").iterdir())


def _function(name: str, *given: str) -> tuple[str, ...]:
    return ("function", name, "alarm_topic=AlarmsTopic", *given)


def _required(trigger: str) -> list[str]:
    """Return the answers that a trigger has no default of."""
    return [f"{key}={value}" for key, value in required_answers(trigger).items()]


FUNCTIONS = tuple(
    Rendering(
        f"{trigger}/{variant}",
        _function("orders", f"trigger={trigger}", powertools, *_required(trigger)),
    )
    for trigger in triggers()
    for variant, powertools in (("plain", "powertools=false"), ("powertools", "powertools=true"))
)
"""A function of each trigger, built on Powertools and not."""

_ARN = "arn:aws:lambda:${AWS::Region}:123456789012:layer:formats:3"

OTHERS = (
    Rendering("function/flat", _function("orders", "trigger=sqs", "layout=flat")),
    Rendering(
        "function/role",
        _function(
            "orders",
            "trigger=schedule",
            "iam=role",
            "alarms=full",
            "uses=LedgerTable:write",
            "environment=BATCH_SIZE: 10",
        ),
    ),
    Rendering(
        "function/bare",
        (
            "function",
            "orders",
            "trigger=kinesis",
            "alarms=none",
            "on_failure=none",
            "log_retention=0",
            "shared_code=false",
        ),
    ),
    Rendering(
        "function/rabbitmq",
        _function("orders", "trigger=mq", "engine=rabbitmq", "iam=role", *_required("mq")),
    ),
    Rendering("layer/requirements", ("layer", "formats", "packages=httpx==0.28.1")),
    Rendering("layer/unpinned", ("layer", "formats", "packages=httpx==0.28.1", "pin=false")),
    Rendering("layer/shared_code", ("layer", "pricing", "contents=shared_code")),
    Rendering(
        "layer/makefile", ("layer", "formats", "contents=makefile", "packages=httpx==0.28.1")
    ),
    Rendering("layer/arn", ("layer", "formats", "contents=arn", f"arn={_ARN}")),
    Rendering("module", ("module", "prices")),
    Rendering(
        "shared/bus_and_topic",
        ("function", "orders", "trigger=eventbridge", "source=new", "publishes_to=new_topic"),
    ),
    Rendering("shared/queue", ("function", "orders", "publishes_to=new_queue")),
)
"""Components of other kinds, and answers whose files differ most."""


def rendered(case: Rendering, folder: Path) -> Files:
    """Return all that the command writes for a component, but the SAM template.

    Args:
        case: The component.
        folder: A new folder, for a copy of the application.
    """
    shutil.copytree(_application().root, folder)
    repository = Repository(folder, {})
    before = _contents(repository)
    _add(repository, *case.words)
    after = _contents(repository)
    assert before.keys() <= after.keys()
    changed = {path for path in before if before[path] != after[path]}
    assert changed <= {"template.yaml"}
    return _without_copies({path: after[path] for path in after.keys() - before.keys()})


def application() -> Files:
    """Return all that ``sam-scaffold init`` writes."""
    return _without_copies(_contents(_initialised()))


def together(folder: Path) -> Files:
    """Return the SAM template that gets one function of each trigger after the other.

    What comes along with them is returned, too.

    Args:
        folder: A new folder, for a copy of the application.
    """
    shutil.copytree(_initialised().root, folder)
    repository = Repository(folder, {})
    before = _contents(repository)
    for number, trigger in enumerate(triggers()):
        powertools = "true" if number % 2 else "false"
        _add(
            repository,
            "function",
            f"on_{trigger}",
            f"trigger={trigger}",
            f"powertools={powertools}",
            *_required(trigger),
        )
    kept = {
        path: content
        for path, content in _contents(repository).items()
        if content != before.get(path) and "functions/" not in path
    }
    return _without_copies(kept)


def golden(folder: str) -> dict[str, bytes]:
    """Return the files that are kept."""
    root = GOLDENS / folder
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def write_golden(folder: str, files: Files) -> None:
    """Keep files in place of those that are kept."""
    root = GOLDENS / folder
    shutil.rmtree(root, ignore_errors=True)
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


@cache
def _initialised() -> Repository:
    """Return a new application."""
    repository = Repository(template().with_name("goldens") / "initialised", {})
    succeeded(repository.here("init", ".", "--defaults", "-d", "name=shop"))
    return repository


@cache
def _application() -> Repository:
    """Return an application with what functions share, so that none of it is theirs."""
    folder = _initialised().root.with_name("application")
    shutil.copytree(_initialised().root, folder)
    repository = Repository(folder, {})
    repository.write("template.yaml", repository.text() + EXISTING)
    _add(repository, "layer", "powertools", POWERTOOLS)
    return repository


def _add(repository: Repository, kind: str, name: str, *given: str) -> None:
    succeeded(repository.here("add", kind, name, *with_answers(*given)))


def _contents(repository: Repository) -> dict[str, bytes]:
    """Return all files, the template's address in place of this run's."""
    ours = os.fsencode(template())
    return {path: repository.read(path).replace(ours, ADDRESS) for path in repository.files()}


def _without_copies(files: dict[str, bytes]) -> Files:
    """Return files without the last-applied ones, each of which has to be a copy of a snippet."""
    snippets = {content for path, content in files.items() if path.endswith("/resource.yaml")}
    applied = {path for path in files if path.endswith("/applied.yaml")}
    assert all(LastApplied.parse(files[path]).data in snippets for path in applied)
    return {path: files[path] for path in sorted(files.keys() - applied)}
