"""The paths that a module makes up from its own place, its packages and the current folder."""

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
"""The root of a module's artifact, so that a path that leads out of it still shows that."""

PACKAGE = "/:package"
"""Where packages are, by their name with dots."""

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
"""Functions of a package and a path in it."""

_OWNERS = frozenset({"resources", "pkgutil", "pkg_resources"})
"""The modules that these are of, as they are mostly called."""

_RESOURCES = re.compile(rb"\bresources\b|\bpkgutil\b|\bpkg_resources\b|\bPackageLoader\b")

OF_FOLDERS = frozenset(
    {
        *("Path", "FileSystemLoader", "Jinja2Templates", "StaticFiles", "TemplateLookup"),
        *("listdir", "scandir", "walk", "glob", "iglob", "copytree", "isdir", "ModuleLoader"),
    }
)
"""Functions that a folder may be given to by its name alone."""

_JOINS = frozenset({"join", "joinpath", "with_name"})


@dataclass(frozen=True, slots=True)
class DataUse:
    """A path that a module makes up.

    Attributes:
        line: The line, from 1.
        text: The expression.
        path: The path, in Lambda or below `ABOVE` and `PACKAGE`; relative ones from the current
            folder.
        is_partial: Whether it goes on below that with what is only known when it runs.
        may_be_folder: Whether a folder is meant where the path names one.
    """

    line: int
    text: str
    path: str
    is_partial: bool = False
    may_be_folder: bool = True


def may_use_data(text: bytes) -> bool:
    """Return whether a module has anything that makes up or takes paths."""
    return bool(_MENTION.search(text))


def names_packages(text: bytes) -> bool:
    """Return whether a module may find data by the name of a package."""
    return bool(_RESOURCES.search(text))


def data_uses_of(
    text: bytes, tree: ast.Module, pieces: Iterable[Piece], file: str, names: tuple[str, str]
) -> tuple[DataUse, ...]:
    """Give the paths that a module makes up.

    Args:
        text: The module's text.
        tree: The same, parsed.
        pieces: What of it runs.
        file: Where it lies in its artifact.
        names: Its name, with dots, and that of the package that it is in, or is.
    """
    literals = LiteralValues(tree, (("__name__", names[0]), ("__package__", names[1])))
    values = _Values(tree, f"{ABOVE}/{file}", literals=literals)
    reader = _Reader(values, literals, bool(_RESOURCES.search(text)))
    return tuple(dict.fromkeys(reader.uses(pieces)))


@dataclass(frozen=True)
class _Values(FolderValues):
    """Knows ``importlib.resources.files`` as well."""

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
        """Of ``files("acme")``, ``files(acme.data)`` and, since 3.12, ``files()``."""
        if self.literals is None:
            return None
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        asked = arguments[0] if arguments else ast.Name("__package__", ast.Load())
        known = self.literals.texts(asked) or self._imported(asked)
        return None if known is None else tuple(f"{PACKAGE}/{one}" for one in known)

    def _imported(self, node: ast.expr) -> Values:
        """Return the name of a module that was imported, told by how it was."""
        first, _, rest = ast.unparse(node).partition(".")
        for one in ast.walk(self.tree):
            if isinstance(one, ast.Import):
                for name in one.names:
                    if (name.asname or name.name.partition(".")[0]) == first:
                        full = name.name if name.asname else first
                        return (".".join(filter(None, (full, rest))),)
            elif isinstance(one, ast.ImportFrom) and not one.level:
                for name in one.names:
                    if (name.asname or name.name) == first:
                        return (".".join(filter(None, (one.module, name.name, rest))),)
        return None


@dataclass(frozen=True)
class _Reader:
    values: _Values
    literals: LiteralValues
    has_resources: bool

    def uses(self, pieces: Iterable[Piece]) -> Iterator[DataUse]:
        """Give every path, the longest expression that makes it up once."""
        done: set[int] = set()
        for piece in pieces:
            node = piece.node
            if id(node) in done or not isinstance(node, ast.expr):
                continue
            found = list(self._of(node))
            if found or _is_search_path(node):
                done.update(id(one) for one in ast.walk(node))
            yield from found
            if isinstance(node, ast.Call) and not found:
                yield from self._arguments(node, done)

    def _of(self, node: ast.expr) -> Iterator[DataUse]:
        """Yield the paths of an expression that joins some, or opens what is in a package."""
        if isinstance(node, ast.Call) and self._is_of_package(node):
            yield from self._of_package(node)
        elif _is_join(node):
            for path, is_partial in self._paths(node):
                if path.startswith("/") or not isinstance(node, ast.JoinedStr):
                    yield _use(node, path, is_partial=is_partial)

    def _paths(self, node: ast.expr) -> Iterator[tuple[str, bool]]:
        known = self.values.of(node)
        if known is not None:
            yield from ((one, False) for one in known)
        elif prefix := self._prefix(node):
            yield prefix, True

    def _arguments(self, call: ast.Call, done: set[int]) -> Iterator[DataUse]:
        """Yield the paths that a call is given as they are."""
        if _is_search_path(call) or last_name(call.func) in _JOINS:
            return
        function = last_name(call.func)
        for one in (*call.args, *(each.value for each in call.keywords)):
            for part in one.elts if isinstance(one, (ast.List, ast.Tuple)) else [one]:
                if not isinstance(part, (ast.Constant, ast.Name, ast.JoinedStr, ast.BinOp)):
                    continue
                for path, is_partial in self._paths(part):
                    if path.startswith("/") and _is_join(part):
                        continue  # it comes by itself
                    if is_partial and not path.startswith("/") and not _opens(function):
                        continue
                    done.update(map(id, ast.walk(part)))
                    may_be_folder = is_partial or function in OF_FOLDERS
                    yield _use(call, path, is_partial=is_partial, may_be_folder=may_be_folder)
        yield from self._searched(call)

    def _searched(self, call: ast.Call) -> Iterator[DataUse]:
        """Yield a folder in which a call looks for files: ``BASE.glob("*.json")``."""
        if last_name(call.func) in ("glob", "rglob", "iterdir", "listdir", "scandir", "walk"):
            function = call.func
            owner = function.value if isinstance(function, ast.Attribute) else None
            for one in filter(None, (owner, *call.args[:1])):
                for path in self.values.of(one) or ():
                    if path.startswith("/"):
                        yield _use(call, path, is_partial=True)

    def _is_of_package(self, node: ast.Call) -> bool:
        """Tell the functions from methods of the same names: ``path.read_text("utf-8")``."""
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
            for one in inside or ():
                yield _use(node, posixpath.join(PACKAGE, package, one))

    def _prefix(self, node: ast.expr) -> str:
        """Return the folder that a path certainly starts with; empty where that is not known."""
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
    """Return whether a call changes ``sys.path``, which is no data."""
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    owner = function.value if isinstance(function, ast.Attribute) else None
    is_change = last_name(function) in ("append", "insert", "extend")
    return last_name(function) == "addsitedir" or (
        is_change and isinstance(owner, ast.Attribute) and ast.unparse(owner) == "sys.path"
    )


def is_in_task(path: str) -> bool:
    """Return whether a path is one in the code's folder: relative, or by its name in Lambda."""
    return not path.startswith("/") or f"{path}/".startswith(f"{TASK}/")
