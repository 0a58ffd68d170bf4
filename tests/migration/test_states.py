"""States of files after changes, and the obstacles to them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from repositories import Repository

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.changes import Changes, Edit, Link, Move
from sam_scaffold.migration.record.states import expanded, put_into

FILES = {"pkg/own/a.py": "a\n", "pkg/own/deep/b.py": "b\n", "pkg/c.py": "c\n", "d.txt": "d\n"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop", FILES)


def came_to(repository: Repository, *moves: Move) -> dict[str, str | None]:
    """Return where the links are, and what else there is."""
    found = expanded(repository.root, Changes(moves))
    return {
        path: None if state is None else state.target if state.is_link else "file"
        for path, state in found.items()
    }


def test_folder_is_moved_file_by_file(repository: Repository) -> None:
    (repository.root / "pkg/own/a.py").chmod(0o755)
    move = Move("pkg/own", "functions/f/pkg/own", leaves_link=True)
    found = expanded(repository.root, Changes((move,)))
    assert came_to(repository, move) == {
        "pkg/own": "../functions/f/pkg/own",
        "pkg/own/a.py": None,
        "pkg/own/deep/b.py": None,
        "functions/f/pkg/own/a.py": "file",
        "functions/f/pkg/own/deep/b.py": "file",
    }
    state = found["functions/f/pkg/own/a.py"]
    assert state is not None
    assert (stat.S_IMODE(state.mode), state.data) == (0o755, b"a\n")


LINKS = {
    "inside": ("pkg/own/link", "deep/b.py", "deep/b.py"),
    "inside-up": ("pkg/own/deep/link", "../a.py", "../a.py"),
    "outside": ("pkg/own/link", "../c.py", "../../../../pkg/c.py"),
    "also-moved": ("pkg/own/link", "../../d.txt", "../../d.txt"),
    "dangling": ("pkg/own/link", "nowhere", "nowhere"),
    "absolute": ("pkg/own/link", "/usr/share", "/usr/share"),
}


@pytest.mark.parametrize(("path", "before", "after"), LINKS.values(), ids=LINKS)
def test_links_go_on_leading_to_the_same_place(
    path: str, before: str, after: str, repository: Repository
) -> None:
    (repository.root / path).symlink_to(before)
    found = came_to(
        repository,
        Move("pkg/own", "functions/f/pkg/own", leaves_link=True),
        Move("d.txt", "functions/f/d.txt", leaves_link=False),
    )
    assert found[f"functions/f/{path}"] == after


def test_link_that_leads_out_is_refused(repository: Repository) -> None:
    (repository.root / "pkg/own/link").symlink_to("../../../elsewhere")
    with pytest.raises(ScaffoldError, match="pkg/own/link is a link that leads out"):
        came_to(repository, Move("pkg/own", "functions/f/own", leaves_link=True))


def test_edit_goes_to_where_the_file_is(repository: Repository) -> None:
    """The template may be a link, and a moved file may be named by its old path."""
    (repository.root / "link.txt").symlink_to("d.txt")
    moves = (Move("pkg/own", "functions/f/own", leaves_link=True),)
    edits = (Edit("link.txt", b"new d\n"), Edit("pkg/own/a.py", b"new a\n"), Edit("e", b"e\n"))
    found = expanded(repository.root, Changes(moves, (), edits))
    data = {path: state.data for path, state in found.items() if state and not state.is_link}
    assert data == {
        "d.txt": b"new d\n",
        "functions/f/own/a.py": b"new a\n",
        "functions/f/own/deep/b.py": b"b\n",
        "e": b"e\n",
    }


REFUSED = {
    "no-source": (Changes((Move("pkg/x.py", "x.py", leaves_link=True),)), "pkg/x.py is to be mo"),
    "target-used": (Changes((Move("pkg/own", "pkg/c.py", leaves_link=True),)), "pkg/c.py is in"),
    "target-folder": (Changes((Move("d.txt", "pkg/own", leaves_link=True),)), "pkg/own/a.py is in"),
    "file-above": (Changes((Move("pkg/c.py", "d.txt/c.py", leaves_link=True),)), "d.txt is in the"),
    "link-above": (Changes((Move("pkg/c.py", "out/c.py", leaves_link=True),)), "out is in the way"),
    "behind-link": (Changes((Move("out/c.py", "x.py", leaves_link=True),)), "out/c.py is behind"),
    "same-target": (
        Changes((Move("pkg/c.py", "x", leaves_link=False), Move("d.txt", "x", leaves_link=False))),
        "x is in the way",
    ),
    "link-used": (Changes((), (Link("d.txt", "pkg/c.py"),)), "d.txt is in the way"),
    "link-to-nothing": (Changes((), (Link("x", "nowhere"),)), "x is to lead to nowhere"),
    "edit-of-a-folder": (Changes((), (), (Edit("pkg", b""),)), "pkg/c.py is in the way of pkg"),
    "git-inside": (
        Changes((Move("sub", "x", leaves_link=True),)),
        "sub is a separate git repository",
    ),
}


@pytest.mark.parametrize(("changes", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_in_the_way_is_named(
    changes: Changes, message: str, repository: Repository
) -> None:
    (repository.root / "out").symlink_to("pkg")
    repository.write("sub/.git", "gitdir: elsewhere\n")
    with pytest.raises(ScaffoldError) as found:
        expanded(repository.root, changes)
    assert str(found.value).startswith(message)


def test_copy_of_an_undo_does_not_write_behind_the_link(repository: Repository) -> None:
    """The link goes before what takes its place comes."""
    root = repository.root
    old = repository.snapshot()
    there = expanded(root, Changes((Move("pkg/own", "functions/f/own", leaves_link=True),)))
    put_into(root, there)
    assert os.path.realpath(root / "pkg/own/a.py") == os.path.realpath(
        root / "functions/f/own/a.py"
    )
    files = {path: state for path, state in there.items() if state and not state.is_link}
    put_into(
        root,
        {
            "pkg/own": None,
            **dict.fromkeys(files),
            **{path.replace("functions/f", "pkg"): state for path, state in files.items()},
        },
    )
    assert repository.snapshot() == old
