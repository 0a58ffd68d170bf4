"""Facts about an application: its shared code layer, and its SAM template if that is new."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from ..record_files import SCAFFOLD
from ..sam.model.intrinsics import Data
from ..sam.model.names import kebab
from ..sam.model.shared_layer import SHARED_ID
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .facts import ComponentFacts, Place, Records, Spellings
from .function_paths import Answers, base_of, expression, uri_of


@dataclass(frozen=True)
class AppFacts(ComponentFacts):
    """Facts about an application; folders are relative to the repository's root.

    Attributes:
        logical_id: Key of its shared code layer in Resources.
        meta_dir: Folder of its snippet.
        content_dir: Folder of the layer's contents.
        content_uri: The same as the SAM template names it.
        tests_dir: Folder of the layer's tests.
        content_expression: Path from the tests to the contents, as Python.
        package: The layer's package.
        root_dir: Folder of a new application; empty, so left out, if it existed before.
        new_template: Its SAM template, likewise.
        stack_name: Name of its stack.
        layer_name: LayerName of its layer, None if layers have none.
        build_method: Metadata.BuildMethod of its layer.
    """

    logical_id: str
    meta_dir: str
    content_dir: str
    content_uri: str
    tests_dir: str
    content_expression: str
    package: str
    root_dir: str
    new_template: str
    stack_name: str
    layer_name: Data
    build_method: str

    @property
    def place(self) -> Place:
        """Its place in the repository and in the SAM template."""
        return Place(
            self.logical_id, self.meta_dir, self.content_dir, self.content_uri, self.tests_dir
        )


def app_facts(answers: Answers, style: HouseStyle) -> AppFacts:
    """Return the facts about an application.

    Args:
        answers: The answers by question.
        style: The style of the repository.
    """
    name = answers["name"]
    base = base_of(answers)
    content_dir = base / style.shared_content
    tests_dir = base / "tests" / style.shared_content
    own = base / SCAFFOLD / _folder(answers["template_file"])
    return AppFacts(
        names=Spellings.of(name),
        records=Records.in_folder(own),
        logical_id=SHARED_ID,
        meta_dir=str(own),
        content_dir=str(content_dir),
        content_uri=uri_of(content_dir, answers, style),
        tests_dir=str(tests_dir),
        content_expression=expression(tests_dir, content_dir),
        package=name,
        root_dir=str(base) if answers["fresh"] else "",
        new_template=answers["template_file"] if answers["fresh"] else "",
        stack_name=kebab(name),
        layer_name=fill(style.layer_name, "shared_code"),
        build_method=answers["runtime"],
    )


def _folder(template_file: str) -> str:
    """Return the folder's name: several SAM templates of a folder each have a shared layer."""
    stem = PurePosixPath(template_file).stem
    return "app" if stem == "template" else f"app-{stem}"
