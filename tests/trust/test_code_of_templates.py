"""Code of a template runs if it is the command's own, or if the user trusts the address."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from command_environment import commit, git, template
from hostile import ANSWERS, COMMANDS, RENDERING, answered, of, stranger, victim
from releases import clone, release
from repositories import Repository, succeeded


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "RAN"


@pytest.fixture
def evil(tmp_path: Path, mark: Path) -> Path:
    return stranger(tmp_path / "evil", mark)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return victim(tmp_path / "shop")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_runs_a_strangers_code(
    command: str, repository: Repository, evil: Path, mark: Path
) -> None:
    of(repository, evil)
    before = repository.snapshot()
    done = repository.here(*command.split())
    assert not mark.exists()
    assert "should not have happened" not in done.err
    if command in RENDERING:
        assert done.code == 1
        assert f"the template {evil} does not belong to this command" in done.out + done.err
        assert "give --trust" in done.out + done.err
        assert repository.snapshot() == before


ADDRESSES = {
    "scheme": "git+file://{evil}",
    "upwards": "../evil",
    "in-the-repository": "vendor/evil.git",
    "program": "git+ext::touch {mark}",
    "program-with-a-host": "ext::touch {mark} %S foo",
    "like-the-own": "{own}/{way}",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_no_spelling_of_an_address_makes_it_ones_own(
    address: str, repository: Repository, evil: Path, mark: Path
) -> None:
    bare = repository.root / "vendor" / "evil.git"
    git(evil, "clone", "-q", "--bare", str(evil), str(bare))
    way = Path(os.path.relpath(evil, template())).as_posix()
    of(repository, address.format(evil=evil, mark=mark, own=template(), way=way))
    for command in ("status", "update --all"):
        done = repository.here(*command.split())
        assert done.code == 1
        assert "does not belong to this command" in done.out + done.err
    assert not mark.exists()


@pytest.mark.parametrize("address", ["--upload-pack=touch {}", "git+--upload-pack=touch {}"])
def test_an_address_is_no_option_of_gits(address: str, repository: Repository, mark: Path) -> None:
    of(repository, address.format(mark))
    for command in ("status", "status --trust", "update --all --trust"):
        repository.here(*command.split())
    assert not mark.exists()


@pytest.mark.parametrize("command", ["status", "set alpha timeout=50", "remove alpha"])
def test_trust_for_once_runs_it(
    command: str, repository: Repository, evil: Path, mark: Path
) -> None:
    of(repository, evil)
    repository.here(*command.split(), "--trust")
    assert mark.exists()


SETTINGS = {
    "the-address": ("trust: ['{}']", True),
    "a-prefix": ("trust: ['{}/']", False),
    "a-prefix-of-it": ("trust: ['{parent}/']", True),
    "half-a-name": ("trust: ['{parent}/ev']", False),
    "nothing": ("{{}}", False),
}


@pytest.mark.parametrize(("settings", "is_trusted"), SETTINGS.values(), ids=SETTINGS.keys())
def test_copiers_settings_say_whom_the_user_trusts(
    settings: str, *, is_trusted: bool, repository: Repository, evil: Path, mark: Path
) -> None:
    file = evil.with_name("settings.yml")
    file.write_text(settings.format(evil, parent=evil.parent), encoding="utf-8")
    of(repository, evil).here("status", COPIER_SETTINGS_PATH=str(file))
    assert mark.exists() is is_trusted


@pytest.mark.parametrize("text", ["trust: 1\n", "a: [\n"])
def test_broken_settings_are_told(text: str, repository: Repository, evil: Path) -> None:
    file = evil.with_name("settings.yml")
    file.write_text(text, encoding="utf-8")
    done = of(repository, evil).here("update", "--all", COPIER_SETTINGS_PATH=str(file))
    assert done.code == 1
    assert "copier's settings.yml cannot be read: " in done.out + done.err


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return the command's own template at v1.0.0, with the files of a git host."""
    source = clone(tmp_path / "own")
    main = git(source, "rev-parse", "HEAD").strip()
    (source / "copier.yml").write_bytes((source / "copier.yml").read_bytes() + b"# Mine.\n")
    commit(source)
    git(source, "update-ref", "refs/pull/1/head", "HEAD")
    git(source, "branch", "feature")
    git(source, "reset", "-q", "--hard", main)
    return source


