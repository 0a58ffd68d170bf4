"""What the scaffold's own layers were asked to bring, by their recorded answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement

from ..application.application import Application
from ..components.answers_file import read_answers
from ..dependencies.packages.given_packages import requirement_lines
from ..dependencies.requirements.requirements_file import parsed
from ..errors import ScaffoldError
from ..merge import last_applied
from ..merge.snippet import Snippet
from ..record_files import SCAFFOLD, SNIPPET_FILE, applied_beside, is_answers_file

_LAYERS = Path(SCAFFOLD, "layers")
"""Where layers keep their answers, beside the template that they are in."""


@dataclass(frozen=True)
class Recorded:
    """A layer that is a component.

    Attributes:
        name: What it is called.
        contents: What it holds: ``requirements``, ``makefile``, ``arn``, ``shared_code``;
            empty where its files are not the scaffold's, as it was adopted.
        packages: The requirements that it was added with.
        lines: The same as they were given.
        folder: Where its answers and its snippet are.
        path: The same from the repository's root.
    """

    name: str
    contents: str
    packages: tuple[Requirement, ...]
    lines: tuple[str, ...]
    folder: Path
    path: Path


def recorded_layers(facts: Application) -> dict[str, Recorded]:
    """Return the layers of a template that are components.

    Args:
        facts: The template's facts.

    Returns:
        They by the logical id of the layer, or of the parameter that holds its ARN.
    """
    found: dict[str, Recorded] = {}
    for folder in reversed(facts.folders):
        for file in filter(is_answers_file, sorted((folder / _LAYERS).glob("*/*.yml"))):
            answers = _answers(file)
            if facts.file.match(str(answers.get("template_file") or "/")):
                found.update(dict.fromkeys(_ids(file), _of(facts, file.parent, answers)))
    return found


def _of(facts: Application, folder: Path, answers: dict[str, Any]) -> Recorded:
    lines = requirement_lines(answers.get("packages"))
    return Recorded(
        name=str(answers.get("name") or ""),
        contents="" if answers.get("adopted") else str(answers.get("contents") or ""),
        packages=tuple(one for one in map(parsed, lines) if one is not None),
        lines=tuple(lines),
        folder=folder,
        path=facts.folder.relative_to(facts.root) / _LAYERS / folder.name,
    )


def _answers(file: Path) -> dict[str, Any]:
    """Recorded answers; none where they cannot be read, which others say."""
    try:
        return read_answers(file.read_bytes())
    except (OSError, yaml.YAMLError):
        return {}


def _ids(answers_file: Path) -> Iterator[str]:
    """Yield the logical ids of a component, as they are called in the template by now."""
    try:
        last = last_applied.load(Path(applied_beside(answers_file.as_posix())))
        renamed = {} if last is None else last.renamed
        file = answers_file.with_name(SNIPPET_FILE)
        snippet = Snippet.parse(str(file), file.read_bytes()) if last is None else last.snippet
        for section in ("Resources", "Parameters"):
            yield from (renamed.get(name, name) for name in snippet.keys(section))
    except (OSError, ScaffoldError):
        return
