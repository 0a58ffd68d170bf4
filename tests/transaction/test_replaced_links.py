"""A commit moves files with their modes, and lets links and folders take each other's place."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from platforms import posix
from repositories import Repository, Snapshot

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.transaction import files, journal
from sam_scaffold.transaction.file_change import FileState, Step
from sam_scaffold.transaction.replaced_links import Change

pytestmark = posix

OLD = {"template.yaml": "old\n", "pkg/a.py": "a\n", "pkg/deep/b.py": "b\n", "c.py": "c\n"}
FOLDER_TO_LINK: dict[str, Change] = {
    "new/pkg/a.py": FileState.file(b"a\n", 0o755),
    "new/pkg/deep/b.py": FileState.file(b"b\n", 0o600),
    "pkg": FileState.link("new/pkg"),
    "pkg/a.py": None,
    "pkg/deep/b.py": None,
    "template.yaml": b"new\n",
}
LINK_TO_FOLDER: dict[str, Change] = {
    "pkg/a.py": FileState.file(b"a\n"),
    "pkg/deep/b.py": FileState.file(b"b\n"),
    "pkg": None,
    "new/pkg/a.py": None,
    "new/pkg/deep/b.py": None,
    "template.yaml": b"old\n",
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(files, "cache_folder", lambda name: folder / name)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop", OLD)


@pytest.fixture
def old(repository: Repository) -> Snapshot:
    return repository.snapshot()


def commit(repository: Repository, changes: Mapping[str, Change]) -> None:
    template = repository.root / "template.yaml"
    paths = {repository.root / path: data for path, data in changes.items()}
    journal.commit(paths, [template], repository.root)


def mode(repository: Repository, path: str) -> int:
    return stat.S_IMODE((repository.root / path).stat().st_mode)


def test_link_takes_the_place_of_a_folder_and_back(repository: Repository, old: Snapshot) -> None:
    commit(repository, FOLDER_TO_LINK)
    assert (repository.root / "pkg").readlink() == Path("new/pkg")
    assert [mode(repository, path) for path in ("pkg/a.py", "pkg/deep/b.py")] == [0o755, 0o600]
    commit(repository, LINK_TO_FOLDER)
    assert repository.snapshot() == old


@pytest.mark.parametrize("first", ["pkg", "pkg/a.py", "new/pkg/a.py"])
def test_order_of_what_is_given_does_not_matter(first: str, repository: Repository) -> None:
    commit(repository, {first: FOLDER_TO_LINK[first], **FOLDER_TO_LINK})
    new = repository.snapshot()
    commit(repository, {first: LINK_TO_FOLDER[first], **LINK_TO_FOLDER})
    commit(repository, dict(reversed(FOLDER_TO_LINK.items())))
    assert repository.snapshot() == new


def test_what_python_compiled_goes_with_the_folder(repository: Repository) -> None:
    repository.write("pkg/__pycache__/a.cpython-311.pyc", "compiled")
    repository.write("pkg/deep/__pycache__/b.cpython-311.pyc", "compiled")
    (repository.root / "pkg/empty").mkdir()
    commit(repository, FOLDER_TO_LINK)
    assert (repository.root / "pkg").is_symlink()


@pytest.mark.parametrize("path", ["pkg/x.txt", "pkg/deep/x", "pkg/__pycache__/x.txt"])
def test_anything_else_in_the_folder_is_in_the_way(path: str, repository: Repository) -> None:
    repository.write(path, "mine\n")
    before = repository.snapshot()
    with pytest.raises(ScaffoldError, match=f"^{path} is in pkg, which is to be replaced"):
        commit(repository, FOLDER_TO_LINK)
    assert repository.snapshot() == before


def test_what_somebody_adds_meanwhile_takes_all_back(
    repository: Repository, old: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = journal._Journal._make_way

    def make_way(self: Any, step: Step) -> None:
        if step.path.name == "pkg":
            repository.write("pkg/deep/mine.txt", "mine\n")
        real(self, step)

    monkeypatch.setattr(journal._Journal, "_make_way", make_way)
    with pytest.raises(ScaffoldError, match="pkg/deep cannot be removed"):
        commit(repository, FOLDER_TO_LINK)
    assert repository.read("pkg/deep/mine.txt") == b"mine\n"
    (repository.root / "pkg/deep/mine.txt").unlink()
    assert repository.snapshot() == old


def test_system_that_makes_no_links_takes_all_back(
    repository: Repository, old: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def symlink_to(*_: Any, **__: Any) -> None:
        raise OSError(22, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", symlink_to)
    with pytest.raises(ScaffoldError, match=r"^pkg cannot be made a link: A required privilege"):
        commit(repository, FOLDER_TO_LINK)
    assert repository.snapshot() == old


@pytest.mark.parametrize("step", range(len(FOLDER_TO_LINK)))
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_failure_at_any_step_takes_all_back(
    step: int, *, back: bool, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    if back:
        commit(repository, FOLDER_TO_LINK)
    before = repository.snapshot()
    real = Step.do
    calls = iter(range(step + 1))

    def do(self: Any, *args: Any) -> None:
        if next(calls, None) == step:
            raise ScaffoldError("disk full.")
        real(self, *args)

    monkeypatch.setattr(Step, "do", do)
    with pytest.raises(ScaffoldError, match="disk full"):
        commit(repository, LINK_TO_FOLDER if back else FOLDER_TO_LINK)
    assert repository.snapshot() == before


def test_link_takes_the_place_of_a_file_and_back(repository: Repository, old: Snapshot) -> None:
    commit(repository, {"d.py": FileState.file(b"c\n"), "c.py": FileState.link("d.py")})
    assert repository.read("c.py") == b"c\n"
    assert (repository.root / "c.py").is_symlink()
    commit(repository, {"d.py": None, "c.py": FileState.file(b"c\n")})
    assert repository.snapshot() == old


def test_link_may_lead_elsewhere_afterwards(repository: Repository) -> None:
    (repository.root / "link").symlink_to("c.py")
    commit(repository, {"link": FileState.link("pkg/a.py")})
    assert (repository.root / "link").readlink() == Path("pkg/a.py")
    assert repository.read("c.py") == b"c\n"


def test_mode_alone_may_change(repository: Repository) -> None:
    commit(repository, {"c.py": FileState.file(b"c\n", 0o755)})
    assert mode(repository, "c.py") == 0o755


def test_bytes_below_a_new_link_are_behind_it(repository: Repository) -> None:
    commit(repository, {**FOLDER_TO_LINK, "pkg/more.py": b"more\n"})
    assert repository.read("new/pkg/more.py") == b"more\n"


def test_bytes_are_written_to_where_a_link_leads(repository: Repository) -> None:
    (repository.root / "link").symlink_to("c.py")
    commit(repository, {"link": b"new\n", "x": FileState.file(b"x\n")})
    assert (repository.root / "link").is_symlink()
    assert repository.read("c.py") == b"new\n"


def test_state_below_a_link_that_leads_out_is_refused(
    repository: Repository, tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir()
    (repository.root / "out").symlink_to(tmp_path / "outside")
    with pytest.raises(ScaffoldError, match="leads out of the repository"):
        commit(repository, {"out/x": FileState.file(b"x\n")})
    assert list((tmp_path / "outside").iterdir()) == []


def test_folder_is_nothing_that_can_be_deleted(repository: Repository, old: Snapshot) -> None:
    with pytest.raises(ScaffoldError, match="pkg is not a file"):
        commit(repository, {"x": FileState.file(b"x\n"), "c.py": None, "pkg": None, "link": None})
    assert repository.snapshot() == old
