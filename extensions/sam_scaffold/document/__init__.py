"""The lossless document: a YAML or JSON file that is edited, never dumped.

Knows text, trees and offsets, every change being a splice; must not know the disk or SAM.
"""

from .duplicate_keys import as_read, has_repeats
from .plain_data import Data
from .source_text import DecodedText
from .yaml_document import Document, Splice, entries_of
from .yaml_tree import Node, NodeKind, Pair, Signature

__all__ = [
    "Data",
    "DecodedText",
    "Document",
    "Node",
    "NodeKind",
    "Pair",
    "Signature",
    "Splice",
    "as_read",
    "entries_of",
    "has_repeats",
]
