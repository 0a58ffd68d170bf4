"""The wheel, built in each way, installed by the README's commands, and used on its own."""

from __future__ import annotations

import os
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
import yaml
from command_environment import ROOT, git
from first_version import VERSION

from sam_scaffold import __version__
from sam_scaffold.rendering import history_bundle

from .conftest import Installed, run

LIMIT = 2_500_000
"""Bytes of a wheel; docs/how-to/release.md says what to do when it does not suffice."""

IN_WHEEL = f"sam_scaffold/{history_bundle.BUNDLE.name}"

pytestmark = pytest.mark.slow


def contents(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel by path, except the list of them."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "RECORD" not in name}


def build(folder: Path, into: Path, *words: str) -> Path:
    run(
        folder, "uv", "build", "--quiet", "--python", sys.executable, "--out-dir", str(into), *words
    )
    (found,) = into.glob("*.whl" if "--sdist" not in words else "*.tar.gz")
    return found


def versions_in(wheel: Path, scratch: Path) -> list[str]:
    """The versions that a wheel brings."""
    history_bundle._put(contents(wheel)[IN_WHEEL], scratch / "history")
    return git(scratch / "history", "tag").split()


def test_readmes_lines_install_what_works_alone(installed: Installed) -> None:
    sam = Path(sys.executable).parent  # the wheel does not contain the SAM CLI
    path = os.pathsep.join([os.environ["PATH"], str(sam)])
    said = run(ROOT, str(installed.python), "tests/wheel/alone.py", PATH=path)
    assert "$ sam-scaffold update --all" in said


def test_it_is_small(installed: Installed) -> None:
    assert installed.wheel.stat().st_size < LIMIT


def test_it_has_types(installed: Installed) -> None:
    assert "sam_scaffold/py.typed" in contents(installed.wheel)


def test_it_brings_all_versions(installed: Installed, tmp_path: Path) -> None:
    assert versions_in(installed.wheel, tmp_path) == [VERSION, f"v{__version__}"]


@pytest.fixture(scope="module")
def sdist(of_two_commits: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(of_two_commits, tmp_path_factory.mktemp("sdist"), "--sdist")


def test_sdist_builds_the_same(of_two_commits: Path, sdist: Path, tmp_path: Path) -> None:
    wheel = build(of_two_commits, tmp_path / "wheel", "--wheel")
    run(tmp_path, "tar", "-xzf", str(sdist))
    (folder,) = tmp_path.glob("sam_scaffold-*")
    assert contents(build(folder, tmp_path / "again", "--wheel")) == contents(wheel)


def test_index_takes_it(installed: Installed, sdist: Path) -> None:
    """Its readme is rendered, and leads nowhere that is not there."""
    run(ROOT, sys.executable, "-m", "twine", "check", "--strict", str(sdist), str(installed.wheel))
    files = contents(installed.wheel)
    (metadata,) = (text for name, text in files.items() if name.endswith("METADATA"))
    found = Parser().parsestr(metadata.decode())
    assert found["License-Expression"] == "MIT"
    assert found["Description-Content-Type"] == "text/markdown"
    assert "Programming Language :: Python :: 3.14" in found.get_all("Classifier", [])
    assert any(name.endswith("licenses/LICENSE") for name in files)
    text = str(found.get_payload())
    assert "## Install" in text
    assert "](docs/" not in text
    assert "<!-- setup" not in text


def test_published_address_is_in_one_place(of_two_commits: Path, tmp_path: Path) -> None:
    """It becomes what is recorded, and what the readme's links lead to."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(of_two_commits), str(clone))
    settings = clone / "pyproject.toml"
    urls = '[project.urls]\nRepository = "https://git.example.com/tools/sam-scaffold.git"\n\n'
    text = settings.read_text(encoding="utf-8").replace(
        "[project.scripts]", f"{urls}[project.scripts]"
    )
    settings.write_text(text, encoding="utf-8")
    wheel = build(clone, tmp_path / "wheel", "--wheel")
    (metadata,) = (
        content for name, content in contents(wheel).items() if name.endswith("METADATA")
    )
    said = metadata.decode()
    assert "Project-URL: Repository, https://git.example.com/tools/sam-scaffold.git\n" in said
    page = f"](https://git.example.com/tools/sam-scaffold/blob/v{__version__}/docs/tutorial.md)"
    assert page in said


def test_pip_builds_it_from_an_address(of_two_commits: Path, tmp_path: Path) -> None:
    """Pip clones without the contents of older files, and asks for those that are needed."""
    git(of_two_commits, "config", "uploadpack.allowFilter", "true")
    git(of_two_commits, "config", "uploadpack.allowAnySHA1InWant", "true")
    address = f"git+{of_two_commits.as_uri()}@v{__version__}"
    words = ("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), address)
    run(tmp_path, sys.executable, *words)
    (wheel,) = tmp_path.glob("*.whl")
    assert VERSION in versions_in(wheel, tmp_path)


def test_shallow_clone_builds_what_it_has(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(clone))
    assert versions_in(build(clone, tmp_path / "wheel", "--wheel"), tmp_path) == [f"v{__version__}"]


def test_without_git_it_builds_without_a_template(repository: Path, tmp_path: Path) -> None:
    """An archive of the repository serves for `check`, as the action of this project does."""
    folder = tmp_path / "folder"
    folder.mkdir()
    run(tmp_path, "git", "-C", str(repository), "archive", "-o", str(tmp_path / "a.tar"), "HEAD")
    run(folder, "tar", "-xf", str(tmp_path / "a.tar"))
    assert IN_WHEEL not in contents(build(folder, tmp_path / "wheel", "--wheel"))


def test_editable_installation_is_the_checkout(repository: Path, tmp_path: Path) -> None:
    run(tmp_path, "uv", "venv", "--quiet", "--python", sys.executable, "venv")
    words = ("uv", "pip", "install", "--quiet", "--python", "venv", "--no-deps")
    run(tmp_path, *words, "--editable", str(repository))
    assert not (repository / "extensions" / IN_WHEEL).exists()


def test_release_workflow_publishes_what_it_tested() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    assert jobs["publish"]["needs"] == ["build", "test"]
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    matrix = jobs["test"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.10", "3.11", "3.12", "3.13", "3.14"]
    assert {system.partition("-")[0] for system in matrix["os"]} == {"ubuntu", "macos", "windows"}
