"""Folders with the code of functions and layers."""

from __future__ import annotations

import posixpath

from .intrinsics import Data
from .template import Template


def code_folders(template: Template) -> dict[str, str]:
    """Return the folders of functions and layers that are in the repository, by logical id.

    Args:
        template: The SAM template; the paths are from the repository's root.
    """
    uris = {
        **{found.logical_id: found.properties.get("CodeUri") for found in template.functions},
        **{found.logical_id: found.content_uri for found in template.layers},
    }
    folders = {name: folder_of(template, uri) for name, uri in uris.items()}
    return {name: folder for name, folder in folders.items() if folder}


def folder_of(template: Template, uri: Data) -> str:
    """Return the repository's folder that a path in a template leads to; empty if it is outside.

    Args:
        template: The template; its paths start at its own folder.
        uri: The value of a ``CodeUri`` or ``ContentUri``.
    """
    if not isinstance(uri, str) or not uri or "://" in uri or posixpath.isabs(uri):
        return ""
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(template.path), uri))
    return "" if folder == ".." or folder.startswith("../") else folder
