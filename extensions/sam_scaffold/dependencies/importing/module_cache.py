"""Cache of folders and modules on disk."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from ..source.bindings import Bindings, bindings_of
from ..source.module_imports import Import, imports_of
from ..source.module_names import ModuleNames, may_bind_deep
from ..source.outline import Outline, outline_of
from ..source.running_statements import Piece, pieces_of

_T = TypeVar("_T")

_FUNCTIONS = (b"import_module", b"__import__")


@dataclass(frozen=True, eq=False)
class SourceModule:
    """Source of a module.

    Attributes:
        file: Its path.
        text: Its content.
        tree: Its syntax tree.
    """

    file: Path
    text: bytes
    tree: ast.Module

    @cached_property
    def names(self) -> ModuleNames:
        """Return its names after the import."""
        return ModuleNames.of(self.tree, looks_deep=may_bind_deep(self.text))

    def names_before(self, statement: int) -> ModuleNames:
        """Return its names while one of its outermost statements runs."""
        return ModuleNames.of(ast.Module(self.tree.body[: statement + 1], []))


@dataclass
class ModuleCache:
    """Cache of folders and modules, for functions that share code."""

    _entries: dict[Path, frozenset[str]] = field(default_factory=dict)
    _compiled: dict[Path, frozenset[str]] = field(default_factory=dict)
    _sources: dict[Path, SourceModule | None] = field(default_factory=dict)
    _mistakes: dict[Path, SyntaxError] = field(default_factory=dict)
    _imports: dict[tuple[Path, tuple[int, int]], tuple[Import, ...]] = field(default_factory=dict)
    _outlines: dict[tuple[Path, tuple[int, int]], Outline] = field(default_factory=dict)
    _kept: dict[tuple[object, ...], object] = field(default_factory=dict)

    def entries(self, folder: Path) -> frozenset[str]:
        """Return the exact names in a folder, as Lambda's file system is case-sensitive."""
        if folder not in self._entries:
            try:
                self._entries[folder] = frozenset(os.listdir(folder))  # noqa: PTH208 - only names
            except OSError:
                self._entries[folder] = frozenset()
        return self._entries[folder]

    def compiled(self, folder: Path) -> frozenset[str]:
        """Return the compiled modules in a folder."""
        if folder not in self._compiled:
            every = self.entries(folder)
            self._compiled[folder] = frozenset(entry for entry in every if entry.endswith(".so"))
        return self._compiled[folder]

    def source(self, file: Path) -> SourceModule | None:
        """Return a module; None if it cannot be read or parsed."""
        if file not in self._sources:
            try:
                text = file.read_bytes()
                tree = ast.parse(text)
            except SyntaxError as error:
                self._sources[file] = None
                self._mistakes[file] = error
            except (OSError, ValueError, RecursionError, MemoryError):
                self._sources[file] = None
            else:
                self._sources[file] = SourceModule(file, text, tree)
        return self._sources[file]

    def mistake(self, file: Path) -> SyntaxError | None:
        """Return the syntax error of a requested module; None without any."""
        return self._mistakes.get(file)

    def imports(self, source: SourceModule, python: tuple[int, int]) -> tuple[Import, ...]:
        """Return the imports of a module in a version of Python such as ``(3, 12)``."""
        key = (source.file, python)
        if key not in self._imports:
            by_name = any(function in source.text for function in _FUNCTIONS)
            self._imports[key] = imports_of(source.tree, python, by_name=by_name)
        return self._imports[key]

    def outline(self, source: SourceModule, python: tuple[int, int]) -> Outline:
        """Return the mentioned names and functions of a module in a version of Python."""
        key = (source.file, python)
        if key not in self._outlines:
            self._outlines[key] = outline_of(source.tree, python)
        return self._outlines[key]

    def bindings(self, source: SourceModule, python: tuple[int, int]) -> Bindings:
        """Return the names that a module binds in a version of Python."""
        return self.kept(
            (bindings_of, source.file, python),
            lambda: bindings_of(source.text, source.tree, python),
        )

    def pieces(self, source: SourceModule, python: tuple[int, int]) -> tuple[Piece, ...]:
        """Return the parts of a module that run in a version of Python."""
        return self.kept(
            (pieces_of, source.file, python), lambda: tuple(pieces_of(source.tree, python))
        )

    def kept(self, key: tuple[object, ...], make: Callable[[], _T]) -> _T:
        """Return a cached result, or compute it.

        Args:
            key: The function that computes it, and all its arguments.
            make: Calls that function.
        """
        if key not in self._kept:
            self._kept[key] = make()
        return cast("_T", self._kept[key])
