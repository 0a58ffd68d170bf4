"""Options of a migration: the layout, and the location of shared code."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from .needs.analysis import Wishes


class CodeLayout(Enum):
    """Location of a function's own code."""

    KEEP = "keep"
    """Moved to the function's folder within its packages; the handler does not change."""

    IN_PLACE = "in-place"
    """Not moved: SAM creates its parent packages in the artifact."""

    FLAT = "flat"
    """Moved to the top of the function's folder, with its imports rewritten."""


class SharedCode(Enum):
    """Location of shared code."""

    SOURCE = "source"
    """Not moved; the layer's folder has links to it."""

    LAYER = "layer"
    """Moved to the layer's folder; links replace it."""


@dataclass(frozen=True)
class Order:
    """Options of a migration.

    Attributes:
        layout: The location of a function's own code.
        shared_code: The location of shared code.
        wishes: The user's decisions on single files.
        links: Whether symbolic links can be created.
    """

    layout: CodeLayout = CodeLayout.KEEP
    shared_code: SharedCode = SharedCode.SOURCE
    wishes: Wishes = field(default_factory=Wishes)
    links: bool = True
