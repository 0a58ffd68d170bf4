"""Commands that are stopped at any write, after which the state is the old one or the new one.

After SIGKILL, the next command rolls back; after Ctrl-C, there is nothing to roll back.
Another command is one more row in `CASES`.
"""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from command_environment import git
from killing import Commands, Left, Stop, Write, variables
from releases import at, releases
from repositories import (
    SHOP,
    TEMPLATE,
    WITHOUT_SHARED_LAYER,
    Repository,
    Snapshot,
    shop,
    succeeded,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL"),
]

Words = tuple[str, ...]
Step = Callable[[Commands], None]


def ran(*words: str, code: int = 0) -> Step:
    """A command that comes first."""

    def step(commands: Commands) -> None:
        ended = commands.run(*words)
        assert ended.code == code, ended

    return step


def edited(path: str, old: str, new: str) -> Step:
    """A change by the user before the command."""

    def step(commands: Commands) -> None:
        text = commands.repository.text(path)
        assert old in text
        commands.repository.write(path, text.replace(old, new))

    return step


def released(_: Commands) -> None:
    """A new version of the template comes first."""
    at("v1.1.0")


@dataclass(frozen=True, slots=True)
class Case:
    """A command that is stopped.

    Attributes:
        command: Its words.
        before: The step before it.
        template: The SAM template before all of that.
        needs: Kinds of writes that have to be among its own, or the case shows nothing.
    """

    command: Words
    before: tuple[Step, ...] = ()
    template: str = TEMPLATE
    needs: frozenset[str] = frozenset({"os.rename"})


ORDERS = ("add", "function", "orders", "-d", "trigger=sqs")
NUMS = ("add", "layer", "nums", "-d", "packages=mpmath")
MERGE = ("merge", "q.yaml", "template.yaml", "b.yaml")
SNIPPET = "functions/orders/resource.yaml"
MAKES = frozenset({"os.mkdir", "os.link", "os.rename"})
DELETES = frozenset({"os.remove", "os.rmdir", "os.rename"})

CASES = {
    "init": Case(("init",), template=WITHOUT_SHARED_LAYER, needs=MAKES),
    "add": Case(ORDERS, needs=MAKES),
    "add-with-shared-layer": Case(ORDERS, template=WITHOUT_SHARED_LAYER, needs=MAKES),
    "add-layer": Case(NUMS, needs=MAKES),
    "merge": Case(MERGE),
    "merge-remove": Case(("merge", "--remove", *MERGE[1:]), (ran(*MERGE),)),
    "merge-remove-component": Case(
        ("merge", "--remove", SNIPPET, "template.yaml"), (ran(*ORDERS),)
    ),
    "update": Case(
        ("update", "--all"), (ran(*ORDERS), ran(*NUMS), released), needs=MAKES - {"os.mkdir"}
    ),
    "set": Case(("set", "orders", "memory_size=512"), (ran(*ORDERS),)),
    "apply": Case(
        ("apply", "orders"),
        (ran(*ORDERS), edited(SNIPPET, "maxReceiveCount: 5", "maxReceiveCount: 3")),
    ),
    "resolve": Case(
        ("resolve", "orders", "--theirs"),
        (
            ran(*ORDERS),
            edited("template.yaml", "MemorySize: 256", "MemorySize: 1024"),
            ran("set", "orders", "memory_size=512", code=1),
        ),
    ),
    "rename": Case(("rename", "nums", "figures"), (ran(*NUMS),), needs=MAKES | DELETES),
    "remove": Case(("remove", "orders"), (ran(*ORDERS),), needs=DELETES),
    "adopt": Case(
        ("adopt", "HttpLayer", "--template-file", "template.yaml"), needs=MAKES - {"os.rename"}
    ),
}

_CHECK = ("merge", "--check", "q.yaml", "template.yaml")
_NOTHING = ("update", "nothing")

RECOVERING: tuple[Words | None, ...] = (
    None,  # the same command again
    _CHECK,
    _NOTHING,
    _CHECK,
    _NOTHING,
    ("add", "layer", "other", "--dry-run"),
    _CHECK,
    _NOTHING,
    _CHECK,
    _NOTHING,
)
"""The next commands, in turn: all roll back alike, and those that render take longest."""

QUEUE = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A command that is about to be stopped.

    Attributes:
        words: The command.
        commands: Commands on its repository.
        old: The repository before it.
        new: The repository after it.
        writes: Its writes.
        version: The version of the template that it finds.
    """

    words: Words
    commands: Commands
    old: Snapshot
    new: Snapshot
    writes: list[Write]
    version: str

    @property
    def now(self) -> Snapshot:
        return self.commands.repository.snapshot()

    def stopped(self, stops: list[Stop]) -> list[Left]:
        self.commands.put_back(self.old, {})
        return self.commands.stopped(self.words, stops)


@pytest.fixture(scope="module", autouse=True)
def imported(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The modules and the code that every command needs, in this process before a fork."""
    repository = shop(tmp_path_factory.mktemp("first"))
    at("v1.0.0")
    for words in (ORDERS, NUMS):
        succeeded(repository.here(*words, **variables(releases())))
    at("v1.1.0")
    succeeded(repository.here("update", "--all", **variables(releases())))


