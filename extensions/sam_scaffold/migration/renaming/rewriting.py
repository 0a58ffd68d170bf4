"""Renaming of modules in Python source, in imports and in strings that name them.

The bytes are spliced at positions from the tree, as unparsing a tree loses comments and layout. The
result is parsed again, and must be the tree with the new names and have all comments.
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
    """Changed lines of a module.

    Attributes:
        line: The number of the first one in the old text, from 1.
        before: The old lines.
        after: The new lines.
    """

    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Result of renaming modules in a module.

    Attributes:
        data: Its new bytes.
        changed: The changed lines.
        left: The line numbers, from 1, of strings that name a moved module and are not
            renamed, such as names of loggers and entry points, but not docstrings.
    """

    data: bytes
    changed: tuple[ChangedLines, ...]
    left: tuple[int, ...]


def rewrite_modules(
    name: str, source: bytes, moved: Mapping[str, str], package: str = "", package_after: str = ""
) -> Rewriting:
    """Rename modules in the source of a module.

    Renamed are modules in import statements, in uses of the bound names, and in literal strings
    of calls that import or patch. Relative imports become absolute if they would otherwise
    refer to another module. ``from a import b`` refers to the module ``a.b`` if that is moved.

    Args:
        name: The name of the file in messages.
        source: Its bytes.
        moved: The new names of modules, and of packages with all modules below them, by old name.
        package: The dotted package of the module; empty for none.
        package_after: Its new package.

    Raises:
        ScaffoldError: It cannot be parsed, or a use cannot be renamed reliably.
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
    left = {node.lineno for node in _left(text.tree, moves) if id(node) not in known}
    if not renaming.splices:
        return Rewriting(source, (), tuple(sorted(left)))
    changed = tuple(_changed(text, renaming.splices))
    data = text.spliced(renaming.splices)
    _verify(text, data, renaming)
    return Rewriting(text.encoded(data), changed, tuple(sorted(left)))


def _unused(tree: ast.Module) -> frozenset[int]:
    return frozenset(id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr))


def _left(tree: ast.Module, moves: ModuleMoves) -> Iterator[ast.Constant]:
    """Yield the strings that contain the name of a moved module."""
    names = [re.escape(old) for old, new in moves.names.items() if old != new and "." in old]
    if not names:
        return
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(names)})(?!\w)")
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(value)) if pattern.search(value):
                yield node


def _changed(text: PythonText, splices: list[PythonSplice]) -> Iterator[ChangedLines]:
    """Yield the lines that splices change, and join adjacent ones."""
    groups: list[tuple[int, int, list[PythonSplice]]] = []
    for splice in sorted(splices, key=lambda each: each.start):
        start, end = text.line_start(splice.start), text.line_end(max(splice.start, splice.end - 1))
        if groups and start <= groups[-1][1]:
            first, last, known = groups.pop()
            groups.append((first, max(last, end), [*known, splice]))
        else:
            groups.append((start, end, [splice]))
    for start, end, known in groups:
        inner = [
            PythonSplice(each.start - start, min(each.end, end) - start, each.data)
            for each in known
        ]
        before = text.data[start:end]
        after = PythonText(text.name, before, text.encoding, b"", text.tree).spliced(inner)
        line = text.starts.index(start) + 1
        yield ChangedLines(line, before.decode("utf-8"), after.decode("utf-8"))


def _verify(text: PythonText, data: bytes, renaming: Renaming) -> None:
    """Refuse new bytes whose tree is not the one with the new names."""
    try:
        tree = ast.parse(data.decode("utf-8"))
    except SyntaxError as error:
        raise _wrong(text, error.lineno or 1) from None
    _Replacer(renaming.nodes).visit(text.tree)  # in place: the module itself is never replaced
    if ast.dump(tree) != ast.dump(text.tree) or comments(data) != comments(text.data):
        raise _wrong(text, 1)


def _wrong(text: PythonText, line: int) -> ScaffoldError:
    return ScaffoldError(
        f"{text.name}:{line}: the imports cannot be renamed without other changes: write each "
        "import of a moved module on its own line and try again."
    )


class _Replacer(ast.NodeTransformer):
    """Transformer that replaces nodes."""

    def __init__(self, nodes: Mapping[int, list[ast.AST]]) -> None:
        self.nodes = nodes

    def visit(self, node: ast.AST) -> ast.AST | list[ast.AST]:
        if (found := self.nodes.get(id(node))) is not None:
            return found if len(found) > 1 else found[0]
        return self.generic_visit(node)
