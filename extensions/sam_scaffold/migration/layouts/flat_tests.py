"""Names of flat functions' modules in tests, so that tests of several run in one process.

Every flat function has a ``lambda_handler``, and a process has one module per name. So tests
import that of ``functions/orders`` as ``functions.orders.lambda_handler``, from the repository's
root; this needs no ``__init__.py``. The modules next to it must be those that the handler imports
in Lambda, at the top level: a second name would create a second module, which patches of the first
do not affect. So they keep their names, their folder is added to the search path, and no two
functions may have modules of the same name.
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
    """Requirements of a flat function's tests.

    Attributes:
        modules: The new names of modules and packages in tests, by their old ones.
        folders: The folders for the search path of the tests, from the repository's root.
    """

    modules: Mapping[str, str]
    folders: tuple[str, ...]


def importable_names(folder: Path) -> frozenset[str]:
    """Return the top-level names that can be imported with a folder on the search path.

    ``lambda_handler`` is left out, as tests never import a handler by that name.
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
            functions' folders, at the repository's root, and next to tests. The layout must
            treat them as taken.
        importers: Its own modules that import the handler.

    Raises:
        ScaffoldError: A test would import another function's module, or one module twice.
    """
    if importers:
        raise ScaffoldError(
            f"{some(importers)} imports the handler, which has different names in tests and in "
            "Lambda: move what it needs to a module of its own, or use --layout keep."
        )
    package = folder.split("/")
    wrong = [part for part in package if not part.isidentifier() or iskeyword(part)]
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
