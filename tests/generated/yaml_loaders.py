"""PyYAML's loaders and dumpers, which the SAM CLI registers handlers of its own with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import yaml

_KINDS = tuple(
    kind
    for name in ("SafeLoader", "CSafeLoader", "SafeDumper", "CSafeDumper")
    if (kind := getattr(yaml, name, None)) is not None
)
_TABLES = (
    "yaml_constructors",
    "yaml_multi_constructors",
    "yaml_implicit_resolvers",
    "yaml_representers",
    "yaml_multi_representers",
)


@contextmanager
def unchanged_yaml() -> Iterator[None]:
    """Restore the loaders and dumpers at the end: other tests read YAML in this process."""
    before = {
        (kind, table): dict(getattr(kind, table))
        for kind in _KINDS
        for table in _TABLES
        if hasattr(kind, table)
    }
    try:
        yield
    finally:
        for (kind, table), entries in before.items():
            setattr(kind, table, entries)
