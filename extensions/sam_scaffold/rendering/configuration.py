"""The template's questions in copier.yml and the files that it includes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def questions_of(template: Path) -> dict[str, dict[str, Any]]:
    """Read the questions, by key.

    Args:
        template: The checkout of the template.
    """
    found = _documents(template / "copier.yml", template)
    return {key: value for key, value in found.items() if not key.startswith("_")}


questions_of_commit = lru_cache(maxsize=8)(questions_of)
"""The same for the checkout of a commit, which never changes; read once for all components."""


def _documents(path: Path, template: Path) -> dict[str, Any]:
    """Merge all documents of a file into one mapping.

    Copier's reader is private. ``!include`` has a pattern of files in the template:
    https://copier.readthedocs.io/en/stable/configuring/#include-other-yaml-files
    """

    class Loader(_BASE):  # type: ignore[misc, valid-type]
        """A separate class for each file, because constructors belong to the class."""

    def include(loader: Any, node: Any) -> dict[str, Any]:
        pattern = str(loader.construct_scalar(node))
        below = (_documents(file, template) for file in sorted(template.glob(pattern)))
        return {key: value for document in below for key, value in document.items()}

    Loader.add_constructor("!include", include)
    documents = yaml.load_all(path.read_bytes(), Loader=Loader)
    return {key: value for found in documents if found for key, value in found.items()}
