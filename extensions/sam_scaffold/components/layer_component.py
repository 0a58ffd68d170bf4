"""Facts about a layer."""

from __future__ import annotations

from dataclasses import dataclass

from ..record_files import SCAFFOLD
from ..sam.model.external_layers import layer_of
from ..sam.model.intrinsics import Data
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .facts import ComponentFacts, Place, Records, Spellings
from .function_paths import Answers, base_of, expression, uri_of


@dataclass(frozen=True)
class ContentFacts(ComponentFacts):
    """Facts about a component with a layer; folders are relative to the repository's root.

    Attributes:
        logical_id: Key of the layer in Resources.
        meta_dir: Folder of its snippet.
        content_dir: Folder of the layer's contents, empty for an external layer.
        content_uri: The same folder as ContentUri.
        tests_dir: Folder of its tests, empty if the layer has no code.
        content_expression: Path from the tests to the contents, as Python.
        package: The layer's package, empty if it has no code.
        layer_name: Its LayerName, None if the layers here have none.
        build_method: Its Metadata.BuildMethod.
    """

    logical_id: str
    meta_dir: str
    content_dir: str
    content_uri: str
    tests_dir: str
    content_expression: str
    package: str
    layer_name: Data
    build_method: str

    @property
    def place(self) -> Place:
        """Its place in the repository and in the SAM template."""
        return Place(
            self.logical_id, self.meta_dir, self.content_dir, self.content_uri, self.tests_dir
        )


@dataclass(frozen=True)
class LayerFacts(ContentFacts):
    """Facts about a layer.

    Copier does not render a file if its name, or its folder's name, is empty.

    Attributes:
        manifest: File that lists its packages, empty if it has none.
        makefile: Its Makefile, empty if it has none.
        declared: File that lists the packages of an external layer, empty for other layers.
        outside: The reference to an external layer, empty for other layers.
    """

    manifest: str
    makefile: str
    declared: str
    outside: Data


def layer_facts(answers: Answers, style: HouseStyle) -> LayerFacts:
    """Return the facts about a layer.

    Args:
        answers: The answers by question.
        style: The style of the repository.
    """
    name, contents = answers["name"], str(answers.get("contents"))
    base = base_of(answers)
    content_dir = base / str(fill(style.content_dir, name))
    tests_dir = base / "tests" / "layers" / name
    own = base / SCAFFOLD / "layers" / name
    code, outside = contents == "shared_code", contents == "arn"
    return LayerFacts(
        names=Spellings.of(name),
        records=Records.in_folder(own),
        logical_id=str(fill(style.layer_id, name)),
        meta_dir=str(own),
        content_dir="" if outside else str(content_dir),
        content_uri="" if outside else uri_of(content_dir, answers, style),
        tests_dir=str(tests_dir) if code else "",
        package=name if code else "",
        manifest=_MANIFESTS.get(contents, ""),
        makefile="Makefile" if contents == "makefile" else "",
        declared="provides.txt" if outside else "",
        content_expression=expression(tests_dir, content_dir),
        layer_name=fill(style.layer_name, name),
        build_method="makefile" if contents == "makefile" else answers["runtime"],
        outside=layer_of(answers["arn"]) if outside else "",
    )


_MANIFESTS = {"requirements": "requirements.txt", "makefile": "provides.txt"}
"""The file in a layer's folder that lists its packages, by contents."""
