"""Conflicts: places that two sides changed differently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..document import Data
from ..sam.writing.notation import sam_yaml
from .meaning import Path


class Absent(Enum):
    """The placeholder of a missing value."""

    MISSING = "nothing"


MISSING = Absent.MISSING


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that the user and the snippet changed differently.

    Attributes:
        path: Its path, in the names of the snippet.
        base: The value that was last applied.
        ours: The value of the template, which stays.
        theirs: The value of the snippet.
        offset: Its offset in the template, None if the template lacks it.
        why: The reason if it is not in the values, else empty.
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
        """Its name, with the reason."""
        return f"{self.name} ({self.why})" if self.why else self.name

    def lines(self) -> list[str]:
        """Return the three sides, one below the other."""
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
