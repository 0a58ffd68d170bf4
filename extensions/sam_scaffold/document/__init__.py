"""The lossless document: a YAML or JSON file that is edited, never dumped.

Knows text, trees and offsets, every change being a splice; must not know the disk or SAM.
"""

from .duplicate_keys import as_read, has_repeats
from .source_text import DecodedText
from .yaml_document import Document, Splice
from .yaml_tree import Node, NodeKind, Signature

__all__ = [
    "DecodedText",
    "Document",
    "Node",
    "NodeKind",
    "Signature",
    "Splice",
    "as_read",
    "has_repeats",
]
