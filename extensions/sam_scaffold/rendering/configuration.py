"""The template's questions, as copier.yml and what it includes have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def questions_of(template: Path) -> dict[str, dict[str, Any]]:
    """The questions by key.

    Args:
        template: The checkout of the template.
    """
    found = _documents(template / "copier.yml", template)
    return {key: value for key, value in found.items() if not key.startswith("_")}


def _documents(path: Path, template: Path) -> dict[str, Any]:
    """All documents of a file as one mapping.

    Copier's own reader is private; ``!include`` takes a pattern of files below the template:
    https://copier.readthedocs.io/en/stable/configuring/#include-other-yaml-files
    """

    class Loader(_BASE):  # type: ignore[misc, valid-type]
        """A loader of its own, as constructors belong to the class."""

    def include(loader: Any, node: Any) -> dict[str, Any]:
        pattern = str(loader.construct_scalar(node))
        below = (_documents(file, template) for file in sorted(template.glob(pattern)))
        return {key: value for one in below for key, value in one.items()}

    Loader.add_constructor("!include", include)
    documents = yaml.load_all(path.read_bytes(), Loader=Loader)
    return {key: value for one in documents if one for key, value in one.items()}
