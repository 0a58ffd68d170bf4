"""Resolution of a function's handler to its definition, by its source code."""

from __future__ import annotations

import ast
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..application.function import Function
from ..contents.search_paths import sets_path
from ..dependencies.source.module_names import ModuleNames

Place = Path | zipfile.Path

BINARIES = (".so", ".pyd", ".pyc")

_UNREADABLE = (SyntaxError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""Errors of a module that is broken, for another Python, or nested too deeply to parse."""

_STARTS_OTHERWISE = "AWS_LAMBDA_EXEC_WRAPPER"
_MOST_STEPS = 8
"""Limit of followed names: they may refer to each other."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


@dataclass(frozen=True, eq=False)
class HandlerModule:
    """A module of a function.

    Attributes:
        code: The function's code and its layers, in the order of Python's search path.
        parts: The parts of the module's name: ``("src", "app")``.
        tree: Its parsed source.
        is_package: Whether it is an ``__init__.py``.
    """

    code: tuple[Place, ...]
    parts: tuple[str, ...]
    tree: ast.Module
    is_package: bool

    @cached_property
    def names(self) -> ModuleNames:
        """Return the names that it has after its import."""
        return ModuleNames.of(self.tree)

    def definition(
        self, name: str, steps: int = _MOST_STEPS
    ) -> tuple[Definition, HandlerModule] | None:
        """Return the definition to which a name certainly refers, and the module that has it.

        Args:
            name: A name of the module.
            steps: How many names may be followed.

        Returns:
            None if the source does not show it: two bindings, a call's result, a package.
        """
        bindings = list(_bindings(self.tree, name))
        if len(bindings) != 1 or not self.names.is_all or not steps:
            return None
        match bindings[0]:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as found:
                return found, self
            case ast.Assign(value=ast.Lambda() as found):
                return found, self
            case ast.Assign(value=ast.Name(id=other)):
                return self.definition(other, steps - 1)
            case ast.ImportFrom() as found:
                other = next(
                    alias.name for alias in found.names if (alias.asname or alias.name) == name
                )
                module = module_in(self.code, self._source(found))
                return module.definition(other, steps - 1) if module else None
        return None

    def _source(self, statement: ast.ImportFrom) -> tuple[str, ...]:
        """Return the parts of the module that a statement imports from."""
        below = tuple(statement.module.split(".")) if statement.module else ()
        if not statement.level:
            return below
        up = statement.level - self.is_package
        return (*self.parts[: len(self.parts) - up], *below)


def handler_parts(function: Function) -> tuple[tuple[str, ...], str]:
    """Return the module's name in parts and the attribute, as Lambda's runtime splits a handler."""
    name, _, attribute = function.handler.rpartition(".")
    return tuple(name.replace("/", ".").split(".")), attribute


def handler_of(function: Function) -> tuple[Definition, HandlerModule] | None:
    """Return the definition of a function's handler, if it is certain, and its module."""
    parts, attribute = handler_parts(function)
    if (text := _inline(function)) is not None:
        module = _parsed((), parts, text, is_package=False) if parts == ("index",) else None
    else:
        code = code_of(function)
        module = None if code is None else module_in(tuple(places_of(function, code)), parts)
    return None if module is None else module.definition(attribute)


def code_of(function: Function) -> Place | None:
    """Return the code of a function whose handler can be checked by its source."""
    if not _is_judged(function) or not function.is_python_built or function.has_parent_packages:
        return None
    code = function.code
    if code is None or code.is_dir():
        return code
    return zipfile.Path(code) if code.is_file() and zipfile.is_zipfile(code) else None


def _is_judged(function: Function) -> bool:
    """Return whether the runtime starts the handler, and not a layer's wrapper script.

    https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper
    """
    variables = function.variables
    if not function.is_python or not function.handler or variables is None:
        return False
    return _STARTS_OTHERWISE not in variables and not sets_path(function)


def _inline(function: Function) -> str | None:
    """Return the inline code of the template, None if the code is in a file."""
    code = function.properties.get("Code")
    inline = code.get("ZipFile") if isinstance(code, dict) else None
    found = function.properties.get("InlineCode", inline)
    return found if isinstance(found, str) and _is_judged(function) else None


def places_of(function: Function, code: Place) -> Iterator[Place]:
    """Yield the places that Python searches for a handler: the code, then the layers."""
    yield code
    for layer in function.layers:
        yield from filter(None, (layer.python, layer.built and layer.built / "python"))


def module_in(places: tuple[Place, ...], parts: tuple[str, ...]) -> HandlerModule | None:
    """Return a module on Python's search path, None if no readable one exists."""
    for place in places:
        file = module_file(place, parts)
        if file is not None and not file.name.endswith(BINARIES):
            return _parsed(places, parts, file.read_bytes(), is_package=file.stem == "__init__")
        if file is not None:
            break
    return None


def _parsed(
    places: tuple[Place, ...], parts: tuple[str, ...], text: str | bytes, *, is_package: bool
) -> HandlerModule | None:
    try:
        return HandlerModule(places, parts, ast.parse(text), is_package)
    except _UNREADABLE:
        return None


def module_file(place: Place, parts: Sequence[str]) -> Place | None:
    """Return the file of a module below a folder, None if it does not exist."""
    above = place.joinpath(*parts[:-1])
    if not parts or "" in parts or not above.is_dir():
        return None
    last = parts[-1]
    # Lambda's file system is case-sensitive, even if this one is not.
    names = {entry.name for entry in above.iterdir()}
    if last in names and (above / last / "__init__.py").is_file():
        return above / last / "__init__.py"
    similar = [name for name in names if name.startswith(f"{last}.")]
    found = [name for name in similar if name == f"{last}.py" or name.endswith(BINARIES)]
    return above / min(found, key=len) if found else None


def own_nodes(definition: Definition) -> Iterator[ast.AST]:
    """Yield the nodes of a definition, without those of nested functions and classes."""
    left: list[ast.AST] = list(ast.iter_child_nodes(definition))
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, Definition):
            left += ast.iter_child_nodes(node)


def _bindings(tree: ast.Module, name: str) -> Iterator[ast.AST]:
    """Yield the nodes that bind a name in a module, on any branch."""
    left: list[ast.AST] = list(tree.body)
    while left:
        node = left.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                if node.name == name:
                    yield node
                yield from (inner for inner in ast.walk(node) if _is_global(inner, name))
                continue
            case ast.Import() | ast.ImportFrom():
                bound = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
                if name in bound:
                    yield node
                continue
            case ast.Assign(targets=[ast.Name(id=own)]) if own == name:
                yield node
                continue
            case ast.Name(id=own) if own == name and not isinstance(node.ctx, ast.Load):
                yield node
        left += ast.iter_child_nodes(node)


def _is_global(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Global) and name in node.names
