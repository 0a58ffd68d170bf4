"""Repositories to work on, and the ways to run a command in them.

`Repository.run` starts ``python -m sam_scaffold`` as a process of its own; `Repository.here`
calls the same `main` in this process, which is three times as fast.
"""

from __future__ import annotations

import gc
import io
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from unittest.mock import patch

import yaml
from command_environment import _scratch, commit, of_commands
from forking import FORKS, Forked, Server

from sam_scaffold.__main__ import main
from sam_scaffold.dependencies.resolution import resolution
from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import to_data

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31

Resources:
  # Our own code.
  SharedCodeLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata:
      BuildMethod: python3.12
    Properties:
      ContentUri: layers/shared/

  HttpLayer:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: layers/http/

Outputs:
  HttpLayerArn:
    Value: !Ref HttpLayer   # two  spaces
"""


WITHOUT_SHARED_LAYER = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Queue:
    Type: AWS::SQS::Queue
"""


SHOP = {
    "template.yaml": TEMPLATE,
    "layers/shared/shop/__init__.py": '"""Shared code."""\n',
    "layers/http/requirements.txt": "httpx==0.28.1\n",
}
"""A small SAM repository."""


_PRACTICE = (
    ("add", "function", "orders", "--defaults"),
    ("status",),
    ("update", "--all"),
    ("check", "--offline"),
    ("migrate", "--all", "--dry-run"),
)
"""Commands that import and compile what most commands need."""


PATIENCE = 120.0
"""How long a command may take, in seconds."""


Snapshot = dict[str, tuple[int, bytes]]


@cache
def server() -> Server:
    """Start what forks the commands of `Repository.run`."""
    return server_for(of_commands())


def server_for(variables: Mapping[str, str]) -> Server:
    """Start what forks commands with such variables: it has worked in a repository before."""
    practice = shop(Path(tempfile.mkdtemp(prefix="practice-", dir=_scratch())))
    return Server(practice.root, variables, ("cfnlint.helpers",), _PRACTICE)


_resolved = lru_cache(maxsize=64)(resolution._resolve.__wrapped__)
"""Resolution from the wheels of tests, with a cache of its own."""


@dataclass(frozen=True)
class Done:
    """The result of a command."""

    code: int
    out: str
    err: str


class Repository:
    """A folder in which commands are run."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes]) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            self.write(path, content)

    def write(self, path: str, content: str | bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def read(self, path: str = "template.yaml") -> bytes:
        return (self.root / path).read_bytes()

    def text(self, path: str = "template.yaml") -> str:
        return self.read(path).decode()

    def data(self, path: str = "template.yaml") -> dict[str, dict[str, dict[str, object]]]:
        """Return a SAM template as data, with long-form functions."""
        found: dict[str, dict[str, dict[str, object]]] = to_data(
            Document.parse(path, self.read(path)).root
        )
        return found

    def properties(self, logical_id: str, path: str = "template.yaml") -> dict[str, object]:
        found = self.data(path)["Resources"][logical_id]["Properties"]
        assert isinstance(found, dict)
        return found

    def answers(self, path: str) -> dict[str, object]:
        found: dict[str, object] = yaml.safe_load(self.text(path))
        return found

    def commit(self) -> None:
        commit(self.root)

    def files(self) -> list[str]:
        """Return all files except git's, sorted."""
        return [path for path, (mode, _) in self.snapshot().items() if not stat.S_ISDIR(mode)]

    def snapshot(self) -> Snapshot:
        """Return every folder, file and link except git's, with its mode and bytes."""
        found: Snapshot = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if name.split("/")[0] == ".git":
                continue
            content = b""
            if path.is_symlink():
                content = os.fsencode(path.readlink())
            elif path.is_file():
                content = path.read_bytes()
            found[name] = (path.lstat().st_mode, content)
        return found

    def run(self, *words: str, **env: str) -> Done:
        """Run ``sam-scaffold`` as a process, which is forked where that can be: see `forking`."""
        return self.start(*words, **env)()

    def start(self, *words: str, **env: str) -> Callable[[], Done]:
        """Start ``sam-scaffold`` likewise, and return what waits for its end."""
        variables = of_commands(**env)
        if FORKS and server().serves(variables):
            forked = Forked(server(), ("sam_scaffold", *words), self.root, variables)
            return partial(_ended, forked)
        return partial(self._waited, self._python("-m", "sam_scaffold", *words, **env))

    def process(self, *words: str, **env: str) -> Done:
        """Run ``sam-scaffold`` as people do, imports and all."""
        return self.python("-m", "sam_scaffold", *words, **env)

    def python(self, *words: str, **env: str) -> Done:
        return self._waited(self._python(*words, **env))

    def _python(self, *words: str, **env: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=self.root,
            env=of_commands(**env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def _waited(self, process: subprocess.Popen[bytes]) -> Done:
        with process:
            try:
                out, err = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Done(process.returncode, lines(out), lines(err))

    def copier(self, *words: str) -> Done:
        """Run plain ``copier``, as a process like `run`."""
        variables = of_commands()
        if FORKS and server().serves(variables):
            return _ended(Forked(server(), ("copier", *words), self.root, variables, quiet=True))
        return self.python("-W", "ignore", "-m", "copier", *words)

    def here(self, *words: str, **env: str) -> Done:
        """Run ``sam-scaffold`` in this process."""
        out, err = io.StringIO(), io.StringIO()
        with (
            self._inside(*words, **env),
            redirect_stdout(out),
            redirect_stderr(err),
            patch.object(gc, "freeze"),  # what a command leaves is not for a process's end here
        ):
            try:
                main()
            except SystemExit as ended:
                code = int(ended.code or 0)
        gc.enable()
        return Done(code, out.getvalue(), err.getvalue())

    @contextmanager
    def _inside(self, *words: str, **env: str) -> Iterator[None]:
        before = Path.cwd()
        os.chdir(self.root)
        try:
            with (
                patch.dict(os.environ, of_commands(**env), clear=True),
                patch.object(sys, "argv", ["sam-scaffold", *words]),
                patch.object(sys, "stdin", io.StringIO()),
                patch.object(resolution, "_resolve", _resolved),  # not what a real index said
            ):
                yield
        finally:
            os.chdir(before)


def lines(output: bytes) -> str:
    """Return the output of a command with line ends of one kind."""
    return output.decode("utf-8", "replace").replace("\r\n", "\n")


def _ended(forked: Forked) -> Done:
    code, out, err = forked.ended(PATIENCE)
    return Done(code, lines(out), lines(err))


def shop(root: Path, **files: str) -> Repository:
    """Return the small SAM repository, committed."""
    repository = Repository(root, {**SHOP, **files})
    repository.commit()
    return repository


def succeeded(done: Done) -> Done:
    """Return the result of a command, which must have succeeded."""
    assert done.code == 0, done.err
    assert "Traceback" not in done.err
    return done


def refusal(done: Done) -> str:
    """Return the one line of a refusal."""
    assert done.code in (1, 2), (done.code, done.out, done.err)
    lines = done.err.splitlines()
    assert len(lines) == 1, done.err
    assert lines[0].startswith("error: ")
    assert done.out == ""
    return lines[0]


def only_adds(before: bytes, after: bytes) -> bool:
    """Return whether a file still has all of its lines, in order."""
    rest = iter(after.splitlines(keepends=True))
    return len(after) > len(before) and all(
        line in rest for line in before.splitlines(keepends=True)
    )
