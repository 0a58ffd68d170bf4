"""Configuration of the SAM CLI next to a template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ..dependencies.requirements.requirements_file import bytes_of
from ..dependencies.requirements.toml_text import toml_of

_FILES = ("samconfig.toml", "samconfig.yaml", "samconfig.yml")

DEFAULT = "default"
"""Environment that is used if none is specified."""


def configured(folder: Path, command: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield the environments of a samconfig that set a parameter of a command, with its value.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html

    Args:
        folder: The folder of the template.
        command: ``"build"``; parameters of all commands count, too.
        key: The parameter; values that are not text are omitted.
    """
    for name, environment in _read(folder).items():
        for section in ("global", command) if isinstance(environment, dict) else ():
            stated = environment.get(section)
            parameters = stated.get("parameters") if isinstance(stated, dict) else None
            value = parameters.get(key) if isinstance(parameters, dict) else None
            if isinstance(value, str):
                yield str(name), value


def _read(folder: Path) -> dict[str, Any]:
    """Return the first samconfig next to a template; an empty one if it cannot be read."""
    for name in _FILES:
        data = bytes_of(folder / name)
        if data is None:
            continue
        try:
            text = data.decode("utf-8")
            found = toml_of(text) if name.endswith(".toml") else yaml.safe_load(text)
        except (ValueError, yaml.YAMLError):
            return {}
        return found if isinstance(found, dict) else {}
    return {}
