"""Answers, read and written: those of an answers file, and those that are given as YAML.

In an answers file, which people may edit, only that is a number or a switch which would be
written as it stands there: 12:30 and 1.10 are text, as ``no`` is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import yaml

from ..document.expansion import DEEP, LARGE, MOST_BYTES, expansion_problem

_ADDRESS = re.compile(rb"^_src_path:.*(?:\n|\Z)(?:[ \t]+.*(?:\n|\Z))*", re.MULTILINE)
"""The entry of a template's address, which may go on in further lines."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _AsWritten(_LOADER):  # type: ignore[misc, valid-type]
    """Reads as text what would be written otherwise."""

    yaml_implicit_resolvers: ClassVar[dict[Any, Any]] = {}


def _float(loader: Any, node: yaml.Node) -> float | str:
    value: float = loader.construct_yaml_float(node)
    written = yaml.safe_dump(value).partition("\n")[0]
    return value if written == node.value else str(node.value)


_AsWritten.add_constructor("tag:yaml.org,2002:float", _float)
for _type, _form, _first in (
    ("null", r"~|null|", [*"~n", ""]),
    ("bool", r"true|false", [*"tf"]),
    ("int", r"0|-?[1-9][0-9]*", [*"-0123456789"]),
    ("float", r"-?[0-9]+\.[0-9]*(?:e[-+][0-9]+)?", [*"-0123456789"]),
    ("merge", r"<<", ["<"]),
):
    _AsWritten.add_implicit_resolver(
        f"tag:yaml.org,2002:{_type}", re.compile(rf"(?:{_form})\Z"), _first
    )


def read_answers(data: bytes) -> dict[str, Any]:
    """The answers of an answers file by question, and what copier records besides.

    In C where it can be: a repository may have hundreds of them.

    Raises:
        yaml.YAMLError: The file is broken, or stands for too much.
    """
    answers = _read(data, _AsWritten)
    return answers if isinstance(answers, dict) else {}


def for_copier(data: bytes) -> bytes:
    """Return an answers file that copier, which reads YAML 1.1, reads as `read_answers` does.

    Raises:
        yaml.YAMLError: The file is broken, or stands for too much.
    """
    answers = read_answers(data)
    try:
        same = repr(_read(data, _LOADER)) == repr(answers)
    except (yaml.YAMLError, ValueError):  # a date that is none, and the like
        same = False
    return data if same else write_answers(answers).encode()


def read_yaml(data: bytes | str) -> Any:
    """Return the data of YAML that somebody else wrote, small enough to be walked along.

    Raises:
        yaml.YAMLError: It is broken, or stands for too much.
    """
    return _read(data, _LOADER)


def _read(data: bytes | str, loader: Any) -> Any:
    """Return the data of YAML, as a loader reads it.

    Raises:
        yaml.YAMLError: It is broken, or stands for too much.
    """
    if len(data) > MOST_BYTES:
        raise yaml.YAMLError(LARGE)
    try:
        found = yaml.load(data, Loader=loader)  # noqa: S506 - a safe one
    except RecursionError:
        raise yaml.YAMLError(DEEP) from None
    if problem := expansion_problem(found):
        raise yaml.YAMLError(problem)
    return found


def with_address(data: bytes, address: str) -> bytes:
    """Return an answers file with another address of its template, and not a byte else changed.

    Args:
        data: The file's bytes.
        address: What it is to record as ``_src_path``.
    """
    line = write_answers({"_src_path": address}).encode()
    if b"\r\n" in data:
        line = line.replace(b"\n", b"\r\n")
    found = _ADDRESS.search(data)
    if found is not None:
        return data[: found.start()] + line + data[found.end() :]
    end = b"" if data.endswith(b"\n") else b"\n"
    return data + end + line


def write_answers(answers: Mapping[str, Any]) -> str:
    """Return the text of an answers file, which `read_answers` reads as the same answers.

    PyYAML alone writes U+0085 as it is, where every reader of YAML 1.1 sees a line break.
    """
    return str(
        yaml.dump(
            answers, Dumper=_Dumper, sort_keys=False, allow_unicode=True, indent=4,
            default_flow_style=False,
        )
    )  # fmt: skip


class _Dumper(yaml.SafeDumper):
    """Writes with escapes what would be folded or split."""


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = '"' if _BREAKS.intersection(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style=style)


_BREAKS = frozenset("\x85\u2028\u2029")
_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(str, _text)
