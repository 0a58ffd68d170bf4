"""Layers of a template that are components, by their recorded answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from packaging.requirements import Requirement

from ..application.application import Application
from ..components.answers_file import readable_answers
from ..components.component_record import current_ids
from ..dependencies.packages.given_packages import requirement_lines
from ..dependencies.requirements.requirements_file import parsed
from ..record_files import SCAFFOLD, is_answers_file

_LAYERS = Path(SCAFFOLD, "layers")
"""Folder of the answers of layers, next to their template."""


@dataclass(frozen=True)
class RecordedLayer:
    """A layer that is a component.

    Attributes:
        name: Its name.
        contents: Its kind: ``requirements``, ``makefile``, ``arn``, ``shared_code``; empty
            for an adopted layer, whose files are not generated.
        packages: The requirements with which it was added.
        lines: The same as text.
        folder: The folder of its answers and its snippet.
        path: The same, relative to the repository's root.
    """

    name: str
    contents: str
    packages: tuple[Requirement, ...]
    lines: tuple[str, ...]
    folder: Path
    path: Path


_KNOWN: WeakKeyDictionary[Application, dict[str, RecordedLayer]] = WeakKeyDictionary()


def recorded_layers(facts: Application) -> Mapping[str, RecordedLayer]:
    """Return the layers of a template that are components.

    Args:
        facts: The application.

    Returns:
        The layers by the logical id of the layer, or of the parameter that holds its ARN.
    """
    if facts not in _KNOWN:
        _KNOWN[facts] = _found(facts)
    return _KNOWN[facts]


def _found(facts: Application) -> dict[str, RecordedLayer]:
    found: dict[str, RecordedLayer] = {}
    for folder in reversed(facts.folders):
        for file in filter(is_answers_file, sorted((folder / _LAYERS).glob("*/*.yml"))):
            answers = readable_answers(file)
            if facts.file.match(str(answers.get("template_file") or "/")):
                found.update(dict.fromkeys(current_ids(file), _of(facts, file.parent, answers)))
    return found


def _of(facts: Application, folder: Path, answers: dict[str, Any]) -> RecordedLayer:
    lines = requirement_lines(answers.get("packages"))
    return RecordedLayer(
        name=str(answers.get("name") or ""),
        contents="" if answers.get("adopted") else str(answers.get("contents") or ""),
        packages=tuple(filter(None, map(parsed, lines))),
        lines=tuple(lines),
        folder=folder,
        path=facts.folder.relative_to(facts.root) / _LAYERS / folder.name,
    )
