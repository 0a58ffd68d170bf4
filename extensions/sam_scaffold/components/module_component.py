"""Facts about a module of the shared code.

It is not a component: nothing of it is in the SAM template, nothing is recorded, and its two
files are the user's from the first day.
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

    Its records would be where copier looks for answers, and finds none.

    Attributes:
        content_dir: Folder of the shared code.
        package: The package that it goes into.
        tests_dir: Folder of its tests.
        content_expression: Path from its tests to the shared code, as Python.
    """

    content_dir: str
    package: str
    tests_dir: str
    content_expression: str


def module_facts(answers: Answers, house: HouseStyle) -> ModuleFacts:
    """Return the facts about a module.

    Args:
        answers: The answers by question.
        house: The house style.
    """
    base, source = base_of(answers), PurePosixPath(house.shared_source)
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
