"""Programs that a repository configures, which only run where the documents say so."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from command_environment import ROOT, git, wheels
from hostile import Cloned, victim
from repositories import succeeded
from wheels import only_from

from sam_scaffold.dependencies.resolution.lambda_platform import Platform
from sam_scaffold.dependencies.resolution.resolvers import Tool
from sam_scaffold.errors import ScaffoldError


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "RAN"


@pytest.fixture
def repository(tmp_path: Path) -> Cloned:
    return victim(tmp_path / "shop")


def python(mark: Path) -> str:
    """A module that leaves a mark."""
    return f"open({str(mark)!r}, 'w').close()\n"


RULES = {
    "folder": ("rules", "rules/evil.py"),
    "folder-here": ("./rules", "rules/evil.py"),
    "called-like-ours": ("sam_scaffold.rules", "sam_scaffold.rules/evil.py"),
    "module": ("evil", "evil.py"),
}


@pytest.mark.parametrize(("name", "path"), RULES.values(), ids=RULES.keys())
def test_rules_of_the_repository_are_not_loaded(
    name: str, path: str, repository: Cloned, mark: Path
) -> None:
    repository.write(path, python(mark))
    repository.write(".cfnlintrc", f"append_rules: [{name}]\n")
    done = repository.process("check", "--offline")
    assert not mark.exists()
    if name == "sam_scaffold.rules":  # which are loaded in any case
        succeeded(done)
        return
    assert done.code == 1
    assert done.err == (
        f"error: .cfnlintrc appends {name}. These rules are Python code, and were not run; if "
        "you trust the code, give --trust.\n"
    )


def test_rules_that_are_trusted_are_loaded(repository: Cloned, mark: Path) -> None:
    repository.write("rules/mine.py", python(mark))
    repository.write(".cfnlintrc", "append_rules: [./rules]\n")
    succeeded(repository.here("check", "--offline", "--trust"))
    assert mark.exists()


def test_rules_of_the_users_own_configuration_are_loaded(
    repository: Cloned, mark: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    rules = home / "rules"
    rules.mkdir(parents=True)
    (rules / "mine.py").write_text(python(mark), encoding="utf-8")
    (home / ".cfnlintrc").write_text(f"append_rules: ['{rules}']\n", encoding="utf-8")
    paths = {"HOME": str(home), "USERPROFILE": str(home)}
    succeeded(repository.here("check", "--offline", **paths))
    assert mark.exists()
    mark.unlink()
    (home / ".cfnlintrc").write_text("append_rules: [rules]\n", encoding="utf-8")
    repository.write("rules/evil.py", python(mark))
    assert repository.here("check", "--offline", **paths).code == 1
    assert not mark.exists()


def test_rules_named_by_a_template_are_not_loaded(repository: Cloned, mark: Path) -> None:
    repository.write("rules/evil.py", python(mark))
    metadata = "Metadata:\n  cfn-lint:\n    config:\n      append_rules: [./rules]\n"
    repository.write("template.yaml", metadata + repository.text())
    repository.here("check", "--offline")
    assert not mark.exists()


UV = shutil.which(
    "uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
)
WITHOUT_UV = os.pathsep.join([str(Path(shutil.which("git") or "").parent), "/usr/bin", "/bin"])

MODULES = ("pip.py", "sitecustomize.py", "click.py", "yaml.py", "copier.py", "sam_scaffold.py")


@pytest.mark.skipif(sys.platform == "win32", reason="PATH without uv")
def test_modules_in_the_repository_stand_in_for_none(repository: Cloned, mark: Path) -> None:
    for name in MODULES:
        repository.write(name, python(mark))
    entry = "from sam_scaffold.__main__ import main; main()"
    words = ("add", "layer", "figures", "-d", "packages=mpmath==1.3.0", "--defaults")
    # As the console script runs it: the current folder is not on Python's path.
    script = repository.root.parent / "sam-scaffold"
    script.write_text(entry, encoding="utf-8")
    done = repository.python(str(script), *words, PATH=WITHOUT_UV)
    succeeded(done)
    assert "mpmath==1.3.0" in repository.text("layers/figures/requirements.txt")
    assert not mark.exists()


@pytest.mark.skipif(UV is None, reason="no uv here (pip install uv)")
def test_uv_is_not_configured_by_the_repository(
    repository: Cloned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could name another index; `sam build` does not ask it either."""
    repository.write("uv.toml", "is read = [\n")
    monkeypatch.chdir(repository.root)
    for key, value in only_from(wheels()).items():
        monkeypatch.setenv(key, value)
    folder = tmp_path / "brought"
    folder.mkdir()
    tool = Tool((str(UV),), is_uv=True)
    (found,) = tool.bring(["mpmath==1.3.0"], folder, Platform.of("python3.12", "x86_64"))
    assert (found.name, found.version) == ("mpmath", "1.3.0")


