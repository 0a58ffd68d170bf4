"""Detection of answers in a file that Copier reads differently.

Copier reads an answers file or a ``--data-file`` as YAML 1.1 before it calls this template. The
original of a value such as 12:30 or ``no`` can only be found by reading the file again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from ..components.answers_file import read_answers

_OPTION = "--data-file"


def data_files(words: Sequence[str]) -> list[str]:
    """Return the data files on a command line of Copier.

    Args:
        words: Its words.
    """
    after = [word for option, word in pairwise(words) if option == _OPTION]
    joined = [word.partition("=")[2] for word in words if word.startswith(f"{_OPTION}=")]
    return [*after, *joined]


def misread_problem(
    file: Path, name: str, read: Mapping[str, Any], types: Mapping[str, str]
) -> str:
    """Return an error if Copier read an answer of a file differently.

    Args:
        file: The file, which may not exist.
        name: The file's name in messages.
        read: The answers as Copier read them, by question.
        types: The types of questions; a Boolean may be written in many ways.
    """
    try:
        written = read_answers(file.read_bytes())
    except (OSError, yaml.YAMLError):
        return ""
    for key, value in written.items():
        if key in types.keys() & read.keys() and types[key] != "bool":
            for where, original, is_read in _differences(key, value, read[key]):
                return (
                    f"{where}: {name} has {original}, which copier reads as {is_read} (YAML 1.1). "
                    "Put it in quotes."
                )
    return ""


def _differences(path: str, written: Any, read: Any) -> list[tuple[str, Any, Any]]:
    if isinstance(written, dict) and isinstance(read, dict):
        pairs = [(f"{path}: {key}", value, read.get(key)) for key, value in written.items()]
    elif isinstance(written, list) and isinstance(read, list):
        pairs = [(path, value, other) for value, other in zip(written, read, strict=False)]
    elif isinstance(written, str) and not isinstance(read, str | list | dict):
        return [(path, written, read)]
    else:
        return []
    return [found for pair in pairs for found in _differences(*pair)]