@pytest.fixture(params=list(CASES.values()), ids=list(CASES))
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def prepared(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The case as it is before its command; tests of the same case share it."""
    if case not in _PREPARED:
        _PREPARED[case] = _prepare(case, tmp_path_factory.mktemp("case"))
    found = _PREPARED[case]
    at(found.version)
    return found


_PREPARED: dict[Case, Prepared] = {}


def _prepare(case: Case, scratch: Path) -> Prepared:
    at("v1.0.0")
    files = {**SHOP, "template.yaml": case.template, "b.yaml": TEMPLATE, "q.yaml": QUEUE}
    repository = Repository(scratch / "shop", files)
    repository.commit()
    commands = Commands(repository, scratch, releases())
    for step in case.before:
        step(commands)
    repository.commit()
    old = repository.snapshot()
    writes = commands.writes(*case.command)
    new = repository.snapshot()
    assert new != old
    assert case.needs <= {write.what for write in writes}
    assert "journals" in writes[0].path
    version = git(releases(), "describe", "--tags").strip()
    return Prepared(case.command, commands, old, new, writes, version)


def test_killed_at_any_write(case: Case, prepared: Prepared) -> None:
    stops = [
        Stop(write.number, signal.SIGKILL, torn=torn)
        for write in prepared.writes
        for torn in ((False, True) if write.what == "open" else (False,))
    ]
    for number, (stop, left) in enumerate(zip(stops, prepared.stopped(stops), strict=True)):
        where = (stop, prepared.writes[stop.at - 1])
        assert left.ended.code == -signal.SIGKILL, where
        prepared.commands.put_back(left.tree, left.journals)
        words = RECOVERING[number % len(RECOVERING)]
        ended = prepared.commands.run(*(words or case.command))
        if words is not None:
            assert prepared.now in (prepared.old, prepared.new), (where, ended)
        else:
            assert prepared.now == prepared.new, (where, ended)
            assert ended.code == 0 or _files(left.tree) == _files(prepared.new), (where, ended)
        assert prepared.commands.journals == {}, where


def _files(tree: Snapshot) -> dict[str, bytes]:
    """The files, without a temporary one that is the last to go."""
    found = {path: data for path, (mode, data) in tree.items() if not stat.S_ISDIR(mode)}
    return {path: data for path, data in found.items() if not path.endswith(".tmp")}


def test_stopped_at_any_write(prepared: Prepared) -> None:
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    stops = [Stop(write.number, signals[write.number % 3]) for write in prepared.writes]
    for stop, left in zip(stops, prepared.stopped(stops), strict=True):
        assert left.ended.code == 128 + stop.by, (stop, left.ended)
        assert left.ended.err.splitlines()[-1] == "error: interrupted."
        assert left.tree in (prepared.old, prepared.new), stop
        assert left.journals == {}, stop


@pytest.mark.parametrize("case", [CASES["rename"], CASES["merge"]], ids=["rename", "merge"])
def test_killed_while_it_recovers(prepared: Prepared) -> None:
    """The command that rolls back may be killed, too."""
    commands = prepared.commands
    last = max(write.number for write in prepared.writes if write.what == "os.rename")
    (left,) = prepared.stopped([Stop(last, signal.SIGKILL)])
    assert left.tree not in (prepared.old, prepared.new)
    commands.put_back(left.tree, left.journals)
    recovering = ("add", "layer", "other", "--dry-run")
    writes = commands.writes(*recovering)
    assert prepared.now == prepared.old
    commands.put_back(left.tree, left.journals)
    stops = [Stop(write.number, signal.SIGKILL) for write in writes]
    for stop, again in zip(stops, commands.stopped(recovering, stops), strict=True):
        where = (stop, writes[stop.at - 1])
        assert again.ended.code == -signal.SIGKILL, where
        commands.put_back(again.tree, again.journals)
        ended = commands.run(*recovering)
        assert ended.code == 0, (where, ended)
        assert prepared.now == prepared.old, where
        assert commands.journals == {}, where


@pytest.mark.parametrize("words", [("status",), ("add", "function", "orders")])
def test_what_init_left_in_an_empty_folder_is_taken_back(words: Words, tmp_path: Path) -> None:
    """Although there is nothing yet that the next command could work on."""
    commands = Commands(Repository(tmp_path / "shop", {}), tmp_path, releases())
    commands.repository.commit()
    old = commands.repository.snapshot()
    writes = commands.writes("init")
    commands.put_back(old, {})
    last = max(write.number for write in writes if write.what == "os.link")
    (left,) = commands.stopped(("init",), [Stop(last, signal.SIGKILL)])
    assert left.tree != old
    commands.put_back(left.tree, left.journals)
    assert commands.run(*words).code == 2
    assert commands.repository.snapshot() == old
    assert commands.journals == {}


@pytest.mark.parametrize("case", [CASES["add"]], ids=["add"])
def test_user_is_told_what_is_taken_back(prepared: Prepared) -> None:
    (left,) = prepared.stopped([Stop(len(prepared.writes) - 1, signal.SIGKILL)])
    prepared.commands.put_back(left.tree, left.journals)
    ended = prepared.commands.run(*prepared.words)
    assert ended.code == 0
    assert ended.err.splitlines()[0] == (
        "warning: a command was killed; its changes (12 of 13 files) were rolled back."
    )
    assert prepared.now == prepared.new


@pytest.mark.parametrize("case", [CASES["add"]], ids=["add"])
def test_snippet_that_is_taken_back_is_not_merged(prepared: Prepared) -> None:
    (left,) = prepared.stopped([Stop(len(prepared.writes) - 1, signal.SIGKILL)])
    prepared.commands.put_back(left.tree, left.journals)
    assert prepared.commands.run("merge", SNIPPET, "template.yaml").code == 1
    assert prepared.now == prepared.old
