"""The lossless document: a YAML or JSON file that is edited, never dumped.

Nothing in here knows what SAM is. A document is parsed to a tree of nodes with
offsets into its own text; every change is a splice of text at such an offset, and
`Document.apply` refuses a change whose result does not parse to what was meant.
"""

from .duplicate_keys import as_read, has_repeats
from .source_text import Source
from .yaml_document import Document, Splice
from .yaml_tree import Kind, Node, Signature

__all__ = ["Document", "Kind", "Node", "Signature", "Source", "Splice", "as_read", "has_repeats"]
