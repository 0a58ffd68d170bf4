"""Files are read, locked, and replaced in one step."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from platforms import posix

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.transaction import files

WITH_THE_LOCK = """
import sys
from pathlib import Path
from sam_scaffold.transaction import files

with files.locked([Path(sys.argv[1])]):
    print("held", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "template.yaml"
    path.write_bytes(b"old\r\n")
    return path


def test_bytes_are_read_as_they_are(file: Path) -> None:
    assert files.read(file) == b"old\r\n"


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match=r"nope\.yaml.*no such file"):
        files.read(tmp_path / "nope.yaml")


def test_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="is a folder"):
        files.read(tmp_path)


def test_read_only_file_is_named(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(ScaffoldError, match=r"template\.yaml is read-only"):
        files.read_for_change(file)
    assert files.read(file)


def test_write_replaces_the_bytes_and_leaves_nothing_beside(file: Path) -> None:
    files.write(file, b"new")
    assert file.read_bytes() == b"new"
    assert names(file.parent) == ["template.yaml"]


def test_write_makes_a_file(tmp_path: Path) -> None:
    files.write(tmp_path / "a", b"new")
    (tmp_path / "b").write_bytes(b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
def test_mode_is_kept(mode: int, file: Path) -> None:
    file.chmod(mode)
    files.write(file, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == mode


@posix
@pytest.mark.parametrize("absolute", [True, False])
def test_target_of_a_link_is_written(
    absolute: bool,  # noqa: FBT001 - a parameter of the test
    file: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "one").symlink_to(file if absolute else "../template.yaml")
    (folder / "two").symlink_to("one")
    files.write(folder / "two", b"new")
    assert file.read_bytes() == b"new"
    assert (folder / "two").is_symlink()
    assert (folder / "one").is_symlink()
    assert names(folder) == ["one", "two"]


@posix
def test_dangling_link_gets_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("made")
    files.write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "made").read_bytes() == b"new"


@posix
def test_other_hard_link_keeps_the_old_bytes(file: Path, tmp_path: Path) -> None:
    """A new file replaces the old one, so half of it is never read."""
    (tmp_path / "other").hardlink_to(file)
    files.write(file, b"new")
    assert (tmp_path / "other").read_bytes() == b"old\r\n"


def full(*_: Any, **__: Any) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("owner", "point"), [(os, "open"), (os, "fdopen"), (os, "fsync"), (Path, "replace")]
)
def test_failure_keeps_the_old_bytes_and_leaves_nothing_beside(
    owner: Any, point: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, point, full)
    with pytest.raises(ScaffoldError, match=r"template\.yaml cannot be written: No space left"):
        files.write(file, b"new")
    assert file.read_bytes() == b"old\r\n"
    assert names(file.parent) == ["template.yaml"]


def test_interruption_keeps_the_old_bytes_and_leaves_nothing_beside(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sam_scaffold.transaction.files.os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write(file, b"new")
    assert file.read_bytes() == b"old\r\n"
    assert names(file.parent) == ["template.yaml"]


def test_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="cannot be written"):
        files.write(tmp_path / "nowhere" / "a", b"new")


def test_messages_say_the_name_that_is_given(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ScaffoldError, match=r"^template\.yaml cannot be written: No space left"):
        files.write(file, b"new", name="template.yaml")
    with pytest.raises(ScaffoldError, match=r"^a/b cannot be written: No space left"):
        files.create(file.parent / "b", b"new", file.parent / "t", "a/b")


def test_bytes_are_first_written_beside_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is killed there leaves a file whose name is known."""
    temporary = file.with_name("t")
    seen: list[list[str]] = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append(names(file.parent)))
    files.write(file, b"new", temporary)
    files.create(file.with_name("other"), b"new", temporary)
    assert [found for found in seen if "t" in found] == [["t", "template.yaml"]] * 2
    assert names(file.parent) == ["other", "template.yaml"]


@posix
def test_bytes_are_nobody_elses_to_read_before_they_have_their_mode(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o600)
    modes: list[int] = []
    monkeypatch.setattr(
        os, "fsync", lambda handle: modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
    )
    files.write(file, b"new")
    assert modes[0] == 0o600


@pytest.mark.parametrize("links", [True, False], ids=["links", "no-links"])
def test_create_makes_a_file(links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    if not links:
        monkeypatch.setattr(os, "link", full)
    files.create(tmp_path / "a", b"new", tmp_path / "t")
    (tmp_path / "b").write_bytes(b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode
    assert names(tmp_path) == ["a", "b"]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_create_gives_a_mode(mode: int, tmp_path: Path) -> None:
    files.create(tmp_path / "a", b"new", tmp_path / "t", mode=mode)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


@pytest.mark.parametrize("links", [True, False], ids=["links", "no-links"])
def test_create_replaces_nothing(
    links: bool,  # noqa: FBT001
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", full)
    with pytest.raises(ScaffoldError, match=r"template\.yaml exists; choose another name"):
        files.create(file, b"new", file.with_name("t"))
    assert file.read_bytes() == b"old\r\n"
    assert names(file.parent) == ["template.yaml"]


@posix
def test_create_does_not_write_through_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("made")
    with pytest.raises(ScaffoldError, match="link exists"):
        files.create(tmp_path / "link", b"new", tmp_path / "t")
    assert names(tmp_path) == ["link"]


def test_create_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ScaffoldError, match="a cannot be written: No space left"):
        files.create(tmp_path / "a", b"new", tmp_path / "t")
    assert names(tmp_path) == []


def test_put_makes_a_file_and_replaces_nothing(tmp_path: Path) -> None:
    files.write_durably(tmp_path / "a", b"new")
    with pytest.raises(ScaffoldError, match="a cannot be written: File exists"):
        files.write_durably(tmp_path / "a", b"newer")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_put_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ScaffoldError, match="a cannot be written: No space left"):
        files.write_durably(tmp_path / "a", b"new")
    assert names(tmp_path) == []


def test_reader_never_sees_a_half(file: Path) -> None:
    contents = (b"a" * 200_000, b"b" * 200_000)
    files.write(file, contents[0])
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            for content in contents:
                files.write(file, content)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = {file.read_bytes() for _ in range(200)}
    finally:
        stop.set()
        writer.join()
    assert seen <= set(contents)


def test_second_lock_waits_for_the_first(file: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with files.locked([file]):
            order.append("second")

    with files.locked([file]):
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_lock_that_is_not_released_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.1)
    holder = subprocess.Popen(
        [sys.executable, "-c", WITH_THE_LOCK, str(file)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(ScaffoldError, match=r"template\.yaml.*another command"),
            files.locked([file]),
        ):
            pass
        holder.communicate("")
    with files.locked([file]):
        pass


@posix
def test_lock_of_a_link_is_its_targets(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(file.name)
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.1)
    refused: list[str] = []

    def second() -> None:
        try:
            with files.locked([tmp_path / "link"]):
                pass
        except ScaffoldError as error:
            refused.append(str(error))

    with files.locked([file]):
        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert len(refused) == 1


def test_lock_that_cannot_be_opened_is_said(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `sudo sam-scaffold`, it is root's."""
    monkeypatch.setattr(files, "cache_folder", lambda name: tmp_path / "cache" / name)
    with files.locked([file]):
        pass
    (lock,) = (tmp_path / "cache/locks").iterdir()
    lock.unlink()
    lock.mkdir()
    with pytest.raises(ScaffoldError, match=r"\.lock cannot be locked: "), files.locked([file]):
        pass


def test_locks_leave_nothing_beside_the_files(file: Path) -> None:
    with files.locked([file, file.parent / "not-there.yaml", file]):
        assert names(file.parent) == ["template.yaml"]
    assert names(file.parent) == ["template.yaml"]


def test_crossed_orders_do_not_lock_each_other_out(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "abc"]
    done: list[int] = []

    def work(order: list[Path]) -> None:
        for _ in range(20):
            with files.locked(order):
                pass
        done.append(1)

    threads = [threading.Thread(target=work, args=(order,)) for order in (paths, paths[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(done) == 2
