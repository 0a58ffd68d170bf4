"""Imports by computed names, determined only from a module's text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .expressions import last_name
from .literal_values import LiteralValues
from .running_statements import Piece

_FUNCTIONS = frozenset({"import_module", "__import__"})

_SCANS = re.compile(rb"\b(iter_modules|walk_packages|listdir|scandir|r?glob|iterdir)\b")
"""Functions that search folders for modules."""


@dataclass(frozen=True)
class DynamicImport:
    """Call of ``import_module`` or ``__import__``.

    Attributes:
        line: The line, from 1.
        column: The column, from 1.
        statement: The index of its outermost statement in the module, from 0.
        lazy: Whether it runs when a function is called rather than with the module.
        inside: The line of the innermost ``def`` around it; 0 for none.
        text: The expression for the name.
        modules: The modules that it may import, as absolute names.
        names: The names imported from these, as in ``from x import y``.
        package: The package from which it imports an unknown module; empty for none.
        why: The reason why the imported module is unknown; otherwise empty.
    """

    line: int
    column: int
    statement: int
    lazy: bool
    inside: int
    text: str
    modules: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    package: str = ""
    why: str = ""


def may_import_by_name(text: bytes) -> bool:
    """Return whether a module has a call that imports by name."""
    return b"import_module" in text or b"__import__" in text


def scans_folders(text: bytes) -> bool:
    """Return whether a module searches folders for others."""
    return bool(_SCANS.search(text))


def dynamic_imports_of(
    tree: ast.Module, pieces: Iterable[Piece], name: str, package: str
) -> tuple[DynamicImport, ...]:
    """Return what a module imports by name, except the results of `imports_of`.

    Args:
        tree: The module.
        pieces: Its parts that run.
        name: Its dotted name.
        package: Its package, or itself if it is one.
    """
    reader = _Reader(
        LiteralValues(tree, (("__name__", name), ("__package__", package))),
        _FUNCTIONS | _aliases(tree),
    )
    return tuple(
        found
        for piece in pieces
        if isinstance(piece.node, ast.Call) and (found := reader.read(piece.node, piece))
    )


def _aliases(tree: ast.Module) -> frozenset[str]:
    """Return the aliases of ``import_module``."""
    return frozenset(
        name.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "importlib"
        for name in node.names
        if name.name in _FUNCTIONS and name.asname
    )


@dataclass(frozen=True)
class _Reader:
    values: LiteralValues
    functions: frozenset[str]

    def read(self, call: ast.Call, piece: Piece) -> DynamicImport | None:
        """Return the import of a call; None for a literal name, and for other calls."""
        function = last_name(call.func)
        arguments = _arguments(call, function)
        asked = arguments.get("name")
        if function not in self.functions or asked is None:
            return None
        is_plain = isinstance(asked, ast.Constant) and function in _FUNCTIONS and call.args
        if (
            is_plain
            and len(call.args) == 1
            and not str(getattr(asked, "value", "")).startswith(".")
        ):
            return None
        found = self._known(arguments, function)
        return DynamicImport(
            call.lineno,
            call.col_offset + 1,
            piece.statement,
            piece.lazy,
            piece.inside,
            ast.unparse(asked),
            *(found if found is not None else self._unknown(arguments)),
        )

    def _known(
        self, arguments: dict[str, ast.expr], function: str
    ) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        texts = self.values.texts(arguments["name"])
        if not texts:
            return None
        level = arguments.get("level")
        dots = level.value if isinstance(level, ast.Constant) else 0
        if function == "__import__" and isinstance(dots, int) and dots > 0:
            texts = tuple("." * dots + text for text in texts)
            bases: tuple[str, ...] | None = (dict(self.values.names)["__package__"],)
        else:
            package = arguments.get("package")
            bases = self.values.texts(package) if package is not None else ()
        if bases is None and any(text.startswith(".") for text in texts):
            return None
        absolute = [_resolved(text, base) for text in texts for base in bases or ("",)]
        names = arguments.get("fromlist")
        taken = self.values.elements(names) if names is not None else ()
        wanted = tuple(
            element.value
            for element in taken or ()
            if isinstance(element, ast.Constant) and isinstance(element.value, str)
        )
        return tuple(dict.fromkeys(filter(None, absolute))), wanted

    def _unknown(
        self, arguments: dict[str, ast.expr]
    ) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
        prefix = self.values.prefix(arguments["name"])
        if prefix.startswith("."):
            package = arguments.get("package")
            bases = self.values.texts(package) if package is not None else None
            prefix = _resolved(prefix, bases[0]) + "." if bases and len(bases) == 1 else ""
            prefix = prefix if prefix.rstrip(".") else ""
        if prefix.endswith(".") and prefix.strip("."):
            return (), (), prefix.rstrip("."), ""
        return (), (), "", "the module's name is only known at run time"


def _arguments(call: ast.Call, function: str) -> dict[str, ast.expr]:
    """Return the arguments by name."""
    known = ("name", "globals", "locals", "fromlist", "level")
    names = known if function == "__import__" else ("name", "package")
    found = dict(zip(names, call.args, strict=False))
    return found | {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


def _resolved(text: str, package: str) -> str:
    """Return an absolute name; empty if its dots lead beyond the top level."""
    rest = text.lstrip(".")
    level = len(text) - len(rest)
    if not level:
        return text.rstrip(".")
    parts = package.split(".") if package else []
    if level > len(parts):
        return ""
    return ".".join([*parts[: len(parts) - level + 1], *filter(None, [rest.rstrip(".")])])
