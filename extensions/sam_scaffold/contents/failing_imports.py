"""The imports of a template's functions that fail, looked for once for all rules that ask."""

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
    """What a function of Python imports in vain; nothing of others, or where it is not known.

    Args:
        facts: What is known of the template.
        function: One of its functions.
    """
    if facts not in _KNOWN:
        paths, sources = SearchPaths(facts), ModuleCache()
        _KNOWN[facts] = {
            one.logical_id: missing_imports(
                one.handler,
                paths.of(one),
                one.runtime,
                sources,
                paths.mounts_of(one),
            )
            for one in facts.functions
            if one.is_python
            and one.handler
            and one.code is not None
            and not one.has_parent_packages
        }
    return _KNOWN[facts].get(function.logical_id, ())
