"""The shared code layer that is added with a changed answer, as `add` adds it with a function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..document import Document
from ..merge.snippet import Snippet
from ..merge.snippet_merge import merge
from ..questions.shared_layers import lacks_shared_code, shared_layer_answers
from ..rendering.checkout import Checkout
from .batch import Components, Prepared
from .rerender import Version, made
from .shared_components import added_with


@dataclass(frozen=True, slots=True)
class MissingLayer:
    """The shared code layer that a SAM template does not have yet.

    Attributes:
        version: The layer as a component.
    """

    version: Version

    @classmethod
    def of(
        cls, components: Components, checkout: Checkout, recorded: Mapping[str, Any]
    ) -> MissingLayer | None:
        """Render the layer that a function needs; None if the SAM template has one.

        Args:
            components: The repository.
            checkout: The version of the template that the function has.
            recorded: The answers of the function.
        """
        overlay, template_file = components.overlay, str(recorded["template_file"])
        if not lacks_shared_code(overlay.view, template_file, {"shared_code": True}):
            return None
        answers = shared_layer_answers(overlay.repository, template_file)
        version = made(checkout, answers, overlay.repository)
        new = {path: data for path, data in version.files.items() if overlay.read(path) is None}
        return cls(replace(version, files=new))

    def in_style(self, style: Mapping[str, Any]) -> dict[str, Any]:
        """Return a recorded style with the layer."""
        facts = self.version.rendered.component
        return {
            **style,
            "shared_layer": facts["logical_id"],
            "shared_source": facts["content_dir"],
            "shared_package": facts["package"],
        }

    def files(self, template_file: str, template: bytes) -> dict[str, bytes]:
        """Return the files of the layer, and the SAM template with it.

        Args:
            template_file: The SAM template.
            template: Its bytes without the layer.
        """
        path = self.version.rendered.snippet
        snippet = Snippet.parse(path, self.version.files[path])
        merged = merge(Document.parse(template_file, template), snippet)
        return {**self.version.files, template_file: merged.document.encode()}

    def before(self, prepared: Prepared) -> Prepared:
        """Return a prepared function with which the layer is added."""
        layer = added_with(prepared.outcome.instance, self.version, None)
        return replace(prepared, shared=(layer, *prepared.shared))
