"""Recorded answers, read, and the address of the template among them, written."""

from __future__ import annotations

import re
from typing import Any

import yaml

_ADDRESS = re.compile(rb"^_src_path:.*(?:\n|\Z)(?:[ \t]+.*(?:\n|\Z))*", re.MULTILINE)
"""The entry of a template's address, which may go on in further lines."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_answers(data: bytes) -> dict[str, Any]:
    """The answers of an answers file by question, and what copier records besides.

    In C where it can be: a repository may have hundreds of them.

    Raises:
        yaml.YAMLError: The file is broken.
    """
    answers = yaml.load(data, Loader=_LOADER)  # noqa: S506 - a safe one
    return answers if isinstance(answers, dict) else {}


def with_address(data: bytes, address: str) -> bytes:
    """Return an answers file with another address of its template, and not a byte else changed.

    Args:
        data: The file's bytes.
        address: What it is to record as ``_src_path``.
    """
    line = yaml.safe_dump({"_src_path": address}, allow_unicode=True).encode()
    if b"\r\n" in data:
        line = line.replace(b"\n", b"\r\n")
    found = _ADDRESS.search(data)
    if found is not None:
        return data[: found.start()] + line + data[found.end() :]
    end = b"" if data.endswith(b"\n") else b"\n"
    return data + end + line
