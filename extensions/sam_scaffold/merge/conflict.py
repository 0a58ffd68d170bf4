"""What two sides changed in different ways."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..document import Data
from ..sam.writing.notation import sam_yaml
from .meaning import Path


class Absent(Enum):
    """What stands for a value where there is none."""

    MISSING = "nothing"


MISSING = Absent.MISSING


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that the user and the scaffold changed in different ways.

    Attributes:
        path: Where it is, in the names of the snippet.
        base: What was last applied.
        ours: What stands in the template, and stays there.
        theirs: What the snippet has now.
        offset: Where it stands in the template, None where it does not.
        why: What is in the way besides, empty where the values alone say it.
    """

    path: Path
    base: Data | Absent
    ours: Data | Absent
    theirs: Data | Absent
    offset: int | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """``Resources.OrdersFunction.Properties.Timeout``."""
        return ".".join(self.path)

    @property
    def title(self) -> str:
        """Its name, and what is in the way besides."""
        return f"{self.name} ({self.why})" if self.why else self.name

    def lines(self) -> list[str]:
        """The three sides, one below the other."""
        sides = (("base", self.base), ("ours", self.ours), ("theirs", self.theirs))
        return [line for name, value in sides for line in _side(name, value)]


def _side(name: str, value: Data | Absent) -> list[str]:
    label = f"{name + ':':<8}"
    if isinstance(value, Absent):
        return [label + value.value]
    if value is None:
        return [label + "null"]
    first, *rest = sam_yaml(value, len(label)).split("\n")
    return [(label + first.strip()).rstrip(), *rest]
