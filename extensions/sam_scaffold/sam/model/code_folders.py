"""The folders in which the code of functions and layers lies."""

from __future__ import annotations

from .intrinsics import Data
from .shared_layer import content_uri, folder_of
from .template import Template


def code_uri(template: Template, properties: dict[str, Data]) -> Data:
    """Where a function says its code is, or Globals do."""
    return properties.get("CodeUri", template.globals_function.get("CodeUri"))


def code_folders(template: Template) -> dict[str, str]:
    """The folders of functions and layers by logical id, where they are some of the repository.

    Args:
        template: The SAM template; the paths are from the repository's root.
    """
    uris = {
        **{one.logical_id: code_uri(template, one.properties) for one in template.functions},
        **{one.logical_id: content_uri(one) for one in template.layers},
    }
    folders = {name: folder_of(template, uri) for name, uri in uris.items()}
    return {name: folder for name, folder in folders.items() if folder}
