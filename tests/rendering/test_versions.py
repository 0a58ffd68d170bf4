"""Versions of components and of their update, and errors if there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command_environment import commit, git, home
from repositories import Repository

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.rendering import versions as versions_module
from sam_scaffold.rendering.published_address import NO_ADDRESS
from sam_scaffold.rendering.template_source import TemplateSource
from sam_scaffold.rendering.versions import Versions


@pytest.fixture(autouse=True)
def _cold_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("HOME", str(home()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A repository with v1.0.0, v1.1.0, a pre-release and a commit after it."""
    folder = Repository(tmp_path / "source", {"copier.yml": "a: 0\n"}).root
    for number, tag in enumerate(("v1.0.0", "v1.1.0", "v1.2.0rc1", "latest", "")):
        (folder / "copier.yml").write_text(f"a: {number}\n", encoding="utf-8")
        commit(folder, tag)
    return folder


def text(folder: str) -> str:
    return (Path(folder) / "copier.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["{}", "git+file://{}", "file://{}"])
def test_recorded_version_is_rendered_as_it_was(address: str, source: Path) -> None:
    url = address.format(source)
    found = Versions(None, trust=True).at(url, "v1.0.0")
    assert text(found.src_path) == "a: 0\n"
    assert found.url == url
    assert found.recorded == {"_commit": "v1.0.0", "_src_path": url}
    assert found.commit == git(source, "rev-parse", "v1.0.0").strip()


def test_description_of_a_commit_is_a_version(source: Path) -> None:
    described = git(source, "describe", "--tags", "--match", "v1.0*").strip()
    assert described.startswith("v1.0.0-4-g")
    assert text(Versions(None, trust=True).at(str(source), described).src_path) == "a: 4\n"


@pytest.mark.parametrize("address", ["{}", "git+file://{}"])
def test_target_is_the_latest_version_that_is_no_prerelease(address: str, source: Path) -> None:
    assert Versions(None, trust=True).target(address.format(source)).version == "v1.1.0"


WANTED = {"tag": ("v1.0.0", 0), "pre-release": ("v1.2.0rc1", 2), "branch": ("main", 4)}


@pytest.mark.parametrize(("wanted", "number"), WANTED.values(), ids=WANTED.keys())
def test_target_is_what_is_wanted(wanted: str, number: int, source: Path) -> None:
    found = Versions(None, wanted, trust=True).target(str(source))
    assert text(found.src_path) == f"a: {number}\n"


def test_target_is_the_version_of_the_command_itself(source: Path) -> None:
    versions = Versions(TemplateSource(str(source), "HEAD"))
    assert text(versions.target(str(source)).src_path) == "a: 4\n"


def test_command_of_another_template_says_nothing(source: Path, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other", {"copier.yml": "b: 1\n"}).root
    commit(other, "v9.0.0")
    versions = Versions(TemplateSource(str(other), "HEAD"), trust=True)
    assert versions.target(str(source)).version == "v1.1.0"


def test_target_of_a_template_is_not_what_a_component_has(source: Path) -> None:
    versions = Versions(None, trust=True)
    versions.target(str(source))
    with pytest.raises(ScaffoldError, match="had no git history"):
        versions.at(str(source), "")


def test_older_is_what_the_other_has_been_made_from(source: Path) -> None:
    versions, url = Versions(None, trust=True), str(source)
    old, new = versions.at(url, "v1.0.0"), versions.at(url, "v1.1.0")
    assert versions.is_older(url, old, new)
    assert not versions.is_older(url, new, old)
    assert not versions.is_older(url, new, new)


def test_relative_address_is_one_from_the_working_folder(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(source.parent)
    found = Versions(None, trust=True).target("./source")
    assert text(found.src_path) == "a: 1\n"
    assert found.recorded["_src_path"] == "./source"


def test_history_is_fetched_for_newer_versions_alone(source: Path, tmp_path: Path) -> None:
    url = f"file://{source}"
    assert Versions(None, trust=True).target(url).version == "v1.1.0"
    (source / "copier.yml").write_text("a: 9\n", encoding="utf-8")
    commit(source, "v1.3.0")
    assert Versions(None, trust=True).target(url).version == "v1.3.0"
    source.rename(tmp_path / "elsewhere")
    assert text(Versions(None, trust=True).at(url, "v1.0.0").src_path) == "a: 0\n"
    with pytest.raises(ScaffoldError, match=r"cannot be fetched: fatal: .*Check its address"):
        Versions(None, trust=True).target(url)


def _gone(source: Path) -> str:
    return f"{source}-gone"


def _without_history(source: Path) -> str:
    folder = Repository(source / "inside", {"copier.yml": "a: 1\n"}).root
    return str(folder)


def _without_tags(source: Path) -> str:
    git(source, "tag", "-d", "v1.0.0", "v1.1.0")
    return str(source)


TARGETS = {
    "address-missing": (
        lambda _: "",
        "the address of the template is not recorded. Set it with `sam-scaffold address`",
    ),
    "address-gone": (_gone, "-gone does not exist. If it has moved, set its address"),
    "inside-of-another-repository": (_without_history, "is not a git repository, so it has no"),
    "no-version": (_without_tags, "has no version yet. Specify a branch or commit with --to"),
}


@pytest.mark.parametrize(("address", "why"), TARGETS.values(), ids=TARGETS.keys())
def test_missing_target_says_what_to_do(
    address: Callable[[Path], str], why: str, source: Path
) -> None:
    with pytest.raises(ScaffoldError, match=why):
        Versions(None, trust=True).target(address(source))


UNSET = {
    "empty": lambda _: "",
    "no-address": lambda _: NO_ADDRESS,
    "folder-of-another-machine": lambda source: f"{source}-elsewhere",
}


@pytest.mark.parametrize("address", UNSET.values(), ids=UNSET.keys())
def test_what_leads_nowhere_is_the_commands_own(
    address: Callable[[Path], str], source: Path
) -> None:
    """The command's address is recorded; git only runs in the command's folder."""
    head = git(source, "rev-parse", "HEAD").strip()
    versions = Versions(TemplateSource("git+https://a.invalid/t", head, str(source)))
    old, target = versions.at(address(source), "v1.0.0"), versions.target(address(source))
    assert (text(old.src_path), text(target.src_path)) == ("a: 0\n", "a: 4\n")
    assert {checkout.recorded["_src_path"] for checkout in (old, target)} == {
        "git+https://a.invalid/t"
    }
    assert versions.is_older(address(source), old, target)


def test_folder_as_the_commands_own_is_not_recorded_for_others(source: Path) -> None:
    """The address does not belong to another template."""
    found = Versions(TemplateSource(str(source), "HEAD")).target(NO_ADDRESS)
    assert text(found.src_path) == "a: 4\n"
    assert found.recorded["_src_path"] == NO_ADDRESS


def test_what_the_command_brings_is_asked_before_its_address(source: Path, tmp_path: Path) -> None:
    """Only what it has not is fetched."""
    brought, head = tmp_path / "brought", git(source, "rev-parse", "v1.1.0").strip()
    git(tmp_path, "clone", "-q", str(source), str(brought))
    git(brought, "tag", "-d", "v1.2.0rc1")
    url = f"git+file://{source}"
    own = TemplateSource(url, head, str(brought))
    source.rename(tmp_path / "offline")
    assert Versions(own).target(url).version == "v1.1.0"
    assert text(Versions(own, "v1.0.0").target(url).src_path) == "a: 0\n"
    with pytest.raises(ScaffoldError, match="cannot be fetched"):
        Versions(own, "v1.2.0rc1").target(url)
    (tmp_path / "offline").rename(source)
    assert text(Versions(own, "v1.2.0rc1").target(url).src_path) == "a: 2\n"


def test_part_of_another_history(source: Path, tmp_path: Path) -> None:
    """A clone is; a fork has a commit of its own or a version."""
    clone, fork, tagged = (tmp_path / name for name in ("clone", "fork", "tagged"))
    for folder in (clone, fork, tagged):
        git(tmp_path, "clone", "-q", str(source), str(folder))
    (fork / "copier.yml").write_text("a: 9\n", encoding="utf-8")
    git(fork, "-c", "user.name=a", "-c", "user.email=a@a", "commit", "-qam", "Ours")
    git(tagged, "tag", "v9.0.0")
    versions = Versions(None, trust=True)
    new = versions.home(str(source))
    assert versions.home(str(clone)).is_part_of(new)
    assert not versions.home(str(fork)).is_part_of(new)
    assert not versions.home(str(tagged)).is_part_of(new)


def test_unknown_version_is_told_with_those_that_there_are(source: Path) -> None:
    with pytest.raises(ScaffoldError) as caught:
        Versions(None, "v1.1.1", trust=True).target(str(source))
    assert str(caught.value) == (
        f"the template {source} has no version 'v1.1.1'. Did you mean v1.1.0? "
        "The latest are v1.1.0, v1.0.0."
    )


def test_unknown_recorded_version_says_what_to_write(source: Path) -> None:
    with pytest.raises(
        ScaffoldError, match=r"no version v0\.1: .* as _commit .*sam-scaffold address`"
    ):
        Versions(None, trust=True).at(str(source), "v0.1")


def test_each_version_is_looked_up_once(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = Versions(None, trust=True)
    first = versions.at(str(source), "v1.0.0"), versions.target(str(source))
    monkeypatch.setattr(versions_module, "git", None)
    assert (versions.at(str(source), "v1.0.0"), versions.target(str(source))) == first
