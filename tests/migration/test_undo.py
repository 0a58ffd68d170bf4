"""Changes since a migration, which an undo keeps or names as the obstacle."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from migrations import ABOUT, commit, undo
from repositories import Repository, Snapshot

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.changes import Changes, Edit, Link, Move
from sam_scaffold.migration.record.record import About
from sam_scaffold.transaction import files

TEMPLATE = "Resources:\r\n  A:\r\n    CodeUri: ./\r\n  B:\r\n    CodeUri: ./\r\n# end"
FILES = {
    "template.yaml": TEMPLATE,
    "pkg/own/handler.py": "x = 1\n",
    "pkg/own/deep/data.json": "{}\n",
    "pkg/one.py": "y = 2\n",
    "pkg/two.py": "z = 3\n",
    "requirements.txt": "requests\n",
}


def edited(text: str, name: str) -> bytes:
    return text.replace(
        f"  {name}:\r\n    CodeUri: ./", f"  {name}:\r\n    CodeUri: functions/{name.lower()}/"
    ).encode()


CHANGES = Changes(
    (
        Move("pkg/own", "functions/a/pkg/own", leaves_link=True),
        Move("pkg/one.py", "functions/a/pkg/one.py", leaves_link=True),
    ),
    (Link("functions/a/requirements.txt", "requirements.txt"),),
    (Edit("template.yaml", edited(TEMPLATE, "A")), Edit("functions/a/new.txt", b"new\n")),
)
B = About("b", "B", "template.yaml")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(files, "cache_folder", lambda name: folder / name)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "shop", FILES)
    (repository.root / "pkg/own/handler.py").chmod(0o755)
    return repository


@pytest.fixture
def old(repository: Repository) -> Snapshot:
    return repository.snapshot()


def migrate_b(repository: Repository) -> None:
    data = edited(repository.read("template.yaml").decode(), "B")
    move = Move("pkg/two.py", "functions/b/pkg/two.py", leaves_link=True)
    commit(repository.root, Changes((move,), (), (Edit("template.yaml", data),)), B)


def test_after_commits_and_a_clone(repository: Repository, old: Snapshot, tmp_path: Path) -> None:
    repository.commit()
    commit(repository.root, CHANGES, ABOUT)
    repository.commit()
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(repository.root), str(clone)], check=True)
    undo(clone)
    assert Repository(clone, {}).snapshot() == old


def test_edits_files_and_lines_that_came_since_stay(repository: Repository, old: Snapshot) -> None:
    commit(repository.root, CHANGES, ABOUT)
    repository.write("pkg/own/handler.py", "x = 5\n")  # through the link
    repository.write("functions/a/pkg/own/fresh/more.py", "more\n")
    repository.write("functions/a/notes.txt", "notes\n")
    repository.write("later.txt", "later\n")
    now = repository.read("template.yaml").replace(b"# end", b"# theirs\r\n# end")
    (repository.root / "template.yaml").write_bytes(b"# first\r\n" + now)
    undone = undo(repository.root)
    assert undone.stays == ("functions/a/notes.txt",)
    expected = {path: data for path, (_, data) in old.items() if data}
    text = TEMPLATE.replace("# end", "# theirs\r\n# end")
    expected["template.yaml"] = f"# first\r\n{text}".encode()
    expected["pkg/own/handler.py"] = b"x = 5\n"
    expected["pkg/own/fresh/more.py"] = b"more\n"
    expected["functions/a/notes.txt"] = b"notes\n"
    expected["later.txt"] = b"later\n"
    found = {path: data for path, (_, data) in repository.snapshot().items() if data}
    assert found == expected
    assert (repository.root / "pkg/own/handler.py").stat().st_mode & 0o777 == 0o755


def write(path: str, text: str) -> Callable[[Repository], None]:
    def act(repository: Repository) -> None:
        file = repository.root / path
        if file.is_symlink():
            file.unlink()
        repository.write(path, text)

    return act


def drop(path: str) -> Callable[[Repository], None]:
    return lambda repository: (repository.root / path).unlink()


def replaced(path: str, old: str, new: str) -> Callable[[Repository], None]:
    return lambda repository: write(path, repository.read(path).decode().replace(old, new))(
        repository
    )


def relinked(repository: Repository) -> None:
    (repository.root / "pkg/own").unlink()
    (repository.root / "pkg/own").symlink_to("elsewhere")


def unpacked(repository: Repository) -> None:
    (repository.root / "pkg/own").unlink()
    repository.write("pkg/own/handler.py", "x = 9\n")


def swapped(repository: Repository) -> None:
    """Let the code be somewhere else, behind a link."""
    (repository.root / "functions/a").rename(repository.root / "elsewhere")
    (repository.root / "functions/a").symlink_to("../elsewhere")


IN_THE_WAY = {
    "hunk": (replaced("template.yaml", "functions/a/", "functions/mine/"), "template.yaml:3 was"),
    "hunk-gone": (replaced("template.yaml", "    CodeUri: functions/a/\r\n", ""),
                  "template.yaml:3 was"),
    "template-gone": (drop("template.yaml"), "template.yaml was edited by the migration and no"),
    "new-file": (write("functions/a/new.txt", "new\nmine\n"), "functions/a/new.txt:2 was added"),
    "new-file-edited": (write("functions/a/new.txt", "mine\n"), "functions/a/new.txt:1 was"),
    "link-is-a-file": (write("pkg/one.py", "y = 3\n"), "pkg/one.py was a link to"),
    "link-is-a-folder": (unpacked, "pkg/own was a link to"),
    "link-leads-elsewhere": (relinked, "pkg/own was a link to"),
    "own-link-is-a-file": (write("functions/a/requirements.txt", "x"), "functions/a/requirements"),
    "moved-file-gone": (drop("functions/a/pkg/own/deep/data.json"),
                        "functions/a/pkg/own/deep/data.json was moved by the migration and no"),
    "behind-a-link": (swapped, "functions/a"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "message"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_one_thing_in_the_way_is_named(
    act: Callable[[Repository], None], message: str, repository: Repository
) -> None:
    commit(repository.root, CHANGES, ABOUT)
    act(repository)
    before = repository.snapshot()
    with pytest.raises(ScaffoldError) as found:
        undo(repository.root)
    assert str(found.value).startswith(message)
    assert "\n" not in str(found.value)
    assert repository.snapshot() == before


def test_old_place_in_use_is_named(repository: Repository) -> None:
    move = Move("pkg/two.py", "functions/b/two.py", leaves_link=False)
    commit(repository.root, Changes((move,)), B)
    repository.write("pkg/two.py", "mine\n")
    with pytest.raises(ScaffoldError, match=r"^pkg/two\.py is in the way of functions/b/two\.py"):
        undo(repository.root)


def test_link_that_is_gone_is_no_loss(repository: Repository, old: Snapshot) -> None:
    commit(repository.root, CHANGES, ABOUT)
    (repository.root / "pkg/own").unlink()
    undo(repository.root)
    assert repository.snapshot() == old


@pytest.mark.parametrize("names", [("a2", "b"), ("B", "A"), ("0002-b", "0001-a2")])
def test_several_go_in_reverse_order_at_once(
    names: tuple[str, ...], repository: Repository, old: Snapshot
) -> None:
    commit(repository.root, CHANGES, About("a2", "A", "template.yaml"))
    migrate_b(repository)
    assert [record.about.function for record in undo(repository.root, *names).records] == [
        "b",
        "a2",
    ]
    assert repository.snapshot() == old


def test_newest_goes_first(repository: Repository, old: Snapshot) -> None:
    commit(repository.root, CHANGES, About("a", "A", "template.yaml"))
    between = repository.snapshot()
    migrate_b(repository)
    after = repository.snapshot()
    with pytest.raises(ScaffoldError, match=r"^a was migrated before b; undo these first"):
        undo(repository.root, "a")
    assert repository.snapshot() == after
    undo(repository.root)
    assert repository.snapshot() == between
    undo(repository.root)
    assert repository.snapshot() == old
    with pytest.raises(ScaffoldError, match="there is none to undo"):
        undo(repository.root)


def test_migration_in_a_migrated_folder_and_back(repository: Repository, old: Snapshot) -> None:
    """The second moves what the first linked, and links what it moved."""
    commit(repository.root, CHANGES, About("a", "A", "template.yaml"))
    move = Move("pkg", "lib/pkg", leaves_link=True)
    commit(repository.root, Changes((move,)), B)
    assert repository.read("pkg/own/handler.py") == b"x = 1\n"
    undo(repository.root, "a", "b")
    assert repository.snapshot() == old


def test_unknown_name_is_refused(repository: Repository) -> None:
    commit(repository.root, CHANGES, ABOUT)
    with pytest.raises(ScaffoldError, match="Did you mean create_order"):
        undo(repository.root, "create_oder")


def test_dry_run_writes_nothing(repository: Repository) -> None:
    commit(repository.root, CHANGES, ABOUT)
    before = repository.snapshot()
    states = undo(repository.root, dry_run=True).states
    assert repository.snapshot() == before
    undo(repository.root)
    for path, state in states.items():
        file = repository.root / path
        assert (state is None) == (not file.is_symlink() and not file.is_file())
