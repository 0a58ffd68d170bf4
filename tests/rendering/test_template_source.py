"""Location of the template: --template, SAM_SCAFFOLD_TEMPLATE, PEP 610, the checkout."""

from __future__ import annotations

import json
from email.message import Message
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from command_environment import ROOT, commit, git, template
from repositories import shop, succeeded

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.rendering import history_bundle, published_address
from sam_scaffold.rendering import template_source as source_module
from sam_scaffold.rendering.published_address import NO_ADDRESS
from sam_scaffold.rendering.template_source import TEMPLATE_VARIABLE, TemplateSource, find_source


class Installed:
    """A distribution with a `direct_url.json` and addresses of the project, or without."""

    def __init__(self, direct_url: dict[str, Any] | None, *urls: str) -> None:
        self.direct_url = direct_url
        self.metadata = Message()
        for url in urls:
            self.metadata["Project-URL"] = url

    def from_name(self, name: str) -> Installed:
        assert name == "sam-scaffold"
        return self

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return None if self.direct_url is None else json.dumps(self.direct_url)


class NotInstalled:
    def from_name(self, name: str) -> None:
        raise PackageNotFoundError(name)


@pytest.fixture(autouse=True)
def _no_override(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TEMPLATE_VARIABLE, raising=False)
    put(monkeypatch, NotInstalled())


def put(monkeypatch: pytest.MonkeyPatch, distribution: Installed | NotInstalled) -> None:
    for module in (source_module, published_address):
        monkeypatch.setattr(module, "Distribution", distribution)


def installed(
    monkeypatch: pytest.MonkeyPatch, direct_url: dict[str, Any] | None, *urls: str
) -> None:
    put(monkeypatch, Installed(direct_url, *urls))


def folder(path: Path, *, repository: bool = False) -> Path:
    path.mkdir(parents=True)
    (path / "copier.yml").write_text("kind: app\n", encoding="utf-8")
    if repository:
        commit(path)
    return path


ADDRESSES = {
    "short": "gh:acme/sam-scaffold",
    "https": "https://git.acme.example/sam-scaffold",
    "https-git": "https://git.acme.example/sam-scaffold.git",
    "git-plus": "git+https://git.acme.example/sam-scaffold",
    "scp": "git@git.acme.example:acme/sam-scaffold.git",
    "ssh": "ssh://git@git.acme.example/acme/sam-scaffold.git",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_address_is_taken_as_it_is_given(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = TemplateSource(address, None)
    assert find_source(address) == expected
    monkeypatch.setenv(TEMPLATE_VARIABLE, address)
    assert find_source() == expected
    assert not expected.is_local


def test_option_comes_before_variable_before_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, {"url": "https://a/c.git", "vcs_info": {"vcs": "git", "commit_id": "c"}})
    assert find_source() == TemplateSource("https://a/c.git", "c")
    monkeypatch.setenv(TEMPLATE_VARIABLE, str(folder(tmp_path / "b")))
    assert find_source().url == str(tmp_path / "b")
    assert find_source(str(folder(tmp_path / "a"))).url == str(tmp_path / "a")
    monkeypatch.setenv(TEMPLATE_VARIABLE, "")
    assert find_source().ref == "c"


def test_folder_is_taken_as_it_stands(tmp_path: Path) -> None:
    plain = find_source(str(folder(tmp_path / "plain")))
    assert plain == TemplateSource(str(tmp_path / "plain"), None)
    repository = find_source(str(folder(tmp_path / "git", repository=True)))
    assert repository == TemplateSource(str(tmp_path / "git"), "HEAD")
    assert repository.is_local


def test_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "template")
    monkeypatch.chdir(tmp_path)
    assert find_source("template").url == str(tmp_path / "template")
    assert find_source("./template/").url == str(tmp_path / "template")


def test_home_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "template")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find_source("~/template").url == str(tmp_path / "template")


@pytest.mark.parametrize("name", ["nowhere", "empty", "file"])
def test_folder_that_is_no_template_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ScaffoldError, match=f"{name} is not a sam-scaffold template.*--template"):
        find_source(str(tmp_path / name))


GIT = {"vcs": "git", "requested_revision": "main", "commit_id": "0123abc"}
DIRECT_URLS: dict[str, tuple[dict[str, Any], TemplateSource]] = {
    "git-https": (
        {"url": "https://git.acme.example/sam-scaffold", "vcs_info": GIT},
        TemplateSource("git+https://git.acme.example/sam-scaffold", "0123abc"),
    ),
    "git-https-git": (
        {"url": "https://git.acme.example/sam-scaffold.git", "vcs_info": GIT},
        TemplateSource("https://git.acme.example/sam-scaffold.git", "0123abc"),
    ),
    "git-ssh": (
        {"url": "ssh://git@git.acme.example/acme/sam-scaffold", "vcs_info": GIT},
        TemplateSource("git+ssh://git@git.acme.example/acme/sam-scaffold", "0123abc"),
    ),
    "git-file": (
        {"url": "file:///srv/with%20space/sam-scaffold", "vcs_info": GIT},
        TemplateSource(NO_ADDRESS, "0123abc", "/srv/with space/sam-scaffold"),
    ),
}


