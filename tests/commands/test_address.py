"""`address`: one command sets the address of the template for all components."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command_environment import environment, git, template
from releases import clone, release
from repositories import Repository, shop, succeeded

from sam_scaffold.components.answers_file import read_answers, with_address
from sam_scaffold.rendering.published_address import NO_ADDRESS
from sam_scaffold.rendering.template_source import TemplateSource
from sam_scaffold.rendering.versions import leads_nowhere

ORDERS, FX = (f".scaffold/functions/{name}/answers.yml" for name in ("orders", "fx"))
ROOT_ANSWERS = ".copier-answers.sam-scaffold.yml"
ANSWERS = (ORDERS, FX, ROOT_ANSWERS)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two functions of v1.0.0, whose template has no address yet."""
    found = shop(tmp_path / "shop")
    words = ("-d", "alarms=none", "--template", str(template()))
    succeeded(found.here("add", "function", "orders", *words))
    succeeded(found.here("add", "function", "fx", *words))
    for path in ANSWERS:
        record(found, path, NO_ADDRESS)
    found.commit()
    return found


def record(repository: Repository, path: str, address: str) -> None:
    (repository.root / path).write_bytes(with_address(repository.read(path), address))


def addresses(repository: Repository) -> list[str]:
    return [str(repository.answers(path)["_src_path"]) for path in ANSWERS]


def test_all_components_get_it_and_nothing_else_changes(
    repository: Repository, tmp_path: Path
) -> None:
    url = f"git+{clone(tmp_path / 'template').as_uri()}"
    before = {path: repository.text(path) for path in ANSWERS}
    done = succeeded(repository.here("address", url))
    assert done.out == "fx: address set\norders: address set\n"
    assert done.err == ""
    assert addresses(repository) == [url] * 3
    assert {path: repository.text(path).replace(url, NO_ADDRESS) for path in ANSWERS} == before
    assert set(git(repository.root, "diff", "--name-only").split()) == set(ANSWERS)
    again = succeeded(repository.here("address", url))
    assert again.out == "fx: nothing to do\norders: nothing to do\n"


def test_plain_copier_says_how_it_is_set_and_updates_then(
    repository: Repository, tmp_path: Path
) -> None:
    source = clone(tmp_path / "template")
    release(source)
    command = (sys.executable, "-m", "copier", "update", "--trust", "--defaults", "-a", ORDERS)
    said = subprocess.run(
        command, cwd=repository.root, env=environment(), check=False, capture_output=True, text=True
    )
    assert said.returncode == 1
    (line,) = (shown for shown in said.stderr.splitlines() if "fatal: '" in shown)
    assert "run sam-scaffold address ADDRESS to set it" in line
    succeeded(repository.here("address", f"git+{source.as_uri()}"))
    repository.commit()
    subprocess.run(command, cwd=repository.root, env=environment(), check=True)
    assert repository.answers(ORDERS)["_commit"] == "v1.1.0"


def test_copier_is_told_that_it_is_a_git_repository(repository: Repository, tmp_path: Path) -> None:
    """It takes other addresses for folders."""
    url = clone(tmp_path / "template").as_uri()
    succeeded(repository.here("address", url))
    assert addresses(repository) == [f"git+{url}"] * 3


def test_dry_run_writes_nothing(repository: Repository, tmp_path: Path) -> None:
    url = f"git+{clone(tmp_path / 'template').as_uri()}"
    before = repository.snapshot()
    done = succeeded(repository.here("address", url, "--dry-run"))
    assert "orders: address set" in done.out
    assert "Nothing was written" in done.out
    assert repository.snapshot() == before


def test_folders_of_machines_and_clones_are_carried_over(
    repository: Repository, tmp_path: Path
) -> None:
    source = clone(tmp_path / "template")
    git(tmp_path, "clone", "-q", str(source), "mirror")
    record(repository, ORDERS, "/home/somebody/sam-scaffold")
    record(repository, FX, str(tmp_path / "mirror"))
    url = f"git+{source.as_uri()}"
    succeeded(repository.here("address", url))
    assert addresses(repository) == [url] * 3


def test_fork_stays_unless_it_is_named(repository: Repository, tmp_path: Path) -> None:
    source, fork = clone(tmp_path / "template"), clone(tmp_path / "fork")
    release(fork)
    theirs, url = f"git+{fork.as_uri()}", f"git+{source.as_uri()}"
    record(repository, FX, theirs)
    done = succeeded(repository.here("address", url))
    assert f"fx keeps its address {theirs}, which is that of another template" in done.err
    assert f"sam-scaffold address {url} fx" in done.err
    assert addresses(repository)[:2] == [url, theirs]
    succeeded(repository.here("address", url, "fx"))
    assert addresses(repository) == [url] * 3


