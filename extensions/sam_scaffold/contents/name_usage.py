"""Names that a function may use: every word in its code, and in the modules that it reaches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..application.function import Function
from ..application.layer import Layer
from ..dependencies.importing.module_cache import ModuleCache

_WORD = re.compile(rb"[A-Za-z_]\w*")
_LARGEST = 4_000_000
"""Maximum size of all files that are read, in bytes: some are data."""


@dataclass(frozen=True)
class Uses:
    """Names that a function may use.

    Attributes:
        words: All words of its code and of the modules of layers that it reaches, in
            imports, texts or comments.
        imported: The top-level names that these modules import.
        own: The top-level names of these modules.
    """

    words: frozenset[str]
    imported: frozenset[str]
    own: frozenset[str]


@dataclass
class NameUsageReader:
    """A reader of the code of functions and layers, which reads each once."""

    _sources: ModuleCache = field(default_factory=ModuleCache)
    _read: dict[tuple[Path, str], Uses | None] = field(default_factory=dict)

    def uses_of(self, function: Function) -> Uses | None:
        """Return the names that a Python function may use; None if that is unknown."""
        code = function.code
        if code is None or not code.is_dir():
            return None
        stated = json.dumps([function.handler, function.variables], default=str)
        parts = [
            Uses(_words(stated.encode()), frozenset(), _names(code)),
            self._in(code, function.runtime),
        ]
        unread = {name: path for layer in function.layers for name, path in _members(layer).items()}
        while True:
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            uses = Uses(
                _all(part.words for part in known),
                _all(part.imported for part in known),
                _all(part.own for part in known),
            )
            reached = uses.words.intersection(unread)
            if not reached:
                return uses
            parts = [uses, *(self._in(unread.pop(name), function.runtime) for name in reached)]

    def _in(self, place: Path, runtime: str) -> Uses | None:
        """Return the names of a module, or of all files in a folder; None if there are too many."""
        if (place, runtime) not in self._read:
            self._read[place, runtime] = self._read_files(place, runtime)
        return self._read[place, runtime]

    def _read_files(self, place: Path, runtime: str) -> Uses | None:
        files = [path for path in (place, *place.rglob("*")) if path.is_file()]
        try:
            if sum(file.stat().st_size for file in files) > _LARGEST:
                return None
            words = _all(_words(file.read_bytes()) for file in files if file.suffix != ".pyc")
        except OSError:
            return None
        modules = (file for file in files if file.suffix == ".py")
        imported = _all(self._imports(module, runtime) for module in modules)
        return Uses(words, imported, frozenset({place.name.removesuffix(".py")}))

    def _imports(self, file: Path, runtime: str) -> frozenset[str]:
        source = self._sources.source(file)
        if source is None:
            return frozenset({str(file)})  # its imports are unknown
        major, _, minor = runtime.removeprefix("python").partition(".")
        found = self._sources.imports(source, (int(major), int(minor)))
        return frozenset(item.module.partition(".")[0] for item in found if not item.level)


def _members(layer: Layer) -> dict[str, Path]:
    """Return the modules and packages in a layer's folder, by name."""
    folder = layer.python
    entries = () if folder is None else folder.iterdir()
    return {entry.name.removesuffix(".py"): entry for entry in entries}


def _names(folder: Path) -> frozenset[str]:
    return frozenset(entry.name.removesuffix(".py") for entry in folder.iterdir())


def _words(data: bytes) -> frozenset[str]:
    return frozenset(word.decode() for word in _WORD.findall(data))


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
