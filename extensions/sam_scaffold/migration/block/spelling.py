"""Spell a folder as a template names the folders of its code."""

from __future__ import annotations

import posixpath

from ...sam.model.intrinsics import Data
from ...sam.style.house_style import HouseStyle


def spelled(folder: str, template_file: str, house: HouseStyle, like: Data = None) -> str:
    """Return a folder as a CodeUri or ContentUri is to name it.

    Args:
        folder: A folder of the repository, from its root.
        template_file: The template, likewise; its paths start at its own folder.
        house: The style of the template.
        like: What the function or the layer said before, whose ``./`` and closing slash count
            where it says enough: ``.`` and ``./`` do not, nor does anything but a folder.
    """
    path = posixpath.relpath(folder, posixpath.dirname(template_file) or ".")
    prefix, suffix = house.code_uri_prefix, house.code_uri_suffix
    if isinstance(like, str) and "://" not in like and like.strip("./"):
        prefix, suffix = "./" if like.startswith("./") else "", "/" if like.endswith("/") else ""
    return f"{'' if path.startswith('../') else prefix}{path}{suffix}"
