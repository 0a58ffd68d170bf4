"""What a function may make use of: every word that stands in its code and what that reaches."""

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
"""Bytes of all files that are looked through, at most: there is data among them."""


@dataclass(frozen=True)
class Uses:
    """What a function may use.

    Attributes:
        words: All words of its code and of the modules of layers that it reaches, whatever
            they stand for: an import, a name in a text, a comment.
        imported: The top-level names that modules there import.
        own: The top-level names that are modules there.
    """

    words: frozenset[str]
    imported: frozenset[str]
    own: frozenset[str]


@dataclass
class NameUsageReader:
    """Reads the code of functions and layers, each once."""

    _sources: ModuleCache = field(default_factory=ModuleCache)
    _read: dict[tuple[Path, str], Uses | None] = field(default_factory=dict)

    def uses_of(self, function: Function) -> Uses | None:
        """Return what a function of Python may use; None where it cannot be told."""
        code = function.code
        if code is None or not code.is_dir():
            return None
        stated = json.dumps([function.handler, function.variables], default=str)
        parts = [
            Uses(_words(stated.encode()), frozenset(), _names(code)),
            self._in(code, function.runtime),
        ]
        unread = {name: one for layer in function.layers for name, one in _members(layer).items()}
        while True:
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            uses = Uses(
                _all(one.words for one in known),
                _all(one.imported for one in known),
                _all(one.own for one in known),
            )
            reached = uses.words.intersection(unread)
            if not reached:
                return uses
            parts = [uses, *(self._in(unread.pop(name), function.runtime) for name in reached)]

    def _in(self, place: Path, runtime: str) -> Uses | None:
        """What stands in a module, or in all files of a folder; None where that is too much."""
        if (place, runtime) not in self._read:
            self._read[place, runtime] = self._looked_through(place, runtime)
        return self._read[place, runtime]

    def _looked_through(self, place: Path, runtime: str) -> Uses | None:
        files = [one for one in (place, *place.rglob("*")) if one.is_file()]
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
            return frozenset({str(file)})  # nobody knows what it imports
        major, _, minor = runtime.removeprefix("python").partition(".")
        found = self._sources.imports(source, (int(major), int(minor)))
        return frozenset(one.module.partition(".")[0] for one in found if not one.level)


def _members(layer: Layer) -> dict[str, Path]:
    """Return the modules and packages that lie in a layer's folder, by their names."""
    folder = layer.python
    return {} if folder is None else {one.name.removesuffix(".py"): one for one in folder.iterdir()}


def _names(folder: Path) -> frozenset[str]:
    return frozenset(one.name.removesuffix(".py") for one in folder.iterdir())


def _words(data: bytes) -> frozenset[str]:
    return frozenset(word.decode() for word in _WORD.findall(data))


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
