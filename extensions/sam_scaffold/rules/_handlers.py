"""What a function's handler stands for, told from the text of its code."""

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
"""What a module raises that is broken, of another Python, or too deep to be parsed."""

_STARTS_OTHERWISE = "AWS_LAMBDA_EXEC_WRAPPER"
_MOST_STEPS = 8
"""Names that are followed from one to the next: they may go round in a circle."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


@dataclass(frozen=True, eq=False)
class HandlerModule:
    """A module of a function's.

    Attributes:
        code: The function's code and its layers, as Lambda's Python searches them.
        parts: The parts of the module's name: ``("src", "app")``.
        tree: Its text, parsed.
        is_package: Whether it is an ``__init__.py``.
    """

    code: tuple[Place, ...]
    parts: tuple[str, ...]
    tree: ast.Module
    is_package: bool

    @cached_property
    def names(self) -> ModuleNames:
        """Return the names that it has once it is imported."""
        return ModuleNames.of(self.tree)

    def definition(
        self, name: str, steps: int = _MOST_STEPS
    ) -> tuple[Definition, HandlerModule] | None:
        """Return what a name certainly stands for, and the module in which that is defined.

        Args:
            name: A name of the module's.
            steps: How many names may be followed.

        Returns:
            None where the text does not tell: two bindings, a call's result, a package.
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
                other = next(one.name for one in found.names if (one.asname or one.name) == name)
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
    """Return what a function's handler certainly is, and the module that defines it."""
    parts, attribute = handler_parts(function)
    if (text := _inline(function)) is not None:
        module = _parsed((), parts, text, is_package=False) if parts == ("index",) else None
    else:
        code = code_of(function)
        module = None if code is None else module_in(tuple(places_of(function, code)), parts)
    return None if module is None else module.definition(attribute)


def code_of(function: Function) -> Place | None:
    """Return the code of a function whose handler can be judged by its text."""
    if not _is_judged(function) or not function.is_python_built or function.has_parent_packages:
        return None
    code = function.code
    if code is None or code.is_dir():
        return code
    return zipfile.Path(code) if code.is_file() and zipfile.is_zipfile(code) else None


def _is_judged(function: Function) -> bool:
    """Whether Python's runtime starts the handler; a layer's script may start something else.

    https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper
    """
    variables = function.variables
    if not function.is_python or not function.handler or variables is None:
        return False
    return _STARTS_OTHERWISE not in variables and not sets_path(function)


def _inline(function: Function) -> str | None:
    """Return the code that stands in the template, None where it lies elsewhere."""
    code = function.properties.get("Code")
    inline = code.get("ZipFile") if isinstance(code, dict) else None
    found = function.properties.get("InlineCode", inline)
    return found if isinstance(found, str) and _is_judged(function) else None


def places_of(function: Function, code: Place) -> Iterator[Place]:
    """Yield where Lambda's Python looks for a handler: the code first, then the layers."""
    yield code
    for layer in function.layers:
        yield from filter(None, (layer.python, layer.built and layer.built / "python"))


def module_in(places: tuple[Place, ...], parts: tuple[str, ...]) -> HandlerModule | None:
    """Return a module on Python's search path, None where there is none that can be read."""
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
    """Return the file of a module below a folder, None where there is none."""
    above = place.joinpath(*parts[:-1])
    if not parts or "" in parts or not above.is_dir():
        return None
    last = parts[-1]
    # Lambda's file system tells case, wherever this runs.
    names = {one.name for one in above.iterdir()}
    if last in names and (above / last / "__init__.py").is_file():
        return above / last / "__init__.py"
    beside = [name for name in names if name.startswith(f"{last}.")]
    found = [name for name in beside if name == f"{last}.py" or name.endswith(BINARIES)]
    return above / min(found, key=len) if found else None


def own_nodes(definition: Definition) -> Iterator[ast.AST]:
    """Yield what is in a function, and not in a function or class below it."""
    left: list[ast.AST] = list(ast.iter_child_nodes(definition))
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, Definition):
            left += ast.iter_child_nodes(node)


def _bindings(tree: ast.Module, name: str) -> Iterator[ast.AST]:
    """Yield what binds a name in a module, on whichever branch."""
    left: list[ast.AST] = list(tree.body)
    while left:
        node = left.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                if node.name == name:
                    yield node
                yield from (one for one in ast.walk(node) if _is_global(one, name))
                continue
            case ast.Import() | ast.ImportFrom():
                bound = [one.asname or one.name.partition(".")[0] for one in node.names]
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
