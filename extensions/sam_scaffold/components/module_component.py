"""Facts about a module of the shared code.

It is not a component: it is not part of the SAM template, its answers are not recorded, and its
two files are never updated.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from ..record_files import SCAFFOLD
from ..sam.style.house_style import HouseStyle
from .facts import ComponentFacts, Records, Spellings
from .function_paths import Answers, base_of, expression


@dataclass(frozen=True)
class ModuleFacts(ComponentFacts):
    """Facts about a module; folders are relative to the repository's root.

    Its ``records`` are the path at which Copier looks for recorded answers; there are none.

    Attributes:
        content_dir: Folder of the shared code.
        package: The package that contains it.
        tests_dir: Folder of its tests.
        content_expression: Path from its tests to the shared code, as Python.
    """

    content_dir: str
    package: str
    tests_dir: str
    content_expression: str


def module_facts(answers: Answers, style: HouseStyle) -> ModuleFacts:
    """Return the facts about a module.

    Args:
        answers: The answers by question.
        style: The style of the repository.
    """
    base, source = base_of(answers), PurePosixPath(style.shared_source)
    tests_dir = base / "tests" / "layers" / _layer_folder(source)
    return ModuleFacts(
        names=Spellings.of(answers["name"]),
        records=Records.in_folder(base / SCAFFOLD / "modules" / answers["name"]),
        content_dir=str(source),
        package=answers["package"],
        tests_dir=str(tests_dir),
        content_expression=expression(tests_dir, source),
    )


def _layer_folder(source: PurePosixPath) -> str:
    """Return the name of the shared code layer's folder: ``shared``."""
    return source.parent.name if source.name == "python" else source.name
