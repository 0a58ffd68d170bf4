"""A record is small, says no more than it has to, and is believed nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from migrations import ABOUT, commit, undo
from repositories import Repository

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.changes import Changes, Edit, Link, Move
from sam_scaffold.migration.record.record import read
from sam_scaffold.transaction import files

TEMPLATE = "".join(f"line {number}\n" for number in range(1000))
CHANGES = Changes(
    (Move("pkg/own", "functions/f/pkg/own", leaves_link=True),),
    (Link("functions/f/requirements.txt", "requirements.txt"),),
    (Edit("template.yaml", TEMPLATE.replace("line 500\n", "caf\u00e9\r\n").encode()),),
)
FILE = ".scaffold/migrations/0001-create_order.json"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(files, "cache_folder", lambda name: folder / name)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(
        tmp_path / "shop",
        {"template.yaml": TEMPLATE, "pkg/own/a.py": "a\n", "requirements.txt": "", "x.py": ""},
    )
    (repository.root / "pkg/own/link").symlink_to("../../requirements.txt")
    commit(repository.root, CHANGES, ABOUT)
    return repository


def test_record_is_small_and_stable(repository: Repository) -> None:
    data = repository.read(FILE)
    assert len(data) < len(TEMPLATE) / 2
    assert data.isascii()
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    assert str(repository.root).encode() not in data
    (record,) = read(repository.root)
    assert record.to_bytes() == data
    assert record.about == ABOUT
    assert record.folders == ("functions",)
    assert record.moves[0].files == ("a.py", "link")
    assert record.moves[0].links == (("link", "../../requirements.txt"),)


def test_numbers_go_on(repository: Repository) -> None:
    commit(repository.root, Changes((Move("x.py", "y.py", leaves_link=False),)))
    assert [record.name for record in read(repository.root)] == [
        "0001-create_order",
        "0002-create_order",
    ]


def put(*keys: str | int, to: Any) -> Callable[[Any], None]:
    def act(found: Any) -> None:
        for key in keys[:-1]:
            found = found[key]
        found[keys[-1]] = to

    return act


OUT = ["../x", "/etc/x", "C:/x", "C:\\x", "a/../../x", "a\\..\\..\\x", "", ".", "a//b", "a\0b"]
GIT = [".git/hooks/pre-commit", "a/.GIT/config", ".git", "git~1/x", ".git /x", "a/.git./x"]
OWN = [".scaffold/migrations/0009-x.json"]
PLACES = [
    ("moves", 0, "source"),
    ("moves", 0, "target"),
    ("links", 0, "path"),
    ("edits", 0, "path"),
    ("folders", 0),
    ("moves", 0, "files", 0),
    ("template_file",),
]
HOSTILE = [put(*place, to=path) for place in PLACES for path in [*OUT, *GIT, *OWN, 1, None]]
HOSTILE += [
    put("moves", 0, "links", to={"link": says})
    for says in ["/etc/passwd", "../../../x", "a\0b", 1, None]
]
HOSTILE += [put("moves", 0, "links", to={"../../../x": "a"}), put("moves", 0, "links", to=[])]
HOSTILE += [put(key, to=[1]) for key in ("moves", "links", "edits")]
HOSTILE += [put(key, to=None) for key in ("moves", "links", "edits")]
HOSTILE += [put("schema", to=2), put("function", to=1), put("edits", 0, "is_new", to=1)]
HOSTILE += [
    put("edits", 0, "hunks", 0, key, to=value)
    for key, value in [
        ("line", 0), ("line", True), ("line", 1.5), ("line", -3),
        ("old", "x"), ("old", [1]), ("new", ["\ud800"]),
    ]
]  # fmt: skip


@pytest.mark.parametrize("act", HOSTILE)
def test_hostile_record_is_refused(act: Callable[[Any], None], repository: Repository) -> None:
    found = json.loads(repository.read(FILE))
    act(found)
    repository.write(FILE, json.dumps(found))
    before = repository.snapshot()
    with pytest.raises(ScaffoldError) as error:
        undo(repository.root)
    assert "\n" not in str(error.value)
    assert repository.snapshot() == before


@pytest.mark.parametrize("data", ["", "[]", "{", "1", "[" * 100_000, "{}", '{"schema": 1}'])
def test_what_is_no_record_is_refused(data: str, repository: Repository) -> None:
    repository.write(FILE, data)
    with pytest.raises(ScaffoldError, match=r"0001-create_order\.json"):
        undo(repository.root)


TRAPS = {
    "source": put("moves", 0, "source", to="out/pkg"),
    "target": put("moves", 0, "target", to="out/pkg"),
    "link": put("links", 0, "path", to="out/link"),
    "edit": put("edits", 0, "path", to="out/file.txt"),
}


@pytest.mark.parametrize("act", TRAPS.values(), ids=TRAPS)
def test_nothing_is_touched_behind_a_link(
    act: Callable[[Any], None], repository: Repository, tmp_path: Path
) -> None:
    outside = Repository(tmp_path / "outside", {"pkg/a.py": "a\n", "file.txt": "caf\u00e9\r\n"})
    (outside.root / "pkg/link").symlink_to("x")
    (outside.root / "link").symlink_to("../../requirements.txt")
    (repository.root / "out").symlink_to(outside.root)
    before = outside.snapshot()
    found = json.loads(repository.read(FILE))
    act(found)
    repository.write(FILE, json.dumps(found))
    with suppress(ScaffoldError):
        undo(repository.root)
    assert outside.snapshot() == before


def test_linked_records_are_refused(repository: Repository, tmp_path: Path) -> None:
    (repository.root / FILE).rename(tmp_path / "record.json")
    (repository.root / FILE).symlink_to(tmp_path / "record.json")
    with pytest.raises(ScaffoldError, match="is behind a link"):
        undo(repository.root)


def test_path_that_no_record_can_hold_is_refused_before_anything_is_written(
    repository: Repository,
) -> None:
    repository.write("src/{{ name }}.py", "")
    before = repository.snapshot()
    with pytest.raises(ScaffoldError, match="Copier reads as Jinja"):
        commit(repository.root, Changes((Move("src", "lib", leaves_link=False),)))
    assert repository.snapshot() == before
