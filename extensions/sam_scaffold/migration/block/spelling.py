"""Notation of code folders in a template."""

from __future__ import annotations

import posixpath

from ...sam.model.intrinsics import Data
from ...sam.style.house_style import HouseStyle


def spelled(folder: str, template_file: str, style: HouseStyle, like: Data = None) -> str:
    """Return a folder as the value of a CodeUri or ContentUri.

    Args:
        folder: A folder of the repository, from its root.
        template_file: The template, likewise; its paths start at its own folder.
        style: The style of the template.
        like: The former value, whose ``./`` and final slash are kept, unless it is only ``.`` or
            ``./``, or not a folder.
    """
    path = posixpath.relpath(folder, posixpath.dirname(template_file) or ".")
    prefix, suffix = style.code_uri_prefix, style.code_uri_suffix
    if isinstance(like, str) and "://" not in like and like.strip("./"):
        prefix, suffix = "./" if like.startswith("./") else "", "/" if like.endswith("/") else ""
    return f"{'' if path.startswith('../') else prefix}{path}{suffix}"
