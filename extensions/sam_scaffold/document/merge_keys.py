"""Merge keys (``<<``), by which a mapping takes pairs from others.

https://yaml.org/type/merge.html
"""

from __future__ import annotations

from .yaml_tree import Node

MERGE_KEY = "<<"


def is_merge_key(key: Node) -> bool:
    """Return whether a key is a merge key; in quotes it is a key like any other."""
    return key.value == MERGE_KEY and key.style == ""