@pytest.mark.skipif(sys.platform == "win32", reason="a script with a shebang")
@pytest.mark.parametrize("folder", [".git", "bare"])
def test_gits_configuration_runs_no_program(folder: str, repository: Cloned, mark: Path) -> None:
    program = repository.write("evil.sh", f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    git(repository.root, "config", "core.fsmonitor", str(program))
    if folder == "bare":  # as a cloned repository may contain it
        config = (repository.root / ".git" / "config").read_text(encoding="utf-8")
        text = config.replace("bare = false", f"bare = false\n\tworktree = {repository.root}")
        (repository.root / ".git" / "config").write_text(text, encoding="utf-8")
        for path in (repository.root / ".git").iterdir():
            path.rename(repository.root / path.name)
        (repository.root / ".git").rmdir()
    repository.write("functions/alpha/src/lambda_handler.py", "x = 1\n")
    succeeded(repository.here("set", "alpha", "timeout=50"))
    assert not mark.exists()


@pytest.fixture
def address(tmp_path: Path, mark: Path) -> Iterator[str]:
    """Return the address of a source distribution whose build leaves a mark."""
    source = tmp_path / "evil-1.0"
    source.mkdir()
    setup = "from setuptools import setup\nsetup(name='evil', version='1.0', py_modules=[])\n"
    (source / "setup.py").write_text(python(mark) + setup, encoding="utf-8")
    with tarfile.open(tmp_path / "evil-1.0.tar.gz", "w:gz") as archive:
        archive.add(source, "evil-1.0")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/evil-1.0.tar.gz"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_nothing_is_built_to_learn_versions(address: str, mark: Path, tmp_path: Path) -> None:
    tool = Tool((sys.executable, "-m", "pip"), is_uv=False)
    folder = tmp_path / "wheels"
    folder.mkdir()
    with pytest.raises(ScaffoldError, match="pip would build and run code"):
        tool.bring([f"evil @ {address}"], folder, Platform.of("python3.12", "x86_64"))
    assert not mark.exists()


def test_an_address_in_recorded_answers_is_not_built(
    address: str, repository: Cloned, mark: Path
) -> None:
    words = "add layer figures -d packages=mpmath==1.3.0 --defaults"
    succeeded(repository.here(*words.split()))
    answers = "layers/figures/.copier-answers.yml"
    if not (repository.root / answers).exists():
        answers = next(
            path for path in repository.files() if "figures" in path and "answers" in path
        )
    text = repository.text(answers).replace("mpmath==1.3.0", f"evil @ {address}")
    repository.write(answers, text)
    repository.commit()
    for command in ("set figures pin=true", "update --all", "status", "check"):
        repository.here(*command.split(), PATH=WITHOUT_UV)
    assert not mark.exists()


def test_demo_has_no_escapes_where_there_is_no_terminal(repository: Cloned) -> None:
    code = "import runpy; runpy.run_path('{}', run_name='demo')['_say']('Hello')"
    done = repository.python("-c", code.format((ROOT / "tests/demo/demo.py").as_posix()))
    assert succeeded(done).out == "\n=== Hello\n"
