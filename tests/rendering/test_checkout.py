"""The template's files are kept by commit, and the answers still say where they came from."""

from __future__ import annotations

import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from command_environment import commit, git, home, template
from repositories import Repository, shop, succeeded

from sam_scaffold.rendering import checkout
from sam_scaffold.rendering.checkout import check_out, exported
from sam_scaffold.rendering.template_source import TemplateSource
from sam_scaffold.transaction.git import git as run_git


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cold cache."""
    for key in ("GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("HOME", str(home()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small git repository with a version."""
    folder = Repository(tmp_path / "source", {"copier.yml": "a: 1\n", "template/x.jinja": "x\n"})
    commit(folder.root, "v1.0.0")
    return folder.root


def test_local_template_is_exported_once_and_recorded_as_it_was_given(source: Path) -> None:
    first = check_out(TemplateSource(str(source), "HEAD"))
    exported = Path(first.src_path)
    assert exported != source
    assert (exported / "template/x.jinja").read_text(encoding="utf-8") == "x\n"
    assert first.recorded == {"_commit": "v1.0.0", "_src_path": str(source)}
    assert first.vcs_ref is None
    assert not (exported / ".git").exists()
    (exported / "mark").write_text("", encoding="utf-8")
    assert check_out(TemplateSource(str(source), "HEAD")) == first
    assert (exported / "mark").exists()


def test_exported_modes_are_those_of_a_checkout(source: Path) -> None:
    exported = Path(check_out(TemplateSource(str(source), "HEAD")).src_path)
    assert (exported / "copier.yml").stat().st_mode == (source / "copier.yml").stat().st_mode


def test_new_commit_is_another_export(source: Path) -> None:
    first = check_out(TemplateSource(str(source), "HEAD"))
    (source / "copier.yml").write_text("a: 2\n", encoding="utf-8")
    commit(source, "v1.1.0")
    second = check_out(TemplateSource(str(source), "HEAD"))
    assert second.src_path != first.src_path
    assert second.recorded["_commit"] == "v1.1.0"
    assert (Path(second.src_path) / "copier.yml").read_text(encoding="utf-8") == "a: 2\n"
    assert (Path(first.src_path) / "copier.yml").read_text(encoding="utf-8") == "a: 1\n"


def test_uncommitted_changes_are_left_to_copier(source: Path) -> None:
    (source / "new").write_text("", encoding="utf-8")
    found = check_out(TemplateSource(str(source), "HEAD"))
    assert (found.src_path, found.vcs_ref, found.recorded) == (str(source), "HEAD", {})


@pytest.mark.parametrize("ref", [None, "v1.0.0", "main"])
def test_what_is_no_one_commit_is_left_to_copier(ref: str | None, source: Path) -> None:
    url = source.as_uri()
    found = check_out(TemplateSource(url, ref))
    assert (found.src_path, found.vcs_ref, found.recorded) == (url, ref, {})


def test_commit_of_an_address_is_exported(source: Path) -> None:
    full = git(source, "rev-parse", "HEAD").strip()
    address = f"git+{source.as_uri()}"
    found = check_out(TemplateSource(address, full))
    assert found.recorded == {"_commit": "v1.0.0", "_src_path": address}
    assert (Path(found.src_path) / "copier.yml").is_file()
    gone = check_out(TemplateSource((source.parent / "gone").as_uri(), full[::-1]))
    assert gone.recorded == {}


def test_export_that_was_swept_away_is_made_again(source: Path) -> None:
    first = check_out(TemplateSource(str(source), "HEAD"))
    shutil.rmtree(first.src_path)
    again = check_out(TemplateSource(str(source), "HEAD"))
    assert (Path(again.src_path) / "copier.yml").is_file()


def test_two_at_once_make_one_export(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second command does not remove the files from which the first one renders."""
    together = threading.Barrier(2)
    found: list[int] = []

    def git_of_both(folder: str, *words: str, **variables: Any) -> str:
        if "checkout" in words:
            with suppress(threading.BrokenBarrierError):  # the second one waits: also fine
                together.wait(1)
        return run_git(folder, *words, **variables)

    def add() -> None:
        path = check_out(TemplateSource(str(source), "HEAD")).src_path
        found.append(Path(path).stat().st_ino)

    monkeypatch.setattr(checkout, "git", git_of_both)
    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 2
    assert found[0] == found[1]


def test_version_that_is_tagged_later_is_recorded(source: Path) -> None:
    (source / "copier.yml").write_text("a: 2\n", encoding="utf-8")
    commit(source)
    assert (
        check_out(TemplateSource(str(source), "HEAD")).recorded["_commit"].startswith("v1.0.0-1-g")
    )
    git(source, "tag", "v1.1.0")
    assert check_out(TemplateSource(str(source), "HEAD")).recorded["_commit"] == "v1.1.0"


def test_cache_that_cannot_be_written_is_replaced(
    source: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_text("a file", encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    found = check_out(TemplateSource(str(source), "HEAD"))
    assert Path(found.src_path).is_relative_to(tmp_path / "temporary")
    assert found.recorded == {"_commit": "v1.0.0", "_src_path": str(source)}


def test_address_may_be_another_than_the_place(source: Path) -> None:
    found = check_out(TemplateSource("git+https://a.example/t", "HEAD", str(source)))
    assert found.recorded == {"_commit": "v1.0.0", "_src_path": "git+https://a.example/t"}
    assert Path(found.src_path, "copier.yml").is_file()
    (source / "new").write_text("", encoding="utf-8")
    changed = check_out(TemplateSource("git+https://a.example/t", "HEAD", str(source)))
    assert (changed.src_path, changed.vcs_ref) == (str(source), "HEAD")
    assert changed.recorded == {"_src_path": "git+https://a.example/t"}


def test_repository_is_left_as_it_is(source: Path) -> None:
    """Neither its index, nor what it would run after a checkout."""
    hook = source / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{source}/ran'\n", encoding="utf-8")
    hook.chmod(0o755)
    index = (source / ".git/index").read_bytes()
    exported(TemplateSource(str(source), None), git(source, "rev-parse", "HEAD").strip())
    assert (source / ".git/index").read_bytes() == index
    assert not (source / "ran").exists()


def test_cached_or_not_the_result_is_the_same(tmp_path: Path, cache: Path) -> None:
    warm, cold = shop(tmp_path / "warm/shop"), shop(tmp_path / "cold/shop")
    succeeded(warm.here("add", "function", "orders"))
    cache.write_text("a file", encoding="utf-8")
    done = cold.process("add", "function", "orders", XDG_CACHE_HOME=str(cache))
    succeeded(done)
    assert warm.snapshot() == cold.snapshot()
    answers = cold.answers(".scaffold/functions/orders/answers.yml")
    assert answers["_src_path"] == str(template())
