"""How tests name the modules of flat functions, so that those of several run in one process.

Every flat function has a ``lambda_handler``, and a process has one module of a name. So tests
import that of ``functions/orders`` as ``functions.orders.lambda_handler``, from the repository's
root; a folder needs no ``__init__.py`` for that. The modules beside it have to be the ones that
the handler imports in Lambda, at the top: a second name would be a second module, which patches
of the first do not reach. So they keep their names, their folder comes on the search path, and
no two functions may have modules of the same name.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path

from ...errors import ScaffoldError, some
from .flat_names import HANDLER, FlatNames


@dataclass(frozen=True, slots=True)
class FlatTests:
    """What tests of a flat function need.

    Attributes:
        modules: The new names in tests of modules and packages, by their old ones.
        folders: The folders that have to be on the search path of the tests, from the
            repository's root.
    """

    modules: Mapping[str, str]
    folders: tuple[str, ...]


def importable_names(folder: Path) -> frozenset[str]:
    """Return the top-level names that can be imported where a folder is on the search path.

    ``lambda_handler`` is left out, by which tests never know a flat function's handler.
    """
    modules = {file.stem for file in folder.glob("*.py")}
    packages = {file.parent.name for file in folder.glob("*/*.py")}
    return frozenset(module for module in modules | packages if module.isidentifier()) - {HANDLER}


def flat_tests(
    folder: str, names: FlatNames, others: Iterable[str], importers: Sequence[str] = ()
) -> FlatTests:
    """Name a flat function's modules for its tests.

    Args:
        folder: The function's folder, from the repository's root: ``functions/orders``.
        names: Its layout.
        others: Top-level names that tests can import from elsewhere: the modules in other
            functions' folders, at the repository's root, and beside tests. They belong among
            the taken names that the layout is made with.
        importers: Its own modules that import the handler's.

    Raises:
        ScaffoldError: A test would get another function's module, or two of one.
    """
    if importers:
        raise ScaffoldError(
            f"{some(importers)} imports the handler, which tests have to know by another name "
            "than Lambda: move what it needs to a module of its own, or use --layout keep."
        )
    package = folder.split("/")
    wrong = [one for one in package if not one.isidentifier() or iskeyword(one)]
    if wrong:
        raise ScaffoldError(
            f"tests cannot import {HANDLER} from {folder}, as {wrong[0]} is not a name in "
            "Python: use --layout keep."
        )
    siblings = {file.place for file in names.files if file.place.endswith(".py")} - {
        f"{HANDLER}.py"
    }
    tops = {place.partition("/")[0].removesuffix(".py") for place in siblings}
    clashing = sorted(tops.intersection(others))
    if clashing:
        raise ScaffoldError(
            f"{some(clashing)} in {folder} is the name of another module that tests import: "
            "rename one of them, or use --layout keep."
        )
    handler = ".".join([*package, HANDLER])
    modules = {old: handler if new == HANDLER else new for old, new in names.modules.items()}
    folders = (".", posixpath.normpath(folder)) if siblings else (".",)
    return FlatTests(modules, folders)
