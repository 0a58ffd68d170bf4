"""The examples in a Markdown document, which are run, and whose output is written into it.

A document is one session: its blocks run in order, in one scratch folder, with
``sam-scaffold`` of this checkout; what is exported stays so. ``http://localhost:5000`` is
AWS as moto plays it. What the runner understands:

- a fenced block of the language ``console``: lines that begin with ``$`` are run (one
  that ends in a backslash goes on in the next line), the lines below are what they print,
  errors included. A line of three dots stands for any lines. A command has to fail if,
  and only if, it prints a line that begins with ``error:``;
- ``<!-- setup: COMMAND -->``: run at that place, and not shown;
- ``<!-- needs: TOOL ... -->``: the next block is run only where these tools are found;
- ``<!-- shows: COMMAND -->``: the next block holds what the command prints;
- ``<!-- writes: PATH -->``: the next block is written to a file.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from command_environment import ROOT, environment, git, template
from forking import FORKS, Server
from repositories import server_for

from gate.runs import moto_server
from generated.toolchain import interpreter, sam_environment, tool

ADDRESS = "git+https://git.example.com/tools/sam-scaffold"
VERSION = "v0.1.0"
"""What pages begin with, so that a release does not change them all."""
HOME = "/home/you"
STAND_IN = "http://localhost:5000"
SECONDS = 600

_FENCE = re.compile(r"^(`{3,})(\w*)$")
_DIRECTIVE = re.compile(r"^<!-- (setup|needs|shows|writes): (.*) -->$")
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_DURATION = re.compile(r"\bin \d+\.\d+s\b")
_MEASURED = re.compile(r"\b(Duration|Max Memory Used): [\d.]+ (ms|MB)\b")

_REMEMBERING = """\
. {memo}/variables
{command}
code=$?
pwd > {memo}/folder
export -p > {memo}/variables
exit $code
"""


@dataclass
class Block:
    """A fenced block with the directives above it."""

    language: str
    lines: list[str]
    directives: dict[str, str]


@dataclass
class Session:
    """A shell that remembers its folder and its variables; `close` it in the end.

    Attributes:
        root: The scratch folder, shown as ``/home/you``.
        left_out: The reasons for which blocks were not run.
    """

    root: Path
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self.root.resolve()
        self.folder = self.root / "work"
        self.folder.mkdir(parents=True)
        self._shims = self.root / "bin"
        self._shims.mkdir()
        self._open = ExitStack()
        if FORKS:
            _server().shim(self._shims / "sam-scaffold", "sam_scaffold")
        else:
            _shim(self._shims / "sam-scaffold", sys.executable, "-m", "sam_scaffold")
        _shim(self._shims / "python", sys.executable)
        _shim(self._shims / "pytest", sys.executable, "-m", "pytest")
        _shim(self._shims / "copier", sys.executable, "-W", "ignore", "-m", "copier")
        if sam := tool("sam"):
            _shim(self._shims / "sam", sam)

    def run(self, command: str) -> tuple[int, list[str]]:
        """Run a command; its exit code, and the lines that it prints."""
        if STAND_IN in command:
            command = command.replace(STAND_IN, self._stand_in)
        script = _REMEMBERING.format(memo=self._memo, command=command.replace(ADDRESS, _address()))
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=SECONDS,
        )
        if (folder := self._memo / "folder").exists():
            self.folder = Path(folder.read_text(encoding="utf-8").strip())
        printed = _COLOUR.sub("", done.stdout.decode("utf-8", "replace"))
        return done.returncode, [self._shown(line) for line in printed.splitlines()]

    def close(self) -> None:
        """Stop what plays AWS."""
        self._open.close()

    @cached_property
    def _memo(self) -> Path:
        memo = self.root / "memo"
        memo.mkdir()
        (memo / "variables").touch()
        return memo

    @cached_property
    def _stand_in(self) -> str:
        return self._open.enter_context(moto_server())

    @cached_property
    def _environment(self) -> dict[str, str]:
        path = [str(self._shims), *_variables()["PATH"].split(os.pathsep)]
        return {**_variables(), "PATH": os.pathsep.join(path)}

    def _shown(self, line: str) -> str:
        line = line.replace(str(self.root / "work"), HOME).replace(_address(), ADDRESS)
        return line.replace(_address().removeprefix("git+"), ADDRESS).rstrip()


def _shim(path: Path, *command: str) -> None:
    path.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    path.chmod(0o755)


@cache
def _python() -> Path | None:
    """Return the Python with which `sam build` builds."""
    return interpreter("3.12")


@cache
def _variables() -> dict[str, str]:
    """The variables of all sessions."""
    python = _python()
    path = [*([str(python.parent)] if python else []), os.environ["PATH"]]
    sam = {key: value for key, value in sam_environment().items() if key not in os.environ}
    return environment(
        **{
            **sam,
            "PATH": os.pathsep.join(path),
            "SAM_SCAFFOLD_TEMPLATE": _address(),
            "CHECKOUT": str(ROOT),
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PAGER": "cat",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
    )


@cache
def _server() -> Server:
    """Start what forks the commands of all sessions."""
    return server_for(_variables())


@cache
def _address() -> str:
    """The template of this checkout as a git address, at the version that pages begin with."""
    folder = template().with_name("sam-scaffold-docs")
    git(template().parent, "clone", "--quiet", str(template()), str(folder))
    for tag in git(folder, "tag").split():
        git(folder, "tag", "--delete", tag)
    git(folder, "tag", VERSION)
    return f"git+file://{folder}"


def rewritten(text: str, session: Session) -> str:
    """Return the document with the current output of its commands."""
    lines: list[str] = []
    for part in _parts(text):
        if isinstance(part, str):
            if (found := _DIRECTIVE.match(part)) and found[1] == "setup":
                code, printed = session.run(found[2])
                assert code == 0, (found[2], printed)
            lines.append(part)
        else:
            lines += _block(part, session)
    return "\n".join(lines) + "\n"


def _parts(text: str) -> Iterator[str | Block]:
    """Yield the lines of a document, and between them its fenced blocks without their fences."""
    directives: dict[str, str] = {}
    block: Block | None = None
    ticks = ""
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if block is not None and line == ticks:
            yield block
            yield line
            block, directives = None, {}
        elif block is not None:
            block.lines.append(line)
        else:
            yield line
            if fence:
                ticks, block = fence[1], Block(fence[2], [], directives)
            elif found := _DIRECTIVE.match(line):
                directives[found[1]] = found[2]
            elif line:
                directives = {}
    assert block is None, f"a fenced block has no end: {block}"


def _block(block: Block, session: Session) -> list[str]:
    missing = [name for name in block.directives.get("needs", "").split() if not _has(name)]
    if missing:
        session.left_out.append(f"{', '.join(missing)} is not here: {block.lines[0]}")
        return block.lines
    if "writes" in block.directives:
        target = session.folder / block.directives["writes"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        return block.lines
    if "shows" in block.directives:
        code, printed = session.run(block.directives["shows"])
        assert code == 0, (block.directives["shows"], printed)
        return _merged(block.lines, printed)
    return _console(block, session) if block.language == "console" else block.lines


def _has(name: str) -> bool:
    return bool(_python() if name == "python3.12" else tool(name))


def _console(block: Block, session: Session) -> list[str]:
    lines: list[str] = []
    for command, expected in _commands(block.lines):
        code, printed = session.run("\n".join(command).removeprefix("$ "))
        said = "\n".join([*command, *printed, f"exit code {code}"])
        assert bool(code) == _is_refusal(printed), said
        # An update of the documents must not turn an example into an error unseen.
        assert not expected or _is_refusal(expected) == _is_refusal(printed), said
        lines += [*command, *_merged(expected, printed)]
    return lines


def _is_refusal(lines: list[str]) -> bool:
    return any(line.startswith("error:") for line in lines)


def _commands(lines: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Return the commands of a block, each with the output that is written below it."""
    rest = list(lines)
    while rest:
        assert rest[0].startswith("$ "), f"a console block begins with a command: {rest[0]!r}"
        command = [rest.pop(0)]
        while command[-1].endswith("\\"):
            command.append(rest.pop(0))
        expected: list[str] = []
        while rest and not rest[0].startswith("$ "):
            expected.append(rest.pop(0))
        yield command, expected


def _merged(written: list[str], printed: list[str]) -> list[str]:
    """Return the written output if it still matches, else the printed one."""
    while printed and not printed[-1]:
        printed = printed[:-1]
    return written if _matches(written, printed) else printed


def _matches(written: list[str], printed: list[str]) -> bool:
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(_steady(line)) + r"\n" for line in written
    )
    return re.fullmatch(pattern, "".join(f"{_steady(line)}\n" for line in printed)) is not None


def _steady(line: str) -> str:
    """Return a line without the parts that differ from run to run."""
    return _MEASURED.sub(r"\1: 1 \2", _DURATION.sub("in 0.1s", line))


def has_shell() -> bool:
    """Return whether the examples can be run here."""
    return shutil.which("bash") is not None
