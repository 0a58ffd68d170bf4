"""`add layer`: exact versions for Lambda in the records, and the size of their packages."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import git
from releases import clone, release, replaced
from repositories import Repository, refusal, shop, succeeded
from wheels import make_wheel, only_from

MANIFEST = "layers/nums/requirements.txt"
ANSWERS = ".scaffold/layers/nums/answers.yml"

OFFLINE = {
    "PIP_NO_INDEX": "",
    "PIP_FIND_LINKS": "",
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "UV_CONFIG_FILE": "",
    "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple",
}
"""Return environment variables with which no package index can be reached."""


def add(repository: Repository, packages: str, *more: str, **env: str) -> str:
    """Add a layer, and return its requirements.txt."""
    words = [word for answer in (f"packages={packages}", *more) for word in ("-d", answer)]
    succeeded(repository.here("add", "layer", "nums", *words, **env))
    return repository.text(MANIFEST)


def test_all_that_is_needed_is_pinned(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    assert add(repository, "httpx[http2]>=0.27, mpmath<1.4") == (
        "# From httpx[http2]>=0.27, mpmath<1.4, pinned for python3.12 on x86_64.\n"
        "h11==0.16.0\nh2==4.3.0\nhttpx==0.28.1\nmpmath==1.3.0\n"
    )
    recorded = repository.answers(ANSWERS)["resolved"]
    assert isinstance(recorded, dict)
    assert recorded.pop("size") > 0
    assert recorded == {
        "packages": ["httpx[http2]>=0.27", "mpmath<1.4"],
        "runtime": "python3.12",
        "architecture": "x86_64",
        "pins": ["h11==0.16.0", "h2==4.3.0", "httpx==0.28.1", "mpmath==1.3.0"],
    }


def test_nothing_is_pinned_where_nobody_wants_it(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    assert add(repository, "httpx>=0.27, mpmath", "pin=false") == "httpx>=0.27\nmpmath\n"
    assert repository.answers(ANSWERS)["resolved"] == {}


def test_without_a_network_the_layer_comes_all_the_same(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    words = ("add", "layer", "nums", "-d", "packages=mpmath>=1")
    done = succeeded(repository.here(*words, **OFFLINE))
    assert repository.text(MANIFEST) == "mpmath>=1\n"
    (line,) = done.err.splitlines()[:1]
    assert line == (
        "warning: packages: the package index cannot be reached; check the network. They are not "
        "pinned. Pin them later: sam-scaffold set nums pin=true"
    )
    assert "unzipped" not in done.out
    assert done.err.count("not pinned") == 1
    succeeded(repository.here("set", "nums", "pin=true"))
    assert repository.text(MANIFEST).splitlines()[1:] == ["mpmath==1.4.1"]


def test_other_changes_do_not_move_versions(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = add(repository, "mpmath<1.4")
    succeeded(repository.here("set", "nums", "description=Numbers", **OFFLINE))
    assert repository.text(MANIFEST) == before


@pytest.mark.parametrize(
    ("change", "pins", "comment"),
    [
        ("packages=[mpmath, xmltodict]", ["mpmath==1.4.1", "xmltodict==0.14.2"], "xmltodict"),
        ("architecture=arm64", ["mpmath==1.3.0"], "on arm64"),
        ("runtime=python3.13", ["mpmath==1.3.0"], "for python3.13"),
        ("pin=false", [], "mpmath<1.4"),
    ],
    ids=["packages", "architecture", "runtime", "off"],
)
def test_what_versions_follow_from_is_resolved_anew(
    change: str, pins: list[str], comment: str, tmp_path: Path
) -> None:
    repository = shop(tmp_path)
    add(repository, "mpmath<1.4")
    succeeded(repository.here("set", "nums", change))
    first, *lines = repository.text(MANIFEST).splitlines()
    assert lines == pins
    assert comment in first
    assert "up to date" in succeeded(repository.here("status")).out


def test_size_is_said_before_anything_is_deployed(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    folder = tmp_path / "wheels"
    folder.mkdir()
    make_wheel(folder, "roomy==1.0", files={"roomy.py": bytes(3_565_158)})
    words = ("add", "layer", "nums", "-d", "packages=roomy")
    done = succeeded(repository.here(*words, **only_from(folder)))
    assert (
        f"1. Check its packages: {MANIFEST} (3.4 MB unzipped of the 250 MB that a function and "
        "its layers may have)"
    ) in done.out


def test_more_than_lambda_takes_is_refused(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    before = repository.snapshot()
    folder = tmp_path / "wheels"
    folder.mkdir()
    make_wheel(folder, "huge==1.0", ["large", "small"], {"huge.bin": bytes(255_000_000)})
    make_wheel(folder, "large==1.0", files={"large.bin": bytes(10_000_000)})
    make_wheel(folder, "small==1.0")
    words = ("add", "layer", "nums", "-d", "packages=huge")
    line = refusal(repository.here(*words, **only_from(folder)))
    assert line.startswith(
        "error: packages: 252.7 MB unzipped exceed the 250 MB that a function and"
    )
    assert "its layers may have. Omit some" in line
    assert line.endswith("(the largest: huge 243.2 MB, large 9.5 MB, small 0.0 MB).")
    assert repository.snapshot() == before


REFUSED = {
    "package": ("nosuch-package", "nosuch-package is not in the package index"),
    "version": ("mpmath==99", "there is no version mpmath==99"),
    "conflict": ("[mpmath<1.4, mpmath>1.4]", "mpmath"),
}


@pytest.mark.parametrize(("packages", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_there_is_not_is_refused(packages: str, said: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    line = refusal(repository.here("add", "layer", "nums", "-d", f"packages={packages}"))
    assert line.startswith("error: packages: ")
    assert said in line
    assert repository.snapshot() == before


def test_an_update_without_a_network_renders_the_same(tmp_path: Path) -> None:
    """By `update` and by plain `copier update`."""
    source = clone(tmp_path / "template")
    repository = shop(tmp_path / "shop")
    words = ("-d", "packages=mpmath", "--template", str(source))
    succeeded(repository.here("add", "layer", "nums", *words))
    before = repository.text(MANIFEST)
    repository.commit()
    change = replaced("RetentionPolicy: Retain", "RetentionPolicy: Delete")
    release(source, "template/parts/layer_resource.yaml.jinja", change)
    succeeded(repository.here("update", "nums", **OFFLINE))
    assert repository.properties("NumsLayer")["RetentionPolicy"] == "Delete"
    assert repository.text(MANIFEST) == before
    git(repository.root, "checkout", "-q", ".")
    plain = ("copier", "update", "-a", ANSWERS, "--defaults", "--trust")
    succeeded(repository.python("-W", "ignore", "-m", *plain, **OFFLINE))
    assert repository.properties("NumsLayer")["RetentionPolicy"] == "Delete"
    assert repository.text(MANIFEST) == before
    assert repository.answers(ANSWERS)["_commit"] == "v1.1.0"


def test_other_packages_in_a_plain_copier_update_are_resolved_anew(tmp_path: Path) -> None:
    source = clone(tmp_path / "template")
    repository = shop(tmp_path / "shop")
    words = ("-d", "packages=mpmath", "--template", str(source))
    succeeded(repository.here("add", "layer", "nums", *words))
    repository.commit()
    release(source)
    more = ("-d", "packages=[xmltodict]", "--defaults", "--trust")
    succeeded(repository.copier("update", "-a", ANSWERS, *more))
    assert repository.text(MANIFEST).splitlines()[1:] == ["xmltodict==0.14.2"]


def test_layer_of_an_older_version_stays_as_it_is(tmp_path: Path) -> None:
    """Its answers do not mention pins, because no pins were requested."""
    source = clone(tmp_path / "template")
    repository = shop(tmp_path / "shop")
    words = ("-d", "packages=mpmath", "-d", "pin=false", "--template", str(source))
    succeeded(repository.here("add", "layer", "nums", *words))
    answers = [
        line
        for line in repository.text(ANSWERS).splitlines(keepends=True)
        if not line.startswith(("pin:", "resolved:"))
    ]
    repository.write(ANSWERS, "".join(answers))
    repository.commit()
    release(source)
    succeeded(repository.here("update", "nums"))
    assert repository.text(MANIFEST) == "mpmath\n"
    succeeded(repository.here("set", "nums", "description=Numbers"))
    assert repository.text(MANIFEST) == "mpmath\n"
    succeeded(repository.here("set", "nums", "pin=true"))
    assert repository.text(MANIFEST).splitlines()[1:] == ["mpmath==1.4.1"]
