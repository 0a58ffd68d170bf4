"""Lines of a file with their context: a command, a key, a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .naming_files import FileKind

_SECTION = re.compile(r"^\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:[#;].*)?$")
_ASSIGNED = re.compile(r"""^\s*["']?([\w.*/\\-]+)["']?\s*[:=]""")
_YAML_KEY = re.compile(r"""^(\s*)(?:- +)*["']?([\w.$ -]+?)["']?\s*:(?:\s|$)""")
_APART = re.compile(r"&&|\|\||[;|]|\bthen\b|\bdo\b")
_ENTERED = re.compile(
    r"""(?:\bcd|\bpushd|\bworking-directory:|\bworkingDirectory:|\s-C)\s+["']?([^\s"'&;|)]+)"""
)
_DIRECTORY = "working-directory:"
_STEP = re.compile(r"^(\s*)- ")
_STRING = re.compile(r"""["'].*[/,].*["']""")
_COMMENT = {
    "#": re.compile(r"(?:^|\s)#.*$"),
    "//": re.compile(r"(?:^|\s)//.*$"),
    ";": re.compile(r"^\s*[;#].*$|\s#.*$"),
    "REM": re.compile(r"^\s*(?:REM\b|::).*$", re.IGNORECASE),
}
_SAID = re.compile(
    r"""^\s*[@-]*\s*(?:echo|printf|Write-Host)\b(?!.*[>|&;])"""
    r"""|^\s*(?:- )?["']?(?:name|description|run-name|title|comment)["']?\s*[:=]""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Line with its context.

    Attributes:
        path: The file, from the repository's root.
        number: The line, from 1.
        raw: The line.
        text: The line without its comment.
        whole: The line, joined with its continuation lines.
        key: The key of its value, or of the list that contains it; empty if none.
        section: The section of an INI or TOML file; empty if none.
        entered: The working directory set by an earlier command; empty if none.
    """

    path: str
    number: int
    raw: str
    text: str
    whole: str
    key: str
    section: str
    entered: str

    def command(self, start: str) -> str:
        """Return the command of the statement that contains some words.

        Args:
            start: The words.
        """
        commands = _APART.split(self.whole)
        return next((command for command in commands if start in command), self.whole)


def statements(
    path: str, kind: FileKind, text: str, wanted: re.Pattern[str]
) -> Iterator[Statement]:
    """Yield the lines of a file that affect a tool.

    Comments, and lines that only print or describe something, are left out.

    Args:
        path: The file, from the repository's root.
        kind: The kind of the file.
        text: Its text.
        wanted: A pattern that a line must match.
    """
    raw = text.splitlines()
    comment = _COMMENT[_comment_of(path, kind)]
    lines = [comment.sub("", line) for line in raw]
    is_yaml = path.endswith((".yml", ".yaml"))
    has_sections = path.endswith((".toml", ".cfg", ".ini", "rc", ".flake8", ".importlinter"))
    is_ini = has_sections and not path.endswith(".toml")
    section = key = ""
    for at, line in enumerate(lines):
        if has_sections and (found := _SECTION.match(line)):
            section, key = found[1].strip(), ""
        elif not is_yaml and (found := _ASSIGNED.match(line)):
            goes_on = is_ini and line[0].isspace()  # always a value
            key = key if goes_on else found[1]
        if not wanted.search(line) or _SAID.search(line):
            continue
        if kind is FileKind.PYTHON and not _STRING.search(line):
            continue
        owner = _yaml_key(lines, at) if is_yaml else key
        entered = _entered(path, kind, lines, at)
        yield Statement(path, at + 1, raw[at], line, _whole(lines, at), owner, section, entered)


def _comment_of(path: str, kind: FileKind) -> str:
    if path.endswith((".bat", ".cmd")):
        return "REM"
    if path.endswith((".json", ".code-workspace", ".ts", ".js", ".mjs", ".cjs")):
        return "//"
    if "Jenkinsfile" in path:
        return "//"
    return ";" if kind is FileKind.SETTINGS else "#"


def _whole(lines: Sequence[str], at: int) -> str:
    """Join a line with its continuation lines."""
    first = at
    while first and lines[first - 1].rstrip().endswith(("\\", "`")):
        first -= 1
    last = at
    while last + 1 < len(lines) and lines[last].rstrip().endswith(("\\", "`")):
        last += 1
    return " ".join(line.strip().rstrip("\\`") for line in lines[first : last + 1])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _yaml_key(lines: Sequence[str], at: int) -> str:
    """Return the key on a line, or that of the list or block that contains the line."""
    own = _YAML_KEY.match(lines[at])
    if own and not lines[at].lstrip().startswith("- "):
        return own[2]
    indent, in_list = _indent(lines[at]), lines[at].lstrip().startswith("-")
    for line in reversed(lines[:at]):
        if not line.strip():
            continue
        is_item = line.lstrip().startswith("-")
        if _indent(line) < indent or (_indent(line) == indent and in_list and not is_item):
            found = _YAML_KEY.match(line)
            return found[2] if found else ""
    return ""


def _entered(path: str, kind: FileKind, lines: Sequence[str], at: int) -> str:
    """Return the working directory of a line's commands; empty if unknown."""
    own = _ENTERED.findall(lines[at])
    if own:
        return _folder(own[0])
    if kind is FileKind.SCRIPT and not path.endswith(
        (".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd")
    ):
        return ""  # make runs each line in a separate shell
    if kind not in (FileKind.SCRIPT, FileKind.PIPELINE):
        return ""
    if "/workflows/" in path or "/actions/" in path:
        first, last = _step(lines, at)
        after = (line for line in lines[at + 1 : last] if _DIRECTORY in line)
        named = [*reversed(lines[first:at]), *after]
    else:
        named = list(reversed(lines[:at]))
    found = next((matches[0] for line in named if (matches := _ENTERED.findall(line))), "")
    return _folder(found) or _default(lines)


def _default(lines: Sequence[str]) -> str:
    """Return the working directory of all steps of a workflow."""
    for at, line in enumerate(lines):
        if line.strip() == "defaults:":
            for below in lines[at + 1 : at + 4]:
                if found := _ENTERED.search(below):
                    return _folder(found[1])
    return ""


def _step(lines: Sequence[str], at: int) -> tuple[int, int]:
    """Return the range of the workflow step that contains a line."""
    indent = _indent(lines[at]) + (1 if _STEP.match(lines[at]) else 0)
    first = at
    while first and not (_STEP.match(lines[first]) and _indent(lines[first]) < indent):
        first -= 1
    least = _indent(lines[first])
    last = at + 1
    while last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > least):
        last += 1
    return first, last


def _folder(word: str) -> str:
    """Return a folder as written; empty if it leads up or is unknown."""
    folder = word.removeprefix("./").rstrip("/")
    return "" if folder.startswith((".", "/", "-", "$", "~")) else folder