def test_other_template_that_cannot_be_reached_stays(
    repository: Repository, tmp_path: Path
) -> None:
    gone = f"git+{(tmp_path / 'gone').as_uri()}"
    record(repository, FX, gone)
    done = succeeded(repository.here("address", f"git+{clone(tmp_path / 'template').as_uri()}"))
    assert f"fx keeps its address {gone}, " in done.err
    assert addresses(repository)[1] == gone


def test_address_without_the_version_is_refused(repository: Repository, tmp_path: Path) -> None:
    source = clone(tmp_path / "template")
    git(source, "tag", "-d", "v1.0.0")
    before = repository.snapshot()
    done = repository.here("address", f"git+{source.as_uri()}")
    assert done.code == 1
    assert "has no version v1.0.0, which fx has; push that version there" in done.err
    assert repository.snapshot() == before


def test_address_that_cannot_be_reached_is_set_and_said(
    repository: Repository, tmp_path: Path
) -> None:
    url = f"git+{(tmp_path / 'gone').as_uri()}"
    done = succeeded(repository.here("address", url))
    assert "cannot be fetched" in done.err
    assert "Whether it has all versions was not checked" in done.err
    assert addresses(repository) == [url] * 3


def test_folder_is_set_with_a_warning(repository: Repository, tmp_path: Path) -> None:
    source = clone(tmp_path / "template")
    done = succeeded(repository.here("address", str(source)))
    assert "a folder that other machines do not have" in done.err
    assert addresses(repository) == [str(source)] * 3


def own(monkeypatch: pytest.MonkeyPatch, source: TemplateSource) -> None:
    """Make this the command's own template."""
    monkeypatch.setattr("sam_scaffold.rendering.template_source.find_source", lambda _: source)


def test_published_address_is_the_default(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = git(template(), "rev-parse", "HEAD").strip()
    own(monkeypatch, TemplateSource(NO_ADDRESS, head, str(template())))
    done = repository.here("address")
    assert (done.code, "ADDRESS is required" in done.err) == (2, True)
    url = f"git+{template().as_uri()}"
    own(monkeypatch, TemplateSource(url, head, str(template())))
    succeeded(repository.here("address"))
    assert addresses(repository) == [url] * 3


WRITING = {
    "update-new": ("v1.1.0", ("update", "--all")),
    "update-same": ("v1.0.0", ("update", "--all")),
    "set": ("v1.0.0", ("set", "orders", "memory_size=1024")),
    "rename": ("v1.0.0", ("rename", "orders", "purchases")),
}


@pytest.mark.parametrize(("version", "words"), WRITING.values(), ids=WRITING.keys())
def test_published_address_comes_with_the_next_change(
    version: str,
    words: tuple[str, ...],
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = clone(tmp_path / "template")
    release(source)
    head = git(source, "rev-parse", version).strip()
    own(monkeypatch, TemplateSource("git+https://git.invalid/t", head, str(source)))
    succeeded(repository.here(*words))
    path = ORDERS.replace("orders", words[2]) if words[0] == "rename" else ORDERS
    assert repository.answers(path)["_src_path"] == "git+https://git.invalid/t"
    assert repository.answers(path)["_commit"] == version


def test_folder_of_another_host_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda _: pytest.fail("asked"))
    assert not leads_nowhere(r"\\host\share")
    assert not leads_nowhere("//host/share")


FORMS = {
    "plain": b"# x\n_commit: v1\n_src_path: /a/b\nkind: function\n",
    "last": b"_commit: v1\n_src_path: /a/b",
    "crlf": b"_commit: v1\r\n_src_path: /a/b\r\nkind: function\r\n",
    "folded": b"_commit: v1\n_src_path: 'a\n  b'\nkind: function\n",
    "missing": b"_commit: v1\nkind: function\n",
    "missing-without-line-end": b"_commit: v1",
    "nested": b"house:\n  _src_path: x\n_src_path: y\n",
}


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("address", ["git+https://a.example/t", NO_ADDRESS, "a: b # c", "x" * 200])
def test_nothing_but_the_address_is_written(data: bytes, address: str) -> None:
    found = with_address(data, address)
    assert read_answers(found) == {**read_answers(data), "_src_path": address}
    assert with_address(found, address) == found
    assert with_address(found, "y") == with_address(data, "y")
    assert found.count(b"\n") == found.count(b"\r\n") or b"\r\n" not in found


def test_line_is_one_line_of_yaml() -> None:
    assert yaml.safe_dump({"_src_path": NO_ADDRESS}) == f"_src_path: {NO_ADDRESS}\n"
