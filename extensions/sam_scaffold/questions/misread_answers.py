"""What copier has read in a file otherwise than it stands there.

Copier reads YAML 1.1 before this template is asked: what it made of 12:30 or of ``no`` in an
answers file or in a ``--data-file`` can only be found in that file again.
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
    """Return the files of answers that a command line of copier names.

    Args:
        words: Its words.
    """
    after = [word for option, word in pairwise(words) if option == _OPTION]
    joined = [word.partition("=")[2] for word in words if word.startswith(f"{_OPTION}=")]
    return [*after, *joined]


def misread_problem(
    file: Path, name: str, read: Mapping[str, Any], types: Mapping[str, str]
) -> str:
    """Why answers of a file are not what stands there.

    Args:
        file: The file; one that is not there says nothing.
        name: What messages call it.
        read: The answers as copier has read them, by question.
        types: The types of questions; a switch may be written in many ways.
    """
    try:
        written = read_answers(file.read_bytes())
    except (OSError, yaml.YAMLError):
        return ""
    for key, value in written.items():
        if key in types.keys() & read.keys() and types[key] != "bool":
            for where, stands, is_read in _differences(key, value, read[key]):
                return (
                    f"{where}: {name} has {stands}, which copier reads as {is_read} (YAML 1.1); "
                    "put it into quotes."
                )
    return ""


def _differences(path: str, written: Any, read: Any) -> list[tuple[str, Any, Any]]:
    if isinstance(written, dict) and isinstance(read, dict):
        pairs = [(f"{path}: {key}", one, read.get(key)) for key, one in written.items()]
    elif isinstance(written, list) and isinstance(read, list):
        pairs = [(path, one, other) for one, other in zip(written, read, strict=False)]
    elif isinstance(written, str) and not isinstance(read, str | list | dict):
        return [(path, written, read)]
    else:
        return []
    return [found for one in pairs for found in _differences(*one)]
