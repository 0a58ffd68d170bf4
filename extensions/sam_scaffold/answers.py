"""Recorded answers, read."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_answers(data: bytes) -> dict[str, Any]:
    """The answers of an answers file by question, and what copier records besides.

    In C where it can be: a repository may have hundreds of them.

    Raises:
        yaml.YAMLError: The file is broken.
    """
    answers = yaml.load(data, Loader=_LOADER)  # noqa: S506 - a safe one
    return answers if isinstance(answers, dict) else {}
