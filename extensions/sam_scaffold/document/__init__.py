"""The lossless document: a YAML or JSON file that is edited, never dumped.

Knows text, trees and offsets, every change being a splice; must not know the disk or SAM.
"""

from .duplicate_keys import as_read, has_repeats
from .source_text import Source
from .yaml_document import Document, Splice
from .yaml_tree import Kind, Node, Signature

__all__ = ["Document", "Kind", "Node", "Signature", "Source", "Splice", "as_read", "has_repeats"]
