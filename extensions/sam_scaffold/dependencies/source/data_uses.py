"""Paths that a module builds from its own path, its packages and the working directory."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .expressions import last_name
from .folder_values import TASK, FolderValues, Values
from .literal_values import LiteralValues
from .running_statements import Piece

ABOVE = "/:above" * 9
"""Root of a module's artifact, deep enough to recognise paths that lead out of it."""

PACKAGE = "/:package"
"""Parent of packages, by their dotted names."""

_MENTION = re.compile(
    rb"__file__|\bopen|Path\b|Loader\b|\bresources\b|get_data|read|load|dir\b|glob|TASK_ROOT|walk"
    rb"|exists|isfile|Templates|StaticFiles|getcwd|resource_"
)

_OF_PACKAGES = frozenset(
    {
        *(
            "read_text",
            "read_binary",
            "open_text",
            "open_binary",
            "path",
            "is_resource",
            "contents",
        ),
        *("get_data", "PackageLoader"),
        *("resource_filename", "resource_string", "resource_stream", "resource_listdir"),
    }
)
"""Functions with a package and a path in it as arguments."""

_OWNERS = frozenset({"resources", "pkgutil", "pkg_resources"})
"""Usual names of the modules of these functions."""

_RESOURCES = re.compile(rb"\bresources\b|\bpkgutil\b|\bpkg_resources\b|\bPackageLoader\b")

OF_FOLDERS = frozenset(
    {
        *("Path", "FileSystemLoader", "Jinja2Templates", "StaticFiles", "TemplateLookup"),
        *("listdir", "scandir", "walk", "glob", "iglob", "copytree", "isdir", "ModuleLoader"),
    }
)
"""Functions that accept the name of a folder."""

_JOINS = frozenset({"join", "joinpath", "with_name"})


@dataclass(frozen=True, slots=True)
class DataUse:
    """Path that a module builds.

    Attributes:
        line: The line, from 1.
        text: The expression.
        path: The path, in Lambda or below `ABOVE` and `PACKAGE`; relative ones are relative to
            the working directory.
        is_partial: Whether the rest of the path is only known at run time.
        may_be_folder: Whether it may refer to a folder.
    """

    line: int
    text: str
    path: str
    is_partial: bool = False
    may_be_folder: bool = True


def may_use_data(text: bytes) -> bool:
    """Return whether a module may build or use paths."""
    return bool(_MENTION.search(text))


def names_packages(text: bytes) -> bool:
    """Return whether a module may locate data by the name of a package."""
    return bool(_RESOURCES.search(text))


def data_uses_of(
    text: bytes, tree: ast.Module, pieces: Iterable[Piece], file: str, names: tuple[str, str]
) -> tuple[DataUse, ...]:
    """Return the paths that a module builds.

    Args:
        text: The module's text.
        tree: Its syntax tree.
        pieces: Its parts that run.
        file: Its path in the artifact.
        names: Its dotted name, and that of its package, or of itself if it is one.
    """
    literals = LiteralValues(tree, (("__name__", names[0]), ("__package__", names[1])))
    values = _Values(tree, f"{ABOVE}/{file}", literals=literals)
    reader = _Reader(values, literals, bool(_RESOURCES.search(text)))
    return tuple(dict.fromkeys(reader.uses(pieces)))


@dataclass(frozen=True)
class _Values(FolderValues):
    """Values that include ``importlib.resources.files``."""

    literals: LiteralValues | None = None

    def _of_call(self, node: ast.Call, depth: int) -> Values:
        name = last_name(node.func)
        if name == "files":
            return self._of_files(node)
        if name == "with_name" and isinstance(node.func, ast.Attribute) and node.args:
            folder = ast.Attribute(node.func.value, "parent", ast.Load())
            return self._joined(posixpath.join, (folder, node.args[0]), depth)
        return super()._of_call(node, depth)

    def _of_files(self, node: ast.Call) -> Values:
        """Evaluate ``files("acme")``, ``files(acme.data)`` and, since 3.12, ``files()``."""
        if self.literals is None:
            return None
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        asked = arguments[0] if arguments else ast.Name("__package__", ast.Load())
        known = self.literals.texts(asked) or self._imported(asked)
        return None if known is None else tuple(f"{PACKAGE}/{package}" for package in known)

    def _imported(self, node: ast.expr) -> Values:
        """Return the name of an imported module, by its import statement."""
        first, _, rest = ast.unparse(node).partition(".")
        for statement in ast.walk(self.tree):
            if isinstance(statement, ast.Import):
                for name in statement.names:
                    if (name.asname or name.name.partition(".")[0]) == first:
                        full = name.name if name.asname else first
                        return (".".join(filter(None, (full, rest))),)
            elif isinstance(statement, ast.ImportFrom) and not statement.level:
                for name in statement.names:
                    if (name.asname or name.name) == first:
                        return (".".join(filter(None, (statement.module, name.name, rest))),)
        return None


