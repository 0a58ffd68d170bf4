"""Modules in all folders of a repository."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..application.application import Application

_NOT_OWN = frozenset(
    {
        "__pycache__",
        "node_modules",
        "site-packages",
        "test",
        "tests",
        "venv",
        "env",
        "build",
        "dist",
    }
)
_MOST = 20_000
"""Maximum number of folders that are searched."""


@dataclass
class OwnModules:
    """Hand-written modules of a repository, by name.

    Attributes:
        facts: The application.
    """

    facts: Application
    _found: dict[str, list[Path]] = field(default_factory=dict)

    def place(self, name: str) -> str:
        """Return the path of a module or its package, relative to the root; empty if none exists.

        Args:
            name: The full import: ``acme.money`` for ``from acme import money``.
        """
        top, _, rest = name.partition(".")
        places = [place for place in self._places.get(top, ()) if _has(place, rest)]
        nearest = min(places, key=lambda place: (len(place.parts), place), default=None)
        return "" if nearest is None else self.facts.shown(nearest)

    @cached_property
    def _places(self) -> dict[str, list[Path]]:
        """Return modules and packages by their last name, without the CodeUri and ContentUri."""
        whole = {function.code for function in self.facts.functions}
        whole |= {layer.content for layer in self.facts.layers.values()}
        found: dict[str, list[Path]] = {}
        for number, (place, folders, files) in enumerate(os.walk(self.facts.root)):
            if number > _MOST or any(folder.endswith(".dist-info") for folder in folders):
                folders.clear()
                continue
            here = Path(place)
            folders[:] = sorted(folder for folder in folders if _is_own(here / folder))
            for name in (*folders, *files):
                if here / name not in whole and (name in folders or name.endswith(".py")):
                    found.setdefault(name.removesuffix(".py"), []).append(here / name)
        return found


def _is_own(folder: Path) -> bool:
    if folder.name.startswith(".") or folder.name in _NOT_OWN:
        return False
    return not (folder / "pyvenv.cfg").is_file()


def _has(place: Path, rest: str) -> bool:
    """Return whether a place is a module, or a folder that contains the rest of the name."""
    if place.suffix == ".py" or (place / "__init__.py").is_file():
        return True
    first = rest.partition(".")[0]
    return bool(first) and ((place / f"{first}.py").is_file() or (place / first).is_dir())
