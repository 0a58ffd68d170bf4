"""Answers, read: those of an answers file, and those that are given as YAML."""

from __future__ import annotations

from typing import Any

import yaml

from .expansion import DEEP, LARGE, MOST_BYTES, expansion_problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_answers(data: bytes) -> dict[str, Any]:
    """The answers of an answers file by question, and what copier records besides.

    In C where it can be: a repository may have hundreds of them.

    Raises:
        yaml.YAMLError: The file is broken, or stands for too much.
    """
    answers = read_yaml(data)
    return answers if isinstance(answers, dict) else {}


def read_yaml(data: bytes | str) -> Any:
    """Return the data of YAML that somebody else wrote, small enough to be walked along.

    Raises:
        yaml.YAMLError: It is broken, or stands for too much.
    """
    if len(data) > MOST_BYTES:
        raise yaml.YAMLError(LARGE)
    try:
        found = yaml.load(data, Loader=_LOADER)  # noqa: S506 - a safe one
    except RecursionError:
        raise yaml.YAMLError(DEEP) from None
    if problem := expansion_problem(found):
        raise yaml.YAMLError(problem)
    return found
