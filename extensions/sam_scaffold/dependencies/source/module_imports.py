"""Imports of a module, determined only from its text, without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .conditions import never_holds, surely_holds, tells_of_environment
from .expressions import last_name

_GUARDS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
"""Exceptions whose handlers catch a failing import."""

_Function = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Import:
    """Import of a module or a name.

    Attributes:
        module: The module that is imported, or imported from: ``acme.money``; empty in
            ``from . import money``.
        name: The imported name, or ``"*"``; empty in ``import acme.money``. It may also be a
            module.
        level: The number of leading dots: 0 for an absolute import.
        line: The line, from 1.
        column: The column, from 1.
        statement: The index of its outermost statement in the module, from 0.
        lazy: Whether it runs when a function is called rather than with the module.
        inside: The line of the innermost ``def`` around it; 0 for none.
        guarded: Whether it may fail, or may never run.
        instead_of: In an exception handler, the imports that must fail first.
    """

    module: str
    name: str
    level: int
    line: int
    column: int
    statement: int
    lazy: bool = False
    inside: int = 0
    guarded: bool = False
    instead_of: tuple[Import, ...] = ()


def imports_of(
    tree: ast.Module, python: tuple[int, int], *, by_name: bool = True
) -> tuple[Import, ...]:
    """Return the imports of a module, in the order of its text.

    They are statements, and calls of ``importlib.import_module`` and ``__import__`` with a
    literal name, except those below ``if TYPE_CHECKING`` or a false condition.

    Args:
        tree: The module.
        python: The version of Python: ``(3, 12)``.
        by_name: Whether to find the calls as well, for which every expression is visited.
    """
    reader = _Reader(python, by_name)
    return tuple(
        import_
        for number, statement in enumerate(tree.body)
        for import_ in reader.statement(statement, _Context(number))
    )


@dataclass(frozen=True)
class _Context:
    """Context of a part of a module."""

    statement: int
    lazy: bool = False
    inside: int = 0
    guarded: bool = False
    instead_of: tuple[Import, ...] = ()

    def found(self, node: ast.AST, module: str, name: str = "", level: int = 0) -> Import:
        return Import(
            module,
            name,
            level,
            getattr(node, "lineno", 1),
            getattr(node, "col_offset", 0) + 1,
            self.statement,
            self.lazy,
            self.inside,
            self.guarded,
            self.instead_of,
        )


@dataclass(frozen=True)
class _Reader:
    """Traversal of a module for a version of Python."""

    python: tuple[int, int]
    by_name: bool

    def statements(self, body: Iterable[ast.AST], context: _Context) -> Iterator[Import]:
        for node in body:
            if self.by_name or not isinstance(node, ast.expr):
                yield from self.statement(node, context)

    def statement(self, node: ast.AST, context: _Context) -> Iterator[Import]:
        """Yield the imports in a statement or expression and below it."""
        if isinstance(node, ast.Import):
            yield from (context.found(node, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from (context.found(node, module, name.name, node.level) for name in node.names)
        elif isinstance(node, _Function):
            yield from self._function(node, context)
        elif isinstance(node, ast.If):
            yield from self._if(node, context)
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            yield from self._try(node, context)  # type: ignore[arg-type] # TryStar came in 3.11
        elif isinstance(node, (ast.With, ast.AsyncWith)) and _suppresses(node):
            yield from self.statements(node.body, replace(context, guarded=True))
        elif isinstance(node, ast.match_case):
            yield from self.statements(node.body, _branch(context))
        else:
            if isinstance(node, ast.Call):
                yield from _called(node, context)
            yield from self.statements(ast.iter_child_nodes(node), context)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, context: _Context
    ) -> Iterator[Import]:
        """Visit a function; decorators and defaults run at its definition, its body later."""
        if not isinstance(node, ast.Lambda):
            yield from self.statements(node.decorator_list, context)
        yield from self.statements([node.args], context)
        if isinstance(node, ast.Lambda):
            yield from self.statements([node.body], replace(context, lazy=True))
        else:
            inside = replace(context, lazy=True, inside=node.lineno)
            yield from self.statements(node.body, inside)

    def _if(self, node: ast.If, context: _Context) -> Iterator[Import]:
        yield from self.statements([node.test], context)
        if surely_holds(node.test, self.python):
            yield from self.statements(node.body, context)
        elif never_holds(node.test, self.python):
            yield from self.statements(node.orelse, context)
        else:
            branch = _branch(context, node.test)
            yield from self.statements([*node.body, *node.orelse], branch)

    def _try(self, node: ast.Try, context: _Context) -> Iterator[Import]:
        is_guard = any(map(_catches, node.handlers))
        tried = list(self.statements(node.body, replace(context, guarded=is_guard)))
        if context.guarded:
            tried = [replace(import_, guarded=True) for import_ in tried]
        yield from tried
        instead = tuple(import_ for import_ in tried if import_.lazy == context.lazy)
        for handler in node.handlers:
            fallback = replace(context, instead_of=instead, guarded=not instead)
            if not _catches(handler) or context.guarded:
                fallback = replace(context, guarded=True)
            yield from self.statements(handler.body, fallback)
        after = replace(context, guarded=context.guarded or bool(is_guard and tried))
        yield from self.statements(node.orelse, after)
        yield from self.statements(node.finalbody, context)


def _branch(context: _Context, test: ast.expr | None = None) -> _Context:
    """Return the context of a conditional branch.

    In a function, it runs eventually, unless the condition depends on the environment; a module
    that is conditionally imported at module level is mostly a development tool.
    """
    is_somewhere = test is not None and tells_of_environment(test)
    return replace(context, guarded=context.guarded or not context.lazy or is_somewhere)


def _catches(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler catches a failing import without re-raising it."""
    named = handler.type
    kinds = named.elts if isinstance(named, ast.Tuple) else [named]
    if isinstance(handler.body[-1], ast.Raise):
        return False
    return any(kind is None or last_name(kind) in _GUARDS for kind in kinds)


def _suppresses(node: ast.With | ast.AsyncWith) -> bool:
    """Return whether it is ``contextlib.suppress(ImportError)``."""
    calls = (item.context_expr for item in node.items)
    return any(
        isinstance(call, ast.Call)
        and last_name(call.func) == "suppress"
        and any(last_name(argument) in _GUARDS for argument in call.args)
        for call in calls
    )


def _called(node: ast.Call, context: _Context) -> Iterator[Import]:
    """Yield the import of a call with a literal name."""
    function = last_name(node.func)
    if function not in ("import_module", "__import__") or not node.args:
        return
    name = node.args[0]
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        module = name.value
        if module and not module.startswith("."):  # dynamic_imports resolves dots
            yield context.found(node, module)
