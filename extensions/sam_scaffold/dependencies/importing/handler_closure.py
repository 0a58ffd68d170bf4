"""Files that a handler needs, determined only from the text of modules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..packages.runtime_modules import runtime_modules
from .added_path_entries import added_places
from .closure_parts import DataFile, Edge, Needed, Unfollowed, Unparsable
from .data_files import DataFiles
from .failed_import import MissingImport
from .import_closure import ImportClosure
from .importer import Importer
from .missing_imports import missing_imports
from .module_cache import ModuleCache
from .path_entries import Mount, PathEntry

__all__ = ["DataFile", "Edge", "HandlerClosure", "Needed", "Unfollowed", "Unparsable", "closure_of"]

_PATH = re.compile(rb"\b(sys\.(path|modules|meta_path|path_hooks)|addsitedir)\b")

_LOADED = frozenset(
    {
        *(
            "_io",
            "abc",
            "builtins",
            "codecs",
            "encodings",
            "gc",
            "io",
            "itertools",
            "marshal",
            "os",
        ),
        *("posix", "site", "stat", "sys", "time", "zipimport"),
        *("argparse", "base64", "collections", "copy", "datetime", "decimal", "enum", "functools"),
        *("http", "importlib", "json", "logging", "random", "re", "socket", "ssl", "string"),
        *("subprocess", "tempfile", "threading", "traceback", "types", "typing", "urllib"),
        *("warnings", "weakref", "awslambdaric", "runtime_client", "simplejson"),
    }
)


@dataclass(frozen=True, slots=True)
class HandlerClosure:
    """Files and packages that a handler needs.

    Attributes:
        modules: The modules in the folders of its search path, in loading order.
        edges: The uses of modules by others.
        unfollowed: The uses that cannot be determined.
        data: The files and folders that are read.
        unparsable: The modules that cannot be parsed.
        missing: The imports that certainly fail.
        installed: The top-level names of imports from other sources.
    """

    modules: tuple[Needed, ...] = ()
    edges: tuple[Edge, ...] = ()
    unfollowed: tuple[Unfollowed, ...] = ()
    data: tuple[DataFile, ...] = ()
    unparsable: tuple[Unparsable, ...] = ()
    missing: tuple[MissingImport, ...] = ()
    installed: frozenset[str] = field(default=frozenset())


def closure_of(
    handler: str,
    places: Sequence[PathEntry],
    runtime: str,
    sources: ModuleCache,
    mounts: Sequence[Mount] = (),
    without: frozenset[Path] = frozenset(),
    *,
    fails: bool = True,
) -> HandlerClosure:
    """Return what a handler needs, by all direct and transitive imports.

    Imports in functions count, called or not, as do optional ones that are found, but not those
    below ``if TYPE_CHECKING``.

    Args:
        handler: The handler as in the template: ``app.handler`` or ``src/orders/app.handler``.
        places: Python's search path before the runtime's own folders.
        runtime: ``python3.12``.
        sources: The cache of modules, for functions that share code.
        mounts: The paths of folders in Lambda, to determine additions to the search path.
        without: The ``__init__.py`` files to ignore.
        fails: Whether to find failing imports as well.

    Returns:
        An empty closure if the handler does not exist.
    """
    version = re.fullmatch(r"python(\d+)\.(\d+)", runtime)
    if version is None:
        return HandlerClosure()
    known = runtime_modules(runtime)
    importer = Importer(
        tuple(places),
        known,
        (int(version[1]), int(version[2])),
        sources,
        loaded=known & _LOADED,
        without=without,
    )
    name = handler.rpartition(".")[0].replace("/", ".")
    found = _followed(name, importer, tuple(mounts))
    if found is None:
        return HandlerClosure()
    files = DataFiles(found.importer, mounts)
    for module in found.importer.modules.values():
        files.read(module)
    missing = missing_imports(handler, places, runtime, sources, mounts, without) if fails else ()
    return HandlerClosure(
        _modules(found),
        tuple(found.edges.values()),
        (*found.unfollowed.values(), *files.unfollowed.values()),
        tuple(files.data.values()),
        tuple(found.unparsable.values()),
        tuple(failed for failed in missing if failed.is_sure),
        frozenset(found.installed),
    )


def _followed(handler: str, importer: Importer, mounts: tuple[Mount, ...]) -> ImportClosure | None:
    """Return the loaded modules, with folders that modules add to the search path."""
    found = ImportClosure(importer)
    if not found.run(handler):
        return None
    loaded = [module.source for module in importer.modules.values() if module.source]
    added = added_places(loaded, mounts, importer.python, importer.sources)
    if added is None:
        if found.is_short:
            _note_path_changes(found, mounts)
        return found
    first, last = (tuple(entry for entry in new if entry not in importer.places) for new in added)
    if not first and not last:
        return found
    places = (*first, *importer.places, *last)
    return _followed(handler, replace(importer, places=places, modules={}), mounts) or found


def _note_path_changes(found: ImportClosure, mounts: tuple[Mount, ...]) -> None:
    """Record the modules whose additions to the search path are unknown."""
    importer = found.importer
    for module in importer.modules.values():
        source = module.source
        if source is None:
            continue
        if added_places([source], mounts, importer.python, importer.sources) is None:
            match = _PATH.search(source.text)
            at = match.start() if match else 0
            line = source.text.count(b"\n", 0, at) + 1
            text = source.text.splitlines()[line - 1].decode(errors="replace").strip()
            why = "what it adds to the search path is only known at run time"
            found.unfollowed[source.file, line, text] = Unfollowed(source.file, line, text, why)


def _modules(found: ImportClosure) -> tuple[Needed, ...]:
    return tuple(
        Needed(
            module.name, module.found.file, module.found.file.name.partition(".")[0] == "__init__"
        )
        for module in found.importer.modules.values()
        if module.found.file is not None
    )
