"""Facts about an application: its shared code layer, and its SAM template if that is new."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from ..record_files import SCAFFOLD
from ..sam.model.names import kebab
from ..sam.model.shared_layer import SHARED_ID
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .facts import Records, Spellings
from .function_paths import Answers, base_of, expression, uri_of
from .layer_component import ContentFacts


@dataclass(frozen=True)
class AppFacts(ContentFacts):
    """Facts about an application; folders are relative to the repository's root.

    Its layer is the shared code layer.

    Attributes:
        root_dir: Folder of a new application; empty, and therefore not rendered, if it existed.
        new_template: Its SAM template; empty if it existed.
        stack_name: Name of its stack.
    """

    root_dir: str
    new_template: str
    stack_name: str


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
    """Return the folder's name, which differs for each SAM template in the same folder."""
    stem = PurePosixPath(template_file).stem
    return "app" if stem == "template" else f"app-{stem}"
