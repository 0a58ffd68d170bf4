"""Which functions may ever be called, by the names that are mentioned where code runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .outline import Definition, Outline

_Place = tuple[Path, int]
"""A definition: the module's file and the line."""


@dataclass
class Reach:
    """The functions of the modules that were loaded so far which something may call.

    Who calls whom is told by names alone, whatever they are names of, so that what counts as
    not called is hardly ever called: a function whose name occurs nowhere in what runs. A
    method of Python's own kind, or of a class whose base lies in a package, is called by
    whoever makes that class.
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
            line: The line of its ``def``; 0 for what runs with the module.
        """
        return not line or (file, line) in self._called

    def load(self, file: Path, outline: Outline) -> None:
        """Take in a module that was imported.

        Args:
            file: The module.
            outline: What is in it.
        """
        self._classes |= outline.classes
        for definition in outline.definitions:
            self._inside[file, definition.parent].append(definition)
            for name in self._callers(definition):
                self._waiting[name].append((file, definition))
        self._run([(file, 0, outline.mentions)])

    def mention(self, names: frozenset[str]) -> None:
        """Call what has one of some names.

        Args:
            names: The names that occur in what runs.
        """
        self._run([(None, 0, names)])

    def _callers(self, one: Definition) -> set[str]:
        """Return the names of which one has to be mentioned so that a function is called."""
        is_pythons = one.name.startswith("__") and one.name.endswith("__")
        is_bases = not one.bases <= self._classes
        return {one.name, one.owner} if one.owner and (is_pythons or is_bases) else {one.name}

    def _run(self, bodies: list[tuple[Path | None, int, frozenset[str]]]) -> None:
        """Run bodies, and those of all functions that they call."""
        while bodies:
            file, line, mentions = bodies.pop()
            for where, one in [*self._known_in(file, line), *self._named(mentions)]:
                place = (where, one.line)
                if place not in self._called and self.is_called(where, one.parent):
                    self._called.add(place)
                    bodies.append((*place, one.mentions))

    def _known_in(self, file: Path | None, line: int) -> Iterator[tuple[Path, Definition]]:
        """Yield the functions in a body that are called by what was mentioned before."""
        if file is not None:
            for one in self._inside[file, line]:
                if one.is_handed_on or not self._names.isdisjoint(self._callers(one)):
                    yield file, one

    def _named(self, mentions: frozenset[str]) -> Iterator[tuple[Path, Definition]]:
        """Yield the functions that names call which were not mentioned before."""
        new = mentions - self._names
        self._names |= new
        for name in new:
            yield from self._waiting[name]