STRANGE = {
    "pull-request": "refs/pull/1/head",
    "branch": "feature",
    "commit": "{commit}",
    "no-version": "release-candidate",
}


@pytest.mark.parametrize("address", ["{}", "git+file://{}"], ids=["folder", "remote"])
@pytest.mark.parametrize("version", STRANGE.values(), ids=STRANGE.keys())
def test_any_commit_that_was_not_released_is_a_strangers(
    version: str, address: str, repository: Repository, own: Path
) -> None:
    git(own, "tag", "release-candidate", "feature")
    wanted = version.format(commit=git(own, "rev-parse", "feature").strip())
    url = address.format(own)
    of(repository, url, wanted)
    environment = {"SAM_SCAFFOLD_TEMPLATE": url}
    done = repository.here("remove", "alpha", "--dry-run", **environment)
    assert done.code == 1
    if "pull" not in wanted or address == "{}":
        assert f"of the template {url} is not part of a released version" in done.err
        succeeded(repository.here("remove", "alpha", "--dry-run", "--trust", **environment))
    of(repository, url)
    done = repository.here("update", "--all", "--to", wanted, **environment)
    assert done.code == 1
    assert repository.answers(ANSWERS)["_commit"] == "v1.0.0"


def test_versions_and_what_went_into_them_are_ones_own(repository: Repository, own: Path) -> None:
    (own / "README.md").write_text("One.\n", encoding="utf-8")
    commit(own)
    between = git(own, "describe", "--tags").strip()
    assert between.startswith("v1.0.0-1-g")
    release(own)
    git(own, "checkout", "-q", "v1.0.0")  # the command's own is the older one
    environment = {"SAM_SCAFFOLD_TEMPLATE": f"git+file://{own}"}
    of(repository, environment["SAM_SCAFFOLD_TEMPLATE"], between)
    succeeded(repository.here("remove", "alpha", "--dry-run", **environment))


def test_the_commit_that_the_command_stands_at_is_its_own(
    repository: Repository, own: Path
) -> None:
    (own / "README.md").write_text("One.\n", encoding="utf-8")
    commit(own)
    between = git(own, "rev-parse", "HEAD").strip()
    (own / "README.md").write_text("Two.\n", encoding="utf-8")
    commit(own)
    of(repository, own, between)
    succeeded(repository.here("set", "alpha", "timeout=44", SAM_SCAFFOLD_TEMPLATE=str(own)))


@pytest.mark.parametrize("version", ["--output=x", "-h", "--all", "HEAD; touch x", "$(touch x)"])
def test_a_version_is_no_option_of_gits(version: str, repository: Repository) -> None:
    of(repository, template(), version)
    before = repository.snapshot()
    done = repository.here("update", "--all")
    assert done.code == 1
    assert f"has no version {version}" in done.out + done.err
    assert repository.snapshot() == before


def test_address_of_another_component_is_looked_at_too(
    repository: Repository, evil: Path, mark: Path
) -> None:
    """A new name of one is written into all that refer to it, which renders them."""
    words = "add function beta -d trigger=sqs -d source=AlphaQueue --defaults"
    succeeded(repository.here(*words.split()))
    of(repository, evil, component="beta")
    before = repository.snapshot()
    done = repository.here("rename", "alpha", "omega")
    assert f"{evil} does not belong to this command" in done.err
    assert repository.snapshot() == before
    assert not mark.exists()


def test_what_stands_in_the_cache_is_asked_for_as_well(
    repository: Repository, evil: Path, mark: Path
) -> None:
    """Trusting it once does not make it trusted for ever."""
    url = f"git+file://{evil}"
    of(repository, url).here("status", "--trust")
    mark.unlink()
    shutil.rmtree(evil)
    done = repository.here("status")
    assert "does not belong to this command" in done.out
    assert not mark.exists()


def test_a_changed_answer_is_not_lost_where_nothing_may_run(
    repository: Repository, evil: Path
) -> None:
    answered(repository, description="Mine")
    of(repository, evil)
    assert repository.here("set", "alpha", "timeout=50").code == 1
    assert repository.answers(ANSWERS)["description"] == "Mine"
