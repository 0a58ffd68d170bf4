"""The wheel of this checkout, built and installed once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from command_environment import ROOT, git
from first_version import VERSION, unpack_first_version

from sam_scaffold import __version__

SECONDS = 600


def run(folder: Path, *words: str, **variables: str) -> str:
    """Run a command with the machine's environment, except our variables, and return its output."""
    env = {key: value for key, value in os.environ.items() if key not in _OURS}
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    done = subprocess.run(
        words, cwd=folder, env={**env, **variables}, check=False, capture_output=True, text=True,
        timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, f"{words}: {done.stdout}\n{done.stderr}"
    return done.stdout


_OURS = frozenset(
    ("PYTHONPATH", "SAM_SCAFFOLD_TEMPLATE", "VIRTUAL_ENV", "GIT_DIR", "GIT_WORK_TREE")
)


@dataclass(frozen=True)
class Installed:
    """An installation of the wheel.

    Attributes:
        wheel: The wheel's file.
        python: The Python that it is installed for.
    """

    wheel: Path
    python: Path


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as it stands, committed on its history, and tagged as this version."""
    folder = tmp_path_factory.mktemp("repository") / "sam-scaffold"
    git(ROOT, "clone", "-q", "--no-tags", str(ROOT), str(folder))
    for name in git(folder, "ls-files", "-z").split("\0")[:-1]:
        (folder / name).unlink()
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            target.chmod(source.stat().st_mode)
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "--allow-empty", "-m", "As it stands")
    git(folder, "tag", f"v{__version__}")
    return folder


@pytest.fixture(scope="session")
def first_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the commit of v0.1.0."""
    history = tmp_path_factory.mktemp("first") / "history"
    unpack_first_version(history)
    return history


@pytest.fixture(scope="session")
def with_first_version(repository: Path, first_history: Path) -> Path:
    """The same with the commit of v0.1.0, which the checkout may lack as it is shallow."""
    objects = first_history / ".git/objects"
    (repository / ".git/objects/info/alternates").write_text(f"{objects}\n", encoding="utf-8")
    return repository


@pytest.fixture(scope="session")
def of_two_commits(
    with_first_version: Path, first_history: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same without the commits between v0.1.0 and this version.

    Their history takes 13 s to compress, for each build; `installed` has all of it.
    """
    folder = tmp_path_factory.mktemp("two") / "sam-scaffold"
    git(folder.parent, "clone", "-q", "--no-tags", str(with_first_version), str(folder))
    first = git(first_history, "rev-parse", f"{VERSION}^{{commit}}").strip()
    words = ("commit-tree", "HEAD^{tree}", "-p", first, "-m", "As it stands")
    git(folder, "reset", "-q", "--hard", git(folder, *words).strip())
    git(folder, "remote", "remove", "origin")
    git(folder, "tag", f"v{__version__}")
    return folder


@pytest.fixture(scope="session")
def readme() -> list[str]:
    """The lines by which the README installs."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^## Install\n.*?^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found
    return found[1].splitlines()


@pytest.fixture(scope="session")
def installed(
    with_first_version: Path, readme: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Installed:
    """The commands of the README, in a clone of this checkout."""
    tools = tmp_path_factory.mktemp("tools")
    variables = {
        "UV_TOOL_DIR": str(tools),
        "UV_TOOL_BIN_DIR": str(tools / "bin"),
        "UV_PYTHON": sys.executable,
    }
    for line in readme:
        run(with_first_version, "bash", "-c", line, **variables)
    (wheel,) = (with_first_version / "dist").glob("*.whl")
    scripts = tools / "sam-scaffold" / ("Scripts" if os.name == "nt" else "bin")
    return Installed(wheel, scripts / Path(sys.executable).name)
