"""What a requirements file or a pyproject.toml lists."""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

from .target import holds

_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_COMMENT = re.compile(r"(^|\s+)#.*$")
_OPTION = re.compile(r"(--?[A-Za-z][-\w]*)(?:[\s=]+(.*))?$")
_SHORT_WITH_VALUE = re.compile(r"(-[rce])(\S.*)$")
_PER_REQUIREMENT = re.compile(r"\s+--?[A-Za-z].*$")
_EGG = re.compile(r"[#&]egg=([^&]+)")

_HASH = "--hash"
_BY_TOOL = re.compile(
    rb"#[^\n]*(pip-compile|pip compile|pip freeze|poetry export|uv export)|#\s+via\b"
)
"""What a tool leaves in a file that it resolved."""

_INCLUDES = {"-r": "-r", "--requirement": "-r", "-c": "-c", "--constraint": "-c"}
_EDITABLE = ("-e", "--editable")


@dataclass(frozen=True)
class Requirements:
    """What is to be installed.

    Attributes:
        listed: The requirements for Lambda's Python, in the order of the file.
        opaque: What is listed and tells no name, as it is written: a folder, a repository,
            an included file that is not there, a line that is no requirement.
        is_lock: Whether a tool wrote down everything that gets installed, with what the
            requirements need in turn.
    """

    listed: tuple[Requirement, ...] = ()
    opaque: tuple[str, ...] = ()
    is_lock: bool = False


def read_requirements(
    data: bytes,
    include: Callable[[str], bytes | None],
    *,
    python: str = "3.12",
    machine: str = "x86_64",
) -> Requirements:
    """The requirements of a requirements file, as pip understands it.

    https://pip.pypa.io/en/stable/reference/requirements-file-format/

    Args:
        data: The file.
        include: Gives a file that is included by ``-r`` or ``-c``, by its path from this
            file's folder; None where there is none.
        python: The Python that markers are for: ``3.12``.
        machine: ``x86_64``, or ``arm64``.
    """
    reading = _Reading(include)
    reading.read(data, "")
    found = (
        _constrained(requirement, reading.constraints)
        for requirement in reading.listed
        if holds(requirement, python, machine)
    )
    listed = tuple(found)
    return Requirements(listed, tuple(reading.opaque), _is_lock(data, listed))


def _is_lock(data: bytes, listed: Iterable[Requirement]) -> bool:
    """Whether all is pinned, and a tool did it: people pin what they list, and no more.

    With hashes pip installs nothing that is not listed.
    https://pip.pypa.io/en/stable/topics/secure-installs/#hash-checking-mode
    """
    by_tool = _BY_TOOL.search(data) or _HASH.encode() in data
    return bool(by_tool) and all(
        one.url or any(part.operator in ("==", "===") for part in one.specifier) for one in listed
    )


@dataclass
class _Reading:
    """A requirements file that is read, with those that it includes."""

    include: Callable[[str], bytes | None]
    listed: list[Requirement] = field(default_factory=list)
    opaque: list[str] = field(default_factory=list)
    constraints: list[Requirement] = field(default_factory=list)
    seen: set[tuple[str, bool]] = field(default_factory=set)

    def read(self, data: bytes, folder: str, *, constrains: bool = False) -> None:
        for line in logical_lines(decoded(data)):
            name, value = _option(line)
            if not name:
                self._add(line, constrains=constrains)
            elif name in _EDITABLE:
                self._add(value, constrains=constrains)
            elif name in _INCLUDES:
                self._included(value, folder, constrains=constrains or _INCLUDES[name] == "-c")

    def _included(self, name: str, folder: str, *, constrains: bool) -> None:
        path = posixpath.normpath(posixpath.join(folder, name))
        if (path, constrains) in self.seen:
            return
        self.seen.add((path, constrains))
        data = None if "://" in name else self.include(path)
        if data is not None:
            self.read(data, posixpath.dirname(path), constrains=constrains)
        elif not constrains:
            self.opaque.append(f"-r {name}")

    def _add(self, line: str, *, constrains: bool) -> None:
        requirement = as_requirement(line)
        if constrains:
            self.constraints += [] if requirement is None else [requirement]
        elif requirement is None:
            self.opaque.append(line)
        else:
            self.listed.append(requirement)


def decoded(data: bytes) -> str:
    """The text of a requirements file: its mark or its coding line decides, else UTF-8."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    found = next(filter(None, map(_CODING.match, data.split(b"\n")[:2])), None)
    try:
        return data.decode(found[1].decode() if found else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("latin-1")


def logical_lines(text: str) -> Iterator[str]:
    """Lines with their continuations joined, comments and empty ones left out."""
    parts: list[str] = []
    for line in text.splitlines():
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            parts.append(line[:-1])
            continue
        parts.append(f" {line}" if is_comment else line)
        joined = _COMMENT.sub("", "".join(parts)).strip()
        parts = []
        if joined:
            yield joined
    if joined := _COMMENT.sub("", "".join(parts)).strip():
        yield joined


def _option(line: str) -> tuple[str, str]:
    """The option of a line and its value; nothing where the line is a requirement."""
    if not line.startswith("-"):
        return "", ""
    if short := _SHORT_WITH_VALUE.fullmatch(line):
        return short[1], short[2].lstrip("= ").strip("\"'")
    found = _OPTION.fullmatch(line)
    return (found[1], (found[2] or "").strip().strip("\"'")) if found else ("-", "")


def as_requirement(line: str) -> Requirement | None:
    """A line of a requirements file as a requirement; None where it tells no name.

    Args:
        line: ``name[extra]>=1; marker``, ``name @ URL``, a URL or a path of a
            distribution's file, a repository with ``#egg=name``; options may follow.
    """
    text = _PER_REQUIREMENT.sub("", line.strip())
    if found := parsed(text):
        return found
    text, _, marker = text.partition(" ;")
    address = urlsplit(text)._replace(query="").geturl() if "://" in text else text
    named = _EGG.search(address)
    name = unquote(named[1]) if named else _name_of_file(address)
    if not name:
        return None
    return parsed(f"{name} ;{marker}" if marker else name)


def parsed(text: str) -> Requirement | None:
    """A dependency specifier; None where it is none."""
    try:
        return Requirement(text)
    except InvalidRequirement:
        return None


def _name_of_file(address: str) -> str:
    """``name==version`` of a wheel's or a source distribution's file."""
    file = unquote(address.partition("#")[0].replace("\\", "/").rpartition("/")[2])
    try:
        if file.endswith(".whl"):
            name, version, *_ = parse_wheel_filename(file)
        else:
            name, version = parse_sdist_filename(file)
    except (InvalidWheelFilename, InvalidSdistFilename):
        return ""
    return f"{name}=={version}"


def _constrained(requirement: Requirement, constraints: Iterable[Requirement]) -> Requirement:
    """A requirement with what a constraints file says of its version."""
    name = canonicalize_name(requirement.name)
    own = [one.specifier for one in constraints if canonicalize_name(one.name) == name]
    if not own or requirement.url:
        return requirement
    narrowed = Requirement(str(requirement))
    for specifier in own:
        narrowed.specifier &= specifier
    return narrowed