@dataclass(frozen=True)
class _Reader:
    values: _Values
    literals: LiteralValues
    has_resources: bool

    def uses(self, pieces: Iterable[Piece]) -> Iterator[DataUse]:
        """Yield every path once, for the longest expression that builds it."""
        done: set[int] = set()
        for piece in pieces:
            node = piece.node
            if id(node) in done or not isinstance(node, ast.expr):
                continue
            found = list(self._of(node))
            if found or _is_search_path(node):
                done.update(id(below) for below in ast.walk(node))
            yield from found
            if isinstance(node, ast.Call) and not found:
                yield from self._arguments(node, done)

    def _of(self, node: ast.expr) -> Iterator[DataUse]:
        """Yield the paths of an expression that joins paths, or opens a file of a package."""
        if isinstance(node, ast.Call) and self._is_of_package(node):
            yield from self._of_package(node)
        elif _is_join(node):
            for path, is_partial in self._paths(node):
                if path.startswith("/") or not isinstance(node, ast.JoinedStr):
                    yield _use(node, path, is_partial=is_partial)

    def _paths(self, node: ast.expr) -> Iterator[tuple[str, bool]]:
        known = self.values.of(node)
        if known is not None:
            yield from ((path, False) for path in known)
        elif prefix := self._prefix(node):
            yield prefix, True

    def _arguments(self, call: ast.Call, done: set[int]) -> Iterator[DataUse]:
        """Yield the paths that are arguments of a call."""
        if _is_search_path(call) or last_name(call.func) in _JOINS:
            return
        function = last_name(call.func)
        for argument in (*call.args, *(each.value for each in call.keywords)):
            for part in (
                argument.elts if isinstance(argument, (ast.List, ast.Tuple)) else [argument]
            ):
                if not isinstance(part, (ast.Constant, ast.Name, ast.JoinedStr, ast.BinOp)):
                    continue
                for path, is_partial in self._paths(part):
                    if path.startswith("/") and _is_join(part):
                        continue  # it is yielded on its own
                    if is_partial and not path.startswith("/") and not _opens(function):
                        continue
                    done.update(map(id, ast.walk(part)))
                    may_be_folder = is_partial or function in OF_FOLDERS
                    yield _use(call, path, is_partial=is_partial, may_be_folder=may_be_folder)
        yield from self._searched(call)

    def _searched(self, call: ast.Call) -> Iterator[DataUse]:
        """Yield a folder that a call searches: ``BASE.glob("*.json")``."""
        if last_name(call.func) in ("glob", "rglob", "iterdir", "listdir", "scandir", "walk"):
            function = call.func
            owner = function.value if isinstance(function, ast.Attribute) else None
            for place in filter(None, (owner, *call.args[:1])):
                for path in self.values.of(place) or ():
                    if path.startswith("/"):
                        yield _use(call, path, is_partial=True)

    def _is_of_package(self, node: ast.Call) -> bool:
        """Separate the functions from methods of the same name: ``path.read_text("utf-8")``."""
        if not (self.has_resources and last_name(node.func) in _OF_PACKAGES and node.args):
            return False
        if not isinstance(node.func, ast.Attribute):
            return True
        owner = node.func.value
        is_named = isinstance(owner, (ast.Name, ast.Attribute))
        return is_named and (last_name(owner) in _OWNERS or len(node.args) > 1)

    def _of_package(self, node: ast.Call) -> Iterator[DataUse]:
        packages = self.literals.texts(node.args[0])
        is_loader = last_name(node.func) == "PackageLoader"
        inside: Values = ("templates",) if is_loader else ("",)
        if len(node.args) > 1:
            inside = self.values.of(node.args[1])
        for package in packages or ():
            if inside is None:
                yield _use(node, f"{PACKAGE}/{package}", is_partial=True)
            for path in inside or ():
                yield _use(node, posixpath.join(PACKAGE, package, path))

    def _prefix(self, node: ast.expr) -> str:
        """Return the folder with which a path certainly starts; empty if unknown."""
        known = self.values.of(node)
        if known is not None:
            return known[0] if len(known) == 1 else ""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return self._prefix(node.left)
        if isinstance(node, ast.Call) and last_name(node.func) in ("join", "joinpath", "Path"):
            function = node.func
            is_path = last_name(function) == "joinpath" and isinstance(function, ast.Attribute)
            first = [function.value] if is_path and isinstance(function, ast.Attribute) else []
            return self._joined([*first, *node.args])
        parts: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr):
            parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [node.left, node.right]
        return posixpath.dirname(self._text(parts))

    def _joined(self, parts: list[ast.expr]) -> str:
        path = ""
        for part in parts:
            known = self.values.of(part)
            if known is None or len(known) != 1:
                more = self._prefix(part)
                return posixpath.join(path, more) if path and more else path or more
            path = posixpath.join(path, known[0])
        return path

    def _text(self, parts: list[ast.expr]) -> str:
        text = ""
        for part in parts:
            known = self.values.of(part)
            if known is None or len(known) != 1:
                is_nested = isinstance(part, ast.BinOp) and isinstance(part.op, ast.Add)
                inner = [part.left, part.right] if is_nested and isinstance(part, ast.BinOp) else []
                return text + self._text(inner)
            text += known[0]
        return text


def _use(
    node: ast.expr, path: str, *, is_partial: bool = False, may_be_folder: bool = True
) -> DataUse:
    return DataUse(
        node.lineno, ast.unparse(node), posixpath.normpath(path), is_partial, may_be_folder
    )


def _opens(function: str) -> bool:
    return function.startswith("open") or function in OF_FOLDERS


def _is_join(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.Div, ast.Add))
    if isinstance(node, ast.Call):
        name = last_name(node.func)
        is_text = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Constant)
        return (name in _JOINS and not is_text) or (name == "Path" and len(node.args) > 1)
    return isinstance(node, ast.JoinedStr)


def _is_search_path(node: ast.expr) -> bool:
    """Return whether a call changes ``sys.path`` instead of reading data."""
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    owner = function.value if isinstance(function, ast.Attribute) else None
    is_change = last_name(function) in ("append", "insert", "extend")
    return last_name(function) == "addsitedir" or (
        is_change and isinstance(owner, ast.Attribute) and ast.unparse(owner) == "sys.path"
    )


def is_in_task(path: str) -> bool:
    """Return whether a path is in the code folder: relative, or absolute in Lambda."""
    return not path.startswith("/") or f"{path}/".startswith(f"{TASK}/")
