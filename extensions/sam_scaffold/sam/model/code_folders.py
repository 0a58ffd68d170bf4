"""The folders in which the code of functions and layers lies."""

from __future__ import annotations

from .shared_layer import folder_of
from .template import Template


def code_folders(template: Template) -> dict[str, str]:
    """The folders of functions and layers by logical id, where they are some of the repository.

    Args:
        template: The SAM template; the paths are from the repository's root.
    """
    uris = {
        **{one.logical_id: one.properties.get("CodeUri") for one in template.functions},
        **{one.logical_id: one.content_uri for one in template.layers},
    }
    folders = {name: folder_of(template, uri) for name, uri in uris.items()}
    return {name: folder for name, folder in folders.items() if folder}