@pytest.mark.parametrize(("direct_url", "expected"), DIRECT_URLS.values(), ids=DIRECT_URLS.keys())
def test_installed_from_git(
    direct_url: dict[str, Any], expected: TemplateSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, direct_url)
    assert find_source() == expected


@pytest.mark.parametrize("editable", [True, False])
def test_installed_from_a_folder(
    editable: bool,  # noqa: FBT001 - a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    there = folder(tmp_path / "with space", repository=True)
    installed(monkeypatch, {"url": there.as_uri(), "dir_info": {"editable": editable}})
    found = find_source()
    assert found == TemplateSource(NO_ADDRESS, "HEAD", str(there))
    assert found.folder == str(there)


def test_installed_from_a_folder_that_went_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, {"url": (tmp_path / "gone").as_uri(), "dir_info": {}})
    with pytest.raises(ScaffoldError, match=r"gone is not a sam-scaffold template.*--template"):
        find_source()


@pytest.mark.parametrize(
    "direct_url",
    [
        {"url": "file:///tmp/sam_scaffold-0.1.0-py3-none-any.whl", "archive_info": {}},
        {"url": "https://pypi.example/sam_scaffold-0.1.0.tar.gz", "archive_info": {}},
        {"url": "https://pypi.example/folder", "dir_info": {}},
    ],
    ids=["wheel", "sdist", "odd"],
)
def test_installed_from_an_archive_there_is_no_address(
    direct_url: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, direct_url)
    with pytest.raises(ScaffoldError, match=f"--template ADDRESS.*{TEMPLATE_VARIABLE}"):
        find_source()


@pytest.mark.parametrize("found", [Installed(None), NotInstalled()], ids=["pypi", "not-installed"])
def test_in_a_checkout_it_is_the_checkout(
    found: Installed | NotInstalled, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, found)
    assert find_source() == TemplateSource(NO_ADDRESS, "HEAD", str(ROOT))


PUBLISHED = {
    "none": ((), NO_ADDRESS),
    "others": (("Homepage, https://acme.example",), NO_ADDRESS),
    "git": (("Repository, https://a.example/t.git",), "https://a.example/t.git"),
    "page": (("Homepage, https://b.example", "Repository, https://a.example/t"),
             "git+https://a.example/t"),
    "short": (("Repository, gh:acme/t",), "gh:acme/t"),
}  # fmt: skip


@pytest.mark.parametrize(("urls", "address"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_published_address_is_recorded_and_the_folder_is_rendered_from(
    urls: tuple[str, ...], address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = folder(tmp_path / "clone", repository=True)
    installed(monkeypatch, {"url": there.as_uri(), "dir_info": {}}, *urls)
    assert find_source() == TemplateSource(address, "HEAD", str(there))


BROUGHT: dict[str, tuple[dict[str, Any] | None, str]] = {
    "index": (None, "git+https://a.example/t"),
    "file": ({"url": "file:///tmp/x.whl", "archive_info": {}}, "git+https://a.example/t"),
    "folder": ({"url": "file:///gone", "dir_info": {}}, "git+https://a.example/t"),
    "git-here": ({"url": "file:///gone", "vcs_info": GIT}, "git+https://a.example/t"),
    "git-there": ({"url": "https://b.example/fork", "vcs_info": GIT}, "git+https://b.example/fork"),
}


@pytest.mark.parametrize(("direct_url", "address"), BROUGHT.values(), ids=BROUGHT.keys())
def test_what_the_wheel_brings_comes_before_where_it_came_from(
    direct_url: dict[str, Any] | None,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    history = folder(tmp_path / "history", repository=True)
    head = git(history, "rev-parse", "HEAD").strip()
    monkeypatch.setattr(history_bundle, "unpacked", lambda: history_bundle.History(history, head))
    installed(monkeypatch, direct_url, "Repository, https://a.example/t")
    assert find_source() == TemplateSource(address, head, str(history))


def test_command_records_the_address_that_was_given(tmp_path: Path) -> None:
    """A git address stays in the answers as a colleague can use it too."""
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(template()), str(bare))
    repository = shop(tmp_path / "shop")
    address = bare.as_uri()
    done = succeeded(repository.run("add", "function", "orders", SAM_SCAFFOLD_TEMPLATE=address))
    answers = repository.answers(".scaffold/functions/orders/answers.yml")
    assert answers["_src_path"] == address
    assert answers["_commit"] == "v1.0.0"
    assert done.err == ""
    other = shop(tmp_path / "other")
    local = succeeded(other.run("add", "function", "billing", "--template", str(template())))
    answers = other.answers(".scaffold/functions/billing/answers.yml")
    assert answers["_src_path"] == str(template())
    assert "other machines do not have" in local.err
