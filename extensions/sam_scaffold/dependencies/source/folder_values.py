"""Values in Lambda of expressions for folders, determined only from a module's text."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from .expressions import last_name

TASK = "/var/task"
"""Code folder in Lambda, which is also the working directory and first on the search path.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
"""

_VARIABLES = {"LAMBDA_TASK_ROOT": TASK, "LAMBDA_RUNTIME_DIR": "/var/runtime", "PWD": TASK}

_CONSTANTS = {"curdir": ".", "pardir": "..", "sep": "/"}

_MOST = 50
"""Maximum number of values of an expression; real code has fewer."""

_DEEPEST = 20

Values = tuple[str, ...] | None
"""Values that an expression may have; None if unknown."""


def _absolute(path: str) -> str:
    return posixpath.normpath(posixpath.join(TASK, path))


_OF_ONE: dict[str, Callable[[str], str]] = {
    "abspath": _absolute,
    "realpath": _absolute,
    "resolve": _absolute,
    "absolute": _absolute,
    "normpath": posixpath.normpath,
    "dirname": posixpath.dirname,
    "str": str,
    "fspath": str,
    "as_posix": str,
    "Path": str,
    "PurePath": str,
    "PurePosixPath": str,
    "PosixPath": str,
}
"""Functions and methods with one path."""

_NOT_ARGUMENTS = {"resolve", "absolute", "as_posix"}


@dataclass(frozen=True)
class FolderValues:
    """Evaluator of the expressions of a module.

    Attributes:
        tree: The module.
        file: Its path in Lambda: ``/var/task/app.py``.
    """

    tree: ast.Module
    file: str
    _known: dict[str, Values] = field(default_factory=dict)

    def of(self, node: ast.AST, depth: int = 0) -> Values:
        """Return the values of an expression for a string or a path."""
        if depth > _DEEPEST:
            return None
        found = self._of(node, depth + 1)
        return None if found is None or len(found) > _MOST else tuple(dict.fromkeys(found))

    def of_each(self, node: ast.AST, depth: int = 0) -> Values:
        """Return the values of the elements of a list expression."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            found = [self.of(elt, depth + 1) for elt in node.elts]
            return (
                None if None in found else tuple(text for values in found for text in values or ())
            )
        if isinstance(node, ast.Name) and depth <= _DEEPEST:
            bound = self._bound.get(node.id, ())
            if len(bound) == 1 and not isinstance(bound[0], ast.For):
                return self.of_each(bound[0], depth + 1)
        return None

    def _of(self, node: ast.AST, depth: int) -> Values:  # noqa: PLR0911 - a form each
        if isinstance(node, ast.Constant):
            return (node.value,) if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            return (self.file,) if node.id == "__file__" else self._of_name(node.id, depth)
        if isinstance(node, ast.Attribute):
            return self._of_attribute(node, depth)
        if isinstance(node, ast.Subscript):
            return self._of_item(node, depth)
        if isinstance(node, ast.Call):
            return self._of_call(node, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.Add)):
            join = posixpath.join if isinstance(node.op, ast.Div) else _concatenated
            return self._joined(join, (node.left, node.right), depth)
        if isinstance(node, ast.JoinedStr):
            return self._joined(_concatenated, node.values, depth)
        if isinstance(node, ast.FormattedValue):
            return self.of(node.value, depth) if node.format_spec is None else None
        if isinstance(node, ast.IfExp):
            return self._either((node.body, node.orelse), depth)
        return self._either(node.values, depth) if isinstance(node, ast.BoolOp) else None

    @cached_property
    def _bound(self) -> dict[str, tuple[ast.AST, ...]]:
        """Return the values to which each name is bound, and the loops over it."""
        found: dict[str, list[ast.AST]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    for name in ast.walk(target):
                        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                            value = node.value if name is target else target
                            found.setdefault(name.id, []).append(value)
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
                if isinstance(node.target, ast.Name) and node.value is not None:
                    found.setdefault(node.target.id, []).append(node.value)
            elif isinstance(node, (ast.For, ast.AugAssign)) and isinstance(node.target, ast.Name):
                found.setdefault(node.target.id, []).append(node)
            elif isinstance(node, ast.arg):
                found.setdefault(node.arg, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    def _of_name(self, name: str, depth: int) -> Values:
        bound = self._bound.get(name, ())
        if name in _CONSTANTS and not bound:
            return (_CONSTANTS[name],)
        if name not in self._known:
            self._known[name] = None  # unknown if it depends on itself
            found = [
                self.of_each(value.iter, depth)
                if isinstance(value, ast.For)
                else self.of(value, depth)
                for value in bound
            ]
            if found and None not in found:
                self._known[name] = tuple(text for values in found for text in values or ())
        return self._known[name]

    def _of_attribute(self, node: ast.Attribute, depth: int) -> Values:
        if node.attr in _CONSTANTS:
            return (_CONSTANTS[node.attr],)
        return self._each(posixpath.dirname, node.value, depth) if node.attr == "parent" else None

    def _of_item(self, node: ast.Subscript, depth: int) -> Values:
        """Evaluate ``os.environ["X"]``, ``sys.path[0]``, ``path.parents[1]``, ``split(x)[0]``."""
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        text = ast.unparse(node.value)
        if text.endswith("environ"):
            return self._variable(key)
        if text == "sys.path":
            return (TASK,) if key == 0 else None
        value = node.value
        if isinstance(value, ast.Attribute) and value.attr == "parents" and isinstance(key, int):
            return self._each(lambda path: _above(path, key + 1), value.value, depth)
        if isinstance(value, ast.Call) and last_name(value.func) == "split" and key == 0:
            return self._each(posixpath.dirname, value.args[0], depth) if value.args else None
        return None

    def _of_call(self, node: ast.Call, depth: int) -> Values:  # noqa: PLR0911
        name = last_name(node.func)
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        if name in ("getcwd", "cwd"):
            return (TASK,)
        if name in ("getfile", "getsourcefile"):
            return (self.file,)
        if name == "getenv" or (name == "get" and "environ" in ast.unparse(node.func)):
            key = node.args[0] if node.args else None
            return self._variable(key.value if isinstance(key, ast.Constant) else None)
        if name == "join" and not isinstance(owner, ast.Constant):
            return self._joined(posixpath.join, node.args, depth)
        if name == "joinpath" and owner is not None:
            return self._joined(posixpath.join, (owner, *node.args), depth)
        if name in ("Path", "PurePath") and len(node.args) != 1:
            return self._joined(posixpath.join, node.args, depth) if node.args else (".",)
        if name in _OF_ONE:
            of = owner if name in _NOT_ARGUMENTS else next(iter(node.args), None)
            return None if of is None else self._each(_OF_ONE[name], of, depth)
        return None

    @staticmethod
    def _variable(name: object) -> Values:
        return (_VARIABLES[name],) if isinstance(name, str) and name in _VARIABLES else None

    def _each(self, change: Callable[[str], str], node: ast.AST, depth: int) -> Values:
        found = self.of(node, depth)
        return None if found is None else tuple(map(change, found))

    def _joined(self, join: Callable[..., str], parts: Iterable[ast.AST], depth: int) -> Values:
        found = [self.of(part, depth) for part in parts]
        if not found or None in found:
            return None
        known = [values for values in found if values is not None]
        return tuple(
            join(*combination)
            for combination, _ in zip(product(*known), range(_MOST + 1), strict=False)
        )

    def _either(self, nodes: Iterable[ast.AST], depth: int) -> Values:
        found = [self.of(node, depth) for node in nodes]
        return None if None in found else tuple(text for values in found for text in values or ())


def _concatenated(*parts: str) -> str:
    return "".join(parts)


def _above(path: str, steps: int) -> str:
    for _ in range(min(steps, _DEEPEST)):
        path = posixpath.dirname(path)
    return path
