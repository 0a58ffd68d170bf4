"""The history in the wheel: the repository's commits, without what no template needs."""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from command_environment import ROOT, commit, git, home
from first_version import BUNDLE, VERSION
from repositories import Repository

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.rendering import history_bundle
from sam_scaffold.rendering.published_address import NO_ADDRESS
from sam_scaffold.rendering.template_source import TemplateSource, find_source
from sam_scaffold.rendering.versions import Versions

import_module("setuptools")  # before anything imports distutils, which it replaces

Build = Callable[[Path], list[str]]


@pytest.fixture(autouse=True)
def _cold_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("GIT_DIR", "GIT_WORK_TREE", "SAM_SCAFFOLD_TEMPLATE"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("HOME", str(home()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A repository with v1.0.0, v1.1.0 on a branch, a pre-release, and a commit after it."""
    files = {"copier.yml": "a: 0\n", "template/x": "0\n", "extensions/y": "0\n", "docs/z": "0\n"}
    folder = Repository(tmp_path / "source", files).root
    commit(folder, "v1.0.0")
    git(folder, "checkout", "-q", "-b", "maintained")
    (folder / "template/x").write_text("1\n", encoding="utf-8")
    commit(folder, "v1.1.0")
    git(folder, "checkout", "-q", "main")
    for number, tag in ((2, "v2.0.0rc1"), (3, "")):
        (folder / "template/x").write_text(f"{number}\n", encoding="utf-8")
        commit(folder, tag)
    git(folder, "tag", "latest")
    return folder


@pytest.fixture
def setup() -> Iterator[ModuleType]:
    """The module that builds the package."""
    spec = spec_from_file_location("sam_scaffold_setup", ROOT / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def build(setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Put the history of a repository next to the package, and return the warnings."""

    def built(folder: Path) -> list[str]:
        warnings: list[str] = []
        monkeypatch.setattr(setup, "ROOT", folder)
        (tmp_path / "history").write_bytes(setup.history(warnings.append))
        monkeypatch.setattr(history_bundle, "BUNDLE", tmp_path / "history")
        return warnings

    return built


def unpacked() -> Path:
    found = history_bundle.unpacked()
    assert found is not None
    assert found.head == git(found.folder, "rev-parse", "HEAD").strip()
    return found.folder


def text(folder: str) -> str:
    return Path(folder, "template/x").read_text(encoding="utf-8")


def test_parts_are_those_that_are_built(setup: ModuleType) -> None:
    assert set(setup.PARTS) == set(history_bundle.PARTS)
    assert history_bundle.BUNDLE.name == setup.BUNDLE
    assert history_bundle.BUNDLE.parent == ROOT / "extensions" / setup.PACKAGE


def test_commits_and_versions_are_those_of_the_repository(source: Path, build: Build) -> None:
    build(source)
    history = unpacked()
    for words in (
        ("log", "--all", "--format=%H %T %P"),
        ("rev-parse", "HEAD"),
        ("describe", "--tags", "--match", "v*", "HEAD"),
    ):
        assert set(git(history, *words).split("\n")) == set(git(source, *words).split("\n"))
    assert git(history, "tag").split() == ["v1.0.0", "v1.1.0", "v2.0.0rc1"]
    assert unpacked() == history


def test_versions_are_rendered_from_it(
    source: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what was made between two versions, and by a pre-release."""
    between = git(source, "describe", "--tags", "--match", "v*").strip()
    assert between.startswith("v2.0.0rc1-1-g")
    build(source)
    monkeypatch.setattr(
        "sam_scaffold.rendering.template_source.published_address", lambda: NO_ADDRESS
    )
    own = find_source()
    source.rename(source.with_name("offline"))
    versions = Versions(own)
    wanted = {"v1.0.0": "0\n", "v1.1.0": "1\n", "v2.0.0rc1": "2\n", between: "3\n"}
    assert {
        version: text(versions.at(NO_ADDRESS, version).src_path) for version in wanted
    } == wanted
    found = versions.at(NO_ADDRESS, "v1.0.0")
    assert sorted(path.name for path in Path(found.src_path).iterdir()) == sorted(
        history_bundle.PARTS
    )
    assert found.recorded == {"_commit": "v1.0.0", "_src_path": NO_ADDRESS}
    assert versions.target(NO_ADDRESS).version == between
    assert versions.is_older(NO_ADDRESS, found, versions.target(NO_ADDRESS))


def test_it_is_the_same_however_git_keeps_the_commits(
    source: Path, build: Build, tmp_path: Path
) -> None:
    build(source)
    first = history_bundle.BUNDLE.read_bytes()
    git(source, "repack", "-adfq", "--depth=50", "--window=50")
    build(source)
    assert history_bundle.BUNDLE.read_bytes() == first
    git(tmp_path, "clone", "-q", str(source), str(tmp_path / "clone"))
    build(tmp_path / "clone")
    assert history_bundle.BUNDLE.read_bytes() == first


def test_shallow_clone_has_what_it_has(source: Path, build: Build, tmp_path: Path) -> None:
    words = ("clone", "-q", "--depth", "1", source.as_uri(), str(tmp_path / "shallow"))
    git(tmp_path, *words)
    _, warning = build(tmp_path / "shallow")
    assert "git fetch --unshallow --tags" in warning
    history = unpacked()
    head = git(source, "rev-parse", "HEAD")
    assert git(history, "log", "--format=%H") == head
    assert text(Versions(find_source()).target(NO_ADDRESS).src_path) == "3\n"
    with pytest.raises(ScaffoldError, match=r"has no version v1\.0\.0"):
        Versions(find_source()).at(NO_ADDRESS, "v1.0.0")


def test_merged_branches_are_whole(source: Path, build: Build) -> None:
    git(source, "merge", "-q", "-s", "ours", "-m", "Merge", "maintained")
    git(source, "tag", "-d", "v1.1.0")
    build(source)
    merged = git(source, "rev-parse", "maintained").strip()
    assert text(Versions(find_source()).at(NO_ADDRESS, merged).src_path) == "1\n"


def test_first_version_is_known_without_its_tag(
    setup: ModuleType, source: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(source) == ["v0.1.0 is not in this clone, so the package cannot update from it."]
    commits = {"v0.1.0": git(source, "rev-parse", "v1.0.0").strip()}
    monkeypatch.setattr(setup, "UNTAGGED", commits)
    assert build(source) == []
    assert "v0.1.0" in git(unpacked(), "tag").split()
    git(source, "tag", "v0.1.0", "v1.1.0")
    with pytest.raises(setup.ExecError, match=r"v0\.1\.0 must be"):
        build(source)


def test_first_version_that_tests_carry_is_it(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_bundle, "BUNDLE", BUNDLE)
    assert git(unpacked(), "rev-parse", VERSION, "HEAD").split() == [setup.UNTAGGED[VERSION]] * 2


@pytest.mark.parametrize(
    "data", [b"", b"text", lzma.compress(b"# v2 git bundle\nx\n\nPACK")], ids=["", "text", "pack"]
)
def test_broken_one_is_told_of(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").write_bytes(data)
    monkeypatch.setattr(history_bundle, "BUNDLE", tmp_path / "broken")
    with pytest.raises(ScaffoldError, match=r"cannot be unpacked: .*. Install git"):
        history_bundle.unpacked()
    assert not list((tmp_path / "cache").rglob("*.bundle"))


def test_repository_of_a_hook_is_left_alone(
    source: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git tells its hooks, and what they run, which repository they belong to."""
    build(source)
    users = Repository(source.with_name("users"), {"a": "1\n"})
    commit(users.root)
    head, files = git(users.root, "rev-parse", "HEAD"), users.snapshot()
    monkeypatch.setenv("GIT_DIR", str(users.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(users.root / ".git/index"))
    own = find_source()
    assert text(Versions(own).target(NO_ADDRESS).src_path) == "3\n"
    assert git(users.root, "rev-parse", "HEAD") == head
    assert git(users.root, "status", "--porcelain") == ""
    assert users.snapshot() == files
    assert len(git(users.root, "for-each-ref").splitlines()) == 1


def test_git_that_is_not_there_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_bundle, "BUNDLE", BUNDLE)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ScaffoldError, match="Install git"):
        history_bundle.unpacked()


def test_only_what_was_unpacked_here_lacks_files(source: Path, build: Build) -> None:
    build(source)
    assert history_bundle.parts_of(unpacked()) == history_bundle.PARTS
    assert history_bundle.parts_of(source) == (".",)
    assert history_bundle.parts_of(source.with_name("mine.bundle")) == (".",)
    assert TemplateSource(str(source), None).folder == str(source)
