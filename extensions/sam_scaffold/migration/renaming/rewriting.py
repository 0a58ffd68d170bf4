"""Rename modules in Python source, in imports and in strings that name them.

The bytes are spliced at the places that the tree tells, as printing a tree loses comments and
layout. The result is parsed again and has to be the tree with the new names; all comments have
to be there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...errors import ScaffoldError
from .module_moves import ModuleMoves
from .module_uses import ModuleUses
from .python_text import PythonSplice, PythonText, comments
from .renamed_imports import ImportRenamer, Renaming
from .renamed_strings import StringRenamer
from .renamed_uses import UseRenamer


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """Lines of a module that say something else afterwards.

    Attributes:
        line: The first one, from 1, as it was before.
        before: What they said.
        after: What they say, in as many lines as it takes.
    """

    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A module with other names.

    Attributes:
        data: Its bytes.
        changed: The lines that changed.
        left: Lines, from 1, of strings that name a moved module and were left alone: the
            names of loggers, entry points; docstrings are not among them.
    """

    data: bytes
    changed: tuple[ChangedLines, ...]
    left: tuple[int, ...]


def rewrite_modules(
    name: str, source: bytes, moved: Mapping[str, str], package: str = "", package_after: str = ""
) -> Rewriting:
    """Rename modules in the source of a module.

    Renamed are import statements with the uses of what they bind, and literal strings in calls
    that import or patch. Relative imports become absolute where they would lead elsewhere.
    ``from a import b`` is taken for the module ``a.b`` where that is one of the moved.

    Args:
        name: The name of the file in messages.
        source: Its bytes.
        moved: The new names of modules, and of packages with all below them, by the old ones.
        package: The package that the module is in, with dots; empty for none.
        package_after: The package that it will be in.

    Raises:
        ScaffoldError: It cannot be parsed, or a use cannot be renamed for sure.
    """
    text = PythonText.of(name, source)
    moves = ModuleMoves(moved)
    renaming = Renaming()
    uses = UseRenamer(text, moves, ModuleUses.of(text.tree, package), renaming)
    aliases = uses.aliases()
    uses.rename(aliases)
    imports = ImportRenamer(text, moves, package, package_after, aliases, renaming)
    for node in ast.walk(text.tree):
        if isinstance(node, ast.Import):
            imports.plain(node)
        elif isinstance(node, ast.ImportFrom):
            imports.from_module(node)
    unused = _unused(text.tree)
    StringRenamer(text, moves, package, renaming).rename(unused)
    known = unused.union(renaming.nodes)
    left = {one.lineno for one in _left(text.tree, moves) if id(one) not in known}
    if not renaming.splices:
        return Rewriting(source, (), tuple(sorted(left)))
    changed = tuple(_changed(text, renaming.splices))
    data = text.spliced(renaming.splices)
    _verify(text, data, renaming)
    return Rewriting(text.encoded(data), changed, tuple(sorted(left)))


def _unused(tree: ast.Module) -> frozenset[int]:
    return frozenset(id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr))


def _left(tree: ast.Module, moves: ModuleMoves) -> Iterator[ast.Constant]:
    """Find the strings that name a moved module anywhere in them."""
    names = [re.escape(old) for old, new in moves.names.items() if old != new and "." in old]
    if not names:
        return
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(names)})(?!\w)")
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(value)) if pattern.search(value):
                yield node


def _changed(text: PythonText, splices: list[PythonSplice]) -> Iterator[ChangedLines]:
    """Return the lines that splices touch, those that follow each other as one."""
    groups: list[tuple[int, int, list[PythonSplice]]] = []
    for splice in sorted(splices, key=lambda one: one.start):
        start, end = text.line_start(splice.start), text.line_end(max(splice.start, splice.end - 1))
        if groups and start <= groups[-1][1]:
            first, last, known = groups.pop()
            groups.append((first, max(last, end), [*known, splice]))
        else:
            groups.append((start, end, [splice]))
    for start, end, known in groups:
        inner = [
            PythonSplice(one.start - start, min(one.end, end) - start, one.data) for one in known
        ]
        before = text.data[start:end]
        after = PythonText(text.name, before, text.encoding, b"", text.tree).spliced(inner)
        line = text.starts.index(start) + 1
        yield ChangedLines(line, before.decode("utf-8"), after.decode("utf-8"))


def _verify(text: PythonText, data: bytes, renaming: Renaming) -> None:
    """Refuse new bytes that say something else than the tree with the new names."""
    try:
        tree = ast.parse(data.decode("utf-8"))
    except SyntaxError as error:
        raise _wrong(text, error.lineno or 1) from None
    _Replacer(renaming.nodes).visit(text.tree)  # in place: the module itself is never replaced
    if ast.dump(tree) != ast.dump(text.tree) or comments(data) != comments(text.data):
        raise _wrong(text, 1)


def _wrong(text: PythonText, line: int) -> ScaffoldError:
    return ScaffoldError(
        f"{text.name}:{line}: the imports cannot be renamed without changing more: give each "
        "import of a moved module a line of its own and try again."
    )


class _Replacer(ast.NodeTransformer):
    """Puts other nodes in the place of some."""

    def __init__(self, nodes: Mapping[int, list[ast.AST]]) -> None:
        self.nodes = nodes

    def visit(self, node: ast.AST) -> ast.AST | list[ast.AST]:
        if (found := self.nodes.get(id(node))) is not None:
            return found if len(found) > 1 else found[0]
        return self.generic_visit(node)
