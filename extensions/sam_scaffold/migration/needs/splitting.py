"""Packages that are split between a function's folder and the layer, and their ``__init__.py``.

Python searches only the first regular package that it finds: with an ``__init__.py`` in one of the
two folders, the modules in the other are not found. Without any, both halves are found (measured
on Lambda's search path).
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...dependencies.source.conditions import never_holds
from ...dependencies.source.expressions import last_name
from .deciding import INIT, Decision, DecisionKind, Decisions
from .reading import Reading

_HARMLESS = frozenset(
    {"getLogger", "version", "TypeVar", "NewType", "namedtuple", "frozenset", "tuple", "set"}
)
"""Calls without side effects."""

_EFFECTLESS = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.Pass, ast.AnnAssign, ast.Assign, ast.AugAssign),
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An ``__init__.py`` that is in neither the layer nor a function.

    Attributes:
        path: Its path in the artifact.
        real: Its real path, from the repository's root.
        imports: Its import statements, which no longer run.
    """

    path: str
    real: str
    imports: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """Decisions that include every ``__init__.py``.

    Attributes:
        decisions: The decisions, without the files that are left out.
        left_out: The files that are left out.
        problems: The reasons why functions cannot be migrated, by key.
    """

    decisions: Decisions
    left_out: tuple[LeftOut, ...]
    problems: Mapping[str, str]


def split_packages(root: Path, readings: Sequence[Reading], decisions: Decisions) -> Split:
    """Decide on every ``__init__.py``.

    Args:
        root: The repository's root.
        readings: All functions of one code folder.
        decisions: The decision on each file on its own.
    """
    files = {real: file for real, file in decisions.files.items() if not _is_init(file)}
    inits = [file for file in decisions.files.values() if _is_init(file)]
    left_out: list[LeftOut] = []
    problems: dict[str, str] = {}
    for init in sorted(inits, key=lambda decision: -decision.path.count("/")):
        package = posixpath.dirname(init.path)
        below = [file for file in files.values() if file.path.startswith(f"{package}/")]
        holders = _holders(below)
        if not (_is_in_layer(below) and holders):
            files[init.real] = _placed(init, holders, in_layer=_is_in_layer(below))
        elif reason := need_of(root, init.real, readings):
            problems |= dict.fromkeys(holders, _problem(init, reason))
            files[init.real] = replace(init, kind=DecisionKind.SHARED, owner="", linked=())
        else:
            tree = ast.parse((root / init.real).read_bytes())
            left_out.append(LeftOut(init.path, init.real, tuple(_imported(tree))))
    ordered = sorted(files.values(), key=lambda decision: decision.path)
    kept = replace(decisions, files={decision.real: decision for decision in ordered})
    return Split(kept, tuple(left_out), problems)


def _is_init(file: Decision) -> bool:
    return posixpath.basename(file.path) == INIT and "/" in file.path


def _is_in_layer(below: Iterable[Decision]) -> bool:
    return any(file.kind is DecisionKind.SHARED for file in below)


def _holders(below: Iterable[Decision]) -> list[str]:
    """Return the functions whose folders get some of these files."""
    found = (key for file in below for key in (file.owner, *file.linked) if key)
    return list(dict.fromkeys(found))


def _placed(init: Decision, holders: Sequence[str], *, in_layer: bool) -> Decision:
    """Return the ``__init__.py`` of a package that is not split: it stays with the package."""
    if in_layer:
        return replace(
            init, kind=DecisionKind.SHARED, owner="", linked=(), why="of a shared package"
        )
    keys = tuple(holders) or init.users
    if init.kind is DecisionKind.OWN and init.owner in keys:
        return replace(init, linked=tuple(key for key in keys if key != init.owner))
    return replace(
        init, kind=DecisionKind.LINKED, owner="", linked=keys, why="of a package of several"
    )


def need_of(root: Path, init: str, readings: Sequence[Reading]) -> str:
    """Return why an ``__init__.py`` cannot be left out; empty if it can.

    Args:
        root: The repository's root.
        init: The file, from the root.
        readings: The functions that may need it.
    """
    for reading in readings:
        if edge := reading.taken.get(init):
            importer = reading.candidate.facts.shown(edge.importer)
            return f"binds {edge.names}, which {importer}:{edge.line} imports from it"
    line = next(_code(ast.parse((root / init).read_bytes()).body), 0)
    return f"runs code in line {line}" if line else ""


def _code(body: Iterable[ast.stmt]) -> Iterator[int]:
    """Yield the lines of statements that do more than import and define."""
    for node in body:
        if isinstance(node, ast.Try):
            yield from _code(
                [*node.body, *(statement for h in node.handlers for statement in h.body)]
            )
        elif isinstance(node, ast.If) and never_holds(node.test, (3, 12)):
            yield from _code(node.orelse)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        elif not isinstance(node, _EFFECTLESS) or _calls(node):
            yield node.lineno


def _calls(node: ast.stmt) -> bool:
    """Return whether an assignment calls a function, or changes another object."""
    if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    calls = (below for below in ast.walk(node) if isinstance(below, ast.Call))
    return any(last_name(call.func) not in _HARMLESS for call in calls) or any(
        isinstance(target, (ast.Attribute, ast.Subscript)) for target in targets
    )


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield ast.unparse(node)


def _problem(init: Decision, reason: str) -> str:
    package = posixpath.dirname(init.path)
    return (
        f"{init.real} {reason}, and {package} would be split between the function and the layer; "
        f"move that to a module of its own, or keep the package whole with --own "
        f"{posixpath.dirname(init.real)}."
    )
