"""Locations of components: the parts of ``CodeUri`` and ``ContentUri``, and own names.

A component's own name is that of its folder, if only this component has the folder. Else it is its
logical id without the word for its kind, such as ``Function``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from ..model.intrinsics import Data
from ..model.names import name_problem, words

FUNCTION_SUFFIXES = ("Function", "Lambda", "Fn", "Handler")
LAYER_SUFFIXES = ("Layer",)

FUNCTION_WORDS = frozenset({"function", "lambda", "fn", "handler"})
LAYER_WORDS = frozenset({"layer", "deps", "dependencies", "lib", "libs", "packages"})
"""Words in logical ids that only denote the kind of component."""

# Names of folders that denote their content and not a component.
_GENERIC = frozenset(
    {
        *("app", "build", "code", "dist", "lib", "python", "src", "target"),
        *("fn", "function", "functions", "handler", "handlers", "lambda", "lambdas"),
        *("lambda_function", "lambda_functions", "lambda_handler"),
        *("lambda_layer", "layer", "layers"),
    }
)
_NOT_LOCAL = ("://", "$", "{", "\\")


@dataclass(frozen=True)
class Location:
    """A local path of a template: ``./functions/order_router/src/``.

    Attributes:
        prefix: ``"./"`` or empty.
        parents: Folders above the component's own folder, ``"functions"``.
        folder: The component's own folder or file, ``"order_router"``.
        colocated: Whether the code is in a subfolder ``src``.
        suffix: ``"/"`` or empty.
    """

    prefix: str
    parents: str
    folder: str
    colocated: bool
    suffix: str

    @classmethod
    def parse(cls, uri: Data) -> Location | None:
        """Parse a ``CodeUri``; return None unless it is a folder with a name of its own."""
        if not isinstance(uri, str) or any(mark in uri for mark in _NOT_LOCAL):
            return None
        parts = uri.removeprefix("./").removesuffix("/").split("/")
        inside = list(dropwhile(lambda part: part == "..", parts))
        if not inside or any(part in {"", ".", ".."} for part in inside):
            return None
        colocated = len(inside) > 1 and parts[-1] == "src"
        *parents, folder = parts[:-1] if colocated else parts
        prefix = "./" if uri.startswith("./") else ""
        suffix = "/" if uri.endswith("/") else ""
        return cls(prefix, "/".join(parents), folder, colocated, suffix)


def stem_of(logical_id: str, suffixes: Sequence[str]) -> tuple[str, str]:
    """Split a logical id into its stem and the suffix for its kind, which may be empty.

    Args:
        logical_id: A key in Resources.
        suffixes: The possible suffixes; the longest that matches counts.
    """
    for suffix in sorted(suffixes, key=len, reverse=True):
        if logical_id.endswith(suffix) and logical_id != suffix:
            return logical_id.removesuffix(suffix), suffix
    return logical_id, ""


def own_folder_name(location: Location | None, logical_id: str, suffixes: Sequence[str]) -> str:
    """Return the own name that a component has from its folder, in snake_case.

    Args:
        location: The location of its code.
        logical_id: Its key in Resources.
        suffixes: The possible suffixes of its logical id.

    Returns:
        An empty string if the folder's name is not related to the logical id.
    """
    if location is None:
        return ""
    name = "_".join(words(location.folder))
    stem = "_".join(words(stem_of(logical_id, suffixes)[0]))
    if _is_related(name, stem, "_".join(words(logical_id))):
        return name
    return stem if _is_related(stem, name, name) else ""


def _is_related(name: str, stem: str, whole: str) -> bool:
    """Return whether a name's words are among those of another, or its letters are the same."""
    if name in _GENERIC or not name or (name_problem(name) and "_" in name):
        return False
    return f"_{name}_" in f"_{whole}_" or name.replace("_", "") == stem.replace("_", "")


def own_names(folder_name: str, logical_id: str, suffixes: Sequence[str]) -> list[str]:
    """Return the names that a component's properties may contain, the likeliest first."""
    stem = "_".join(words(stem_of(logical_id, suffixes)[0]))
    return [name for name in dict.fromkeys([folder_name, stem]) if name]
