"""The environment of commands in tests: a home, a template and wheels of their own."""

from __future__ import annotations

import os
import py_compile
import shutil
import struct
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from py_compile import PycInvalidationMode
from unittest.mock import patch

import yaml
from wheels import HOUSE, make_wheel, only_from

from sam_scaffold.invocation.interpreter import runtimes_folder

ROOT = Path(__file__).resolve().parents[2]


_TEMPLATE_PARTS = ("copier.yml", "template", "extensions")


_RUNTIMES = runtimes_folder()


@cache
def _scratch() -> Path:
    """Return a folder that all tests share; it is removed with this process."""
    folder = tempfile.TemporaryDirectory(prefix="sam-scaffold-tests-")
    _KEPT.append(folder)
    return Path(folder.name).resolve()


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@cache
def home() -> Path:
    """Return a home folder with a git identity and nothing else."""
    folder = _scratch() / "home"
    folder.mkdir()
    (folder / ".gitconfig").write_text(
        "[user]\n\tname = Test\n\temail = test@example.com\n"
        "[init]\n\tdefaultBranch = main\n[core]\n\tautocrlf = false\n\tfsync = none\n"
        "[advice]\n\tdetachedHead = false\n[gc]\n\tauto = 0\n",
        encoding="utf-8",
    )
    _share_runtimes(folder)
    return folder


def _share_runtimes(folder: Path) -> None:
    """Let a home have this machine's managed runtimes: pip takes a while to make one."""
    with suppress(OSError):  # where the cache cannot be written, nothing is shared
        _RUNTIMES.mkdir(parents=True, exist_ok=True)
    with patch.dict(os.environ, {"HOME": str(folder)}):
        os.environ.pop("XDG_CACHE_HOME", None)
        link = runtimes_folder()
    link.parent.mkdir(parents=True)
    link.symlink_to(_RUNTIMES, target_is_directory=True)


@cache
def trusting() -> Path:
    """Return settings of copier that trust the templates of tests."""
    folders = {tempfile.gettempdir(), os.path.realpath(tempfile.gettempdir())}
    trust = [
        f"{scheme}{folder}/" for folder in folders for scheme in ("", "file://", "git+file://")
    ]
    file = _scratch() / "trusting.yml"
    file.write_text(yaml.safe_dump({"trust": trust}), encoding="utf-8")
    return file


@cache
def template() -> Path:
    """Return this checkout's template in its current state, committed and tagged v1.0.0.

    It has the compiled modules, too, as a process takes a second to compile them.
    """
    folder = _scratch() / "sam-scaffold"
    folder.mkdir()
    for part in _TEMPLATE_PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(
                source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
            )
        else:
            shutil.copy(source, folder / part)
    for module in (ROOT / "extensions").rglob("*.py"):
        _put_compiled(module, folder / module.relative_to(ROOT))
    commit(folder, "v1.0.0")
    return folder


def _put_compiled(module: Path, copy: Path) -> None:
    """Compile a module for a copy of it, in all clones: they are of any time, but have its hash."""
    cached = Path(cache_from_source(str(module)))
    source, about = module.read_bytes(), module.stat()
    stamp = struct.pack("<4sLLL", MAGIC_NUMBER, 0, int(about.st_mtime), about.st_size)
    data = cached.read_bytes() if cached.is_file() else b""
    if data[:16] == stamp:
        target = Path(cache_from_source(str(copy)))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(struct.pack("<4sL", MAGIC_NUMBER, 3) + source_hash(source) + data[16:])
    else:
        py_compile.compile(str(copy), invalidation_mode=PycInvalidationMode.CHECKED_HASH)


def environment(**more: str) -> dict[str, str]:
    """Return the environment of every command, with only PATH from the machine."""
    kept = (
        "PATH",
        "SYSTEMROOT",
        "TEMP",
        "TMP",
        "TMPDIR",
        "LANG",
        "LC_ALL",
        "COVERAGE_PROCESS_START",
    )
    return {
        **{key: os.environ[key] for key in kept if key in os.environ},
        "HOME": str(home()),
        "USERPROFILE": str(home()),
        "XDG_CONFIG_HOME": str(home() / ".config"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONPATH": str(template() / "extensions"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SAM_SCAFFOLD_TEMPLATE": str(template()),
        "COPIER_SETTINGS_PATH": str(trusting()),
        "COLUMNS": "200",
        **more,
    }


@cache
def wheels() -> Path:
    """Return a folder with the wheels that commands of tests ask for.

    A new one each time: a test forks a process, or starts threads, that ask for it first.
    """
    folder = Path(tempfile.mkdtemp(prefix="wheels-", dir=_scratch()))
    for pin, requires in HOUSE.items():
        make_wheel(folder, pin, requires)
    return folder


def of_commands(**more: str) -> dict[str, str]:
    """Return the environment of commands, which find packages without a network."""
    return environment(**{**only_from(wheels()), **more})


def git(folder: Path, *words: str) -> str:
    """Run git in a folder and return what it said."""
    env = {**os.environ, "HOME": str(home()), "GIT_CONFIG_NOSYSTEM": "1"}
    env = {key: value for key, value in env.items() if key not in ("GIT_DIR", "GIT_WORK_TREE")}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=env, check=True, capture_output=True, text=True
    )
    return done.stdout


def commit(folder: Path, tag: str = "") -> None:
    """Commit all that is in a folder, and tag it."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "-q", "--allow-empty", "-m", tag or "all")
    if tag:
        git(folder, "tag", tag)
