"""Reading and writing of answers files, and of answers that are given as YAML.

Users may edit an answers file. In it, a scalar is a number or a Boolean only if it would be
written back in the same form: 12:30 and 1.10 are text, as is ``no``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import yaml

from ..document.expansion import DEEP, LARGE, MOST_BYTES, expansion_problem

_ADDRESS = re.compile(rb"^_src_path:.*(?:\n|\Z)(?:[ \t]+.*(?:\n|\Z))*", re.MULTILINE)
"""The entry of a template's address, which may continue on further lines."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _AsWritten(_LOADER):  # type: ignore[misc, valid-type]
    """Loader for which a scalar is text if its value would be written back differently."""

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
    """Return the answers of an answers file by question, and the entries that Copier adds.

    Uses the loader in C if PyYAML has it: a repository may have hundreds of these files.

    Raises:
        yaml.YAMLError: The file is not valid YAML, or expands to too much data.
    """
    answers = _read(data, _AsWritten)
    return answers if isinstance(answers, dict) else {}


def readable_answers(file: Path) -> dict[str, Any]:
    """Return the answers of an answers file; none if it cannot be read, which others report.

    Args:
        file: The answers file.
    """
    try:
        return read_answers(file.read_bytes())
    except (OSError, yaml.YAMLError):
        return {}


def for_copier(data: bytes) -> bytes:
    """Return an answers file that Copier, which reads YAML 1.1, reads as `read_answers` does.

    Raises:
        yaml.YAMLError: The file is not valid YAML, or expands to too much data.
    """
    answers = read_answers(data)
    try:
        same = repr(_read(data, _LOADER)) == repr(answers)
    except (yaml.YAMLError, ValueError):  # such as 2030-02-31, which is not a date
        same = False
    return data if same else write_answers(answers).encode()


def read_yaml(data: bytes | str) -> Any:
    """Parse YAML from an untrusted source; the result is small enough to traverse.

    Raises:
        yaml.YAMLError: It is not valid YAML, or expands to too much data.
    """
    return _read(data, _LOADER)


def _read(data: bytes | str, loader: Any) -> Any:
    """Parse YAML with a loader.

    Raises:
        yaml.YAMLError: It is not valid YAML, or expands to too much data.
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
    """Return an answers file with a different template address, and all other bytes unchanged.

    Args:
        data: The file's bytes.
        address: The new value of ``_src_path``.
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
    """Return the text of an answers file from which `read_answers` reads the same answers.

    Without a dumper of its own, PyYAML does not escape U+0085, which is a line break in YAML 1.1.
    """
    return str(
        yaml.dump(
            answers, Dumper=_Dumper, sort_keys=False, allow_unicode=True, indent=4,
            default_flow_style=False,
        )
    )  # fmt: skip


class _Dumper(yaml.SafeDumper):
    """Dumper that escapes characters at which text would be folded or split."""


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = '"' if _BREAKS.intersection(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style=style)


_BREAKS = frozenset("\x85\u2028\u2029")
_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(str, _text)
