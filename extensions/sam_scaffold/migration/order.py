"""What people ask for: which layout, and where shared code is to lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from .needs.analysis import Wishes


class CodeLayout(Enum):
    """Where a function's own code comes to lie."""

    KEEP = "keep"
    """Moved to the function's folder, with the packages that it is in; its handler stays."""

    IN_PLACE = "in-place"
    """Where it is: SAM puts the packages around it that it is in."""

    FLAT = "flat"
    """Moved to the top of the function's folder, and its imports follow."""


class SharedCode(Enum):
    """Where shared code lies."""

    SOURCE = "source"
    """Where it is; the layer's folder has links to it."""

    LAYER = "layer"
    """In the layer's folder; its old place has links."""


@dataclass(frozen=True)
class Order:
    """What a migration is to be like.

    Attributes:
        layout: Where a function's own code comes to lie.
        shared_code: Where shared code lies.
        wishes: What people say about single files.
        links: Whether links can be made.
    """

    layout: CodeLayout = CodeLayout.KEEP
    shared_code: SharedCode = SharedCode.SOURCE
    wishes: Wishes = field(default_factory=Wishes)
    links: bool = True
