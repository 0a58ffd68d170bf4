"""Renaming of modules in literal strings that are passed to importing or patching functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .module_moves import ModuleMoves, absolute_name
from .python_text import PythonSplice, PythonText
from .renamed_imports import Renaming

_IMPORTING = frozenset({"import_module", "__import__", "find_spec", "importorskip", "run_module"})
"""Functions whose first argument names a module."""

_PATCHING = frozenset({"patch", "patch.dict", "patch.multiple"})
"""Functions of `unittest.mock`, and of pytest-mock's ``mocker``, whose first argument is the
target: https://docs.python.org/3/library/unittest.mock.html#the-patchers."""

_SETTING = frozenset({"setattr", "delattr"})
"""Methods of pytest's ``monkeypatch`` whose first argument may be a target."""

_KEYWORDS = frozenset({"name", "target", "in_dict", "modname", "mod_name"})
"""Names of that parameter in these functions."""

_LITERAL = re.compile(rb"([rRuU]?)(\"\"\"|'''|\"|')(.*)\2", re.DOTALL)
_FORMATTED = re.compile(rb"(?:[fF][rR]?|[rR][fF])(\"\"\"|'''|\"|')")


@dataclass(frozen=True)
class StringRenamer:
    """Renamer of modules in string arguments of such functions.

    Attributes:
        text: The module.
        moves: The renamed modules.
        package: The package of the module.
        renaming: The collected changes.
    """

    text: PythonText
    moves: ModuleMoves
    package: str
    renaming: Renaming

    def rename(self, unused: frozenset[int]) -> None:
        """Rename the modules, also in constants that are only used in such calls.

        Args:
            unused: The identities of calls whose result is not used.

        Raises:
            ScaffoldError: A call would behave differently with the new name.
        """
        named: list[str] = []
        for node in ast.walk(self.text.tree):
            if isinstance(node, ast.Call) and (kind := _kind(node.func)):
                for argument in _arguments(node):
                    self._argument(node, kind, argument, is_unused=id(node) in unused)
                    named.append(_first_name(argument))
        self._constants(named)

    def _constants(self, named: list[str]) -> None:
        """Rename in ``MODULE = "pkg.orders"`` for ``patch(f"{MODULE}.load")`` and the like."""
        names = [node for node in ast.walk(self.text.tree) if isinstance(node, ast.Name)]
        for statement in self.text.tree.body:
            match statement:
                case ast.Assign([ast.Name(name)], ast.Constant(str(value)) as constant):
                    uses = [each for each in names if each.id == name]
                    is_name = self.moves.target(value) != value and name in named
                    if is_name and len(uses) == 1 + named.count(name):
                        self._put(constant, value, self.moves.target(value))

    def _argument(self, call: ast.Call, kind: str, argument: ast.expr, *, is_unused: bool) -> None:
        if isinstance(argument, ast.JoinedStr):
            self._formatted(argument)
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            return
        value = argument.value
        if value.startswith("."):
            self._relative(call, argument, value)
        new = self.moves.target(value)
        if new == value:
            return
        if kind == "__import__" and "." in value and not is_unused and not _takes_names(call):
            raise self.text.refused(
                argument, f"__import__ returns the first part of {value}: use import_module."
            )
        if kind == "patch" and "." not in new:
            raise self.text.refused(
                argument,
                f"a patch of {value} replaces the attribute of its package, and {new} has "
                "no package: patch the module that uses it and try again.",
            )
        self._put(argument, value, new)

    def _relative(self, call: ast.Call, argument: ast.Constant, value: str) -> None:
        """Rename the module in ``import_module(".rules", __package__)``."""
        dots = len(value) - len(value.lstrip("."))
        given = [
            *call.args[1:2],
            *(keyword.value for keyword in call.keywords if keyword.arg == "package"),
        ]
        package = _package(given[0], self.package) if given else None
        old = absolute_name(package, dots, value[dots:]) if package else None
        if old is not None and (new := self.moves.target(old)) != old:
            self._put(argument, value, new)

    def _put(self, argument: ast.Constant, value: str, new: str) -> None:
        start, end = self.text.span(argument)
        found = _LITERAL.fullmatch(self.text.data, start, end)
        if found is None or found[3] != value.encode("utf-8"):
            return  # escapes, or concatenated literals
        data = new.encode("utf-8")
        self.renaming.splices.append(PythonSplice(found.start(3), found.end(3), data))
        self.renaming.nodes[id(argument)] = [ast.Constant(new, argument.kind)]

    def _formatted(self, argument: ast.JoinedStr) -> None:
        """Rename a module at the start of a formatted string."""
        first = argument.values[0] if argument.values else None
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            return
        found = self.moves.match(first.value)
        if found is None or not first.value.startswith(f"{found[0]}."):
            return
        start, end = self.text.span(argument)
        quote = _FORMATTED.match(self.text.data, start, end)
        old = found[0].encode("utf-8")
        if quote is None or not self.text.data.startswith(old + b".", quote.end()):
            return
        at = quote.end()
        self.renaming.splices.append(PythonSplice(at, at + len(old), found[1].encode("utf-8")))
        value = found[1] + first.value[len(found[0]) :]
        self.renaming.nodes[id(first)] = [ast.Constant(value, first.kind)]


def _kind(function: ast.expr) -> str:
    """Return the known name of a function; empty for others."""
    names: list[str] = []
    while isinstance(function, ast.Attribute):
        names.insert(0, function.attr)
        function = function.value
    is_method = bool(names)
    if isinstance(function, ast.Name):
        names.insert(0, function.id)
    for known in (names[-1:], names[-2:]):
        name = ".".join(known)
        if name in _IMPORTING | _PATCHING or (name in _SETTING and is_method):
            return name
    return ""


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args[:1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in _KEYWORDS)


def _first_name(argument: ast.expr) -> str:
    """Return the first name of a text, as in ``MODULE + ".load"``; empty for none."""
    while isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add):
        argument = argument.left
    if isinstance(argument, ast.JoinedStr) and argument.values:
        first = argument.values[0]
        argument = first.value if isinstance(first, ast.FormattedValue) else argument
    return argument.id if isinstance(argument, ast.Name) else ""


def _takes_names(call: ast.Call) -> bool:
    """Return whether ``__import__`` has a ``fromlist``, so that it returns the module itself.

    https://docs.python.org/3/library/functions.html#import__
    """
    fromlist = 3
    given = call.args[fromlist : fromlist + 1]
    return bool(given) or any(keyword.arg == "fromlist" for keyword in call.keywords)


def _package(node: ast.expr, package: str) -> str | None:
    """Return the package for relative names."""
    if isinstance(node, ast.Name) and node.id == "__package__":
        return package
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None
