"""Failing imports of a template's functions, determined once for all rules."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ..application.application import Application
from ..application.function import Function
from ..dependencies.importing.failed_import import MissingImport
from ..dependencies.importing.missing_imports import missing_imports
from ..dependencies.importing.module_cache import ModuleCache
from .search_paths import SearchPaths

_KNOWN: WeakKeyDictionary[Application, dict[str, tuple[MissingImport, ...]]] = WeakKeyDictionary()


def missing_in(facts: Application, function: Function) -> tuple[MissingImport, ...]:
    """Return the failing imports of a Python function; nothing for others, or if unknown.

    Args:
        facts: The application.
        function: One of its functions.
    """
    if facts not in _KNOWN:
        paths, sources = SearchPaths(facts), ModuleCache()
        _KNOWN[facts] = {
            each.logical_id: missing_imports(
                each.handler,
                paths.of(each),
                each.runtime,
                sources,
                paths.mounts_of(each),
            )
            for each in facts.functions
            if each.is_python
            and each.handler
            and each.code is not None
            and not each.has_parent_packages
        }
    return _KNOWN[facts].get(function.logical_id, ())
