"""The imports of a template's functions that fail, looked for once for all rules that ask."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ..dependencies.missing import MissingImport
from ..dependencies.search_path import missing_imports
from ..dependencies.sources import Sources
from ..facts.facts import Facts
from ..facts.function import Function
from ..facts.search_paths import SearchPaths

_KNOWN: WeakKeyDictionary[Facts, dict[str, tuple[MissingImport, ...]]] = WeakKeyDictionary()


def missing_in(facts: Facts, function: Function) -> tuple[MissingImport, ...]:
    """What a function of Python imports in vain; nothing of others, or where it is not known.

    Args:
        facts: What is known of the template.
        function: One of its functions.
    """
    if facts not in _KNOWN:
        paths, sources = SearchPaths(facts), Sources()
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
