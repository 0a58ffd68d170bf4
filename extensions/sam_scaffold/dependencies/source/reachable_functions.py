"""Functions that may be called, by the names that running code mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .outline import Definition, Outline

_Place = tuple[Path, int]
"""Position of a definition: the module's file and the line."""


@dataclass
class Reach:
    """Functions of the loaded modules that may be called.

    Calls are determined only by name, regardless of the object, so a function that counts as
    not called is almost never called: its name does not occur in running code. A special
    method, or one of a class whose base is in a package, counts as called if the class is
    mentioned.
    """

    _names: set[str] = field(default_factory=set)
    _classes: set[str] = field(default_factory=set)
    _called: set[_Place] = field(default_factory=set)
    _waiting: defaultdict[str, list[tuple[Path, Definition]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _inside: defaultdict[_Place, list[Definition]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def is_called(self, file: Path, line: int) -> bool:
        """Return whether something may call a function.

        Args:
            file: Its module.
            line: The line of its ``def``; 0 for module level.
        """
        return not line or (file, line) in self._called

    def load(self, file: Path, outline: Outline) -> None:
        """Add an imported module.

        Args:
            file: The module.
            outline: Its outline.
        """
        self._classes |= outline.classes
        for definition in outline.definitions:
            self._inside[file, definition.parent].append(definition)
            for name in self._callers(definition):
                self._waiting[name].append((file, definition))
        self._run([(file, 0, outline.mentions)])

    def mention(self, names: frozenset[str]) -> None:
        """Call the functions with given names.

        Args:
            names: The names that running code mentions.
        """
        self._run([(None, 0, names)])

    def _callers(self, definition: Definition) -> set[str]:
        """Return the names of which any calls a function if mentioned."""
        is_pythons = definition.name.startswith("__") and definition.name.endswith("__")
        is_bases = not definition.bases <= self._classes
        return (
            {definition.name, definition.owner}
            if definition.owner and (is_pythons or is_bases)
            else {definition.name}
        )

    def _run(self, bodies: list[tuple[Path | None, int, frozenset[str]]]) -> None:
        """Run bodies, and those of all functions that they call."""
        while bodies:
            file, line, mentions = bodies.pop()
            for where, definition in [*self._known_in(file, line), *self._named(mentions)]:
                place = (where, definition.line)
                if place not in self._called and self.is_called(where, definition.parent):
                    self._called.add(place)
                    bodies.append((*place, definition.mentions))

    def _known_in(self, file: Path | None, line: int) -> Iterator[tuple[Path, Definition]]:
        """Yield the functions in a body that are called by earlier mentions."""
        if file is not None:
            for definition in self._inside[file, line]:
                if definition.is_handed_on or not self._names.isdisjoint(self._callers(definition)):
                    yield file, definition

    def _named(self, mentions: frozenset[str]) -> Iterator[tuple[Path, Definition]]:
        """Yield the functions that are called by new names."""
        new = mentions - self._names
        self._names |= new
        for name in new:
            yield from self._waiting[name]
