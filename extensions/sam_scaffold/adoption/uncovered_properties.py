"""Properties of a SAM template that a snippet does not have, or has with other values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..sam.model.intrinsics import INTRINSICS_WITHOUT_PREFIX, Data


@dataclass(frozen=True, slots=True)
class UncoveredProperties:
    """A property of a SAM template that a snippet does not cover.

    Attributes:
        path: Its path: ``Resources.OrderRouterFunction.Properties.Events``.
        otherwise: Whether the snippet has another value.
    """

    path: str
    otherwise: bool


def uncovered(path: str, ours: Data, theirs: Data) -> Iterator[UncoveredProperties]:
    """Yield the properties of an entry that a snippet does not have, or has otherwise.

    Args:
        path: The entry's path.
        ours: The entry of the SAM template.
        theirs: The entry of the snippet.
    """
    if ours == theirs:
        return
    if is_mapping(ours) and is_mapping(theirs):
        for key, value in ours.items():
            below = f"{path}.{key}"
            if key in theirs:
                yield from uncovered(below, value, theirs[key])
            else:
                yield UncoveredProperties(below, otherwise=False)
        yield from (
            UncoveredProperties(f"{path}.{key}", otherwise=True)
            for key in theirs
            if key not in ours
        )
        return
    several = isinstance(ours, list) and isinstance(theirs, list)
    part = several and all(any(_is_part(their, mine) for mine in ours) for their in theirs)
    yield UncoveredProperties(path, otherwise=not part)


def _is_part(theirs: Data, ours: Data) -> bool:
    """Return whether the template has everything that a snippet has."""
    return not any(found.otherwise for found in uncovered("", ours, theirs))


def is_mapping(value: Data) -> bool:
    """Return whether a value is a mapping, and not an intrinsic function."""
    if not isinstance(value, dict):
        return False
    keys = list(value)
    function = len(keys) == 1 and (
        keys[0].startswith("Fn::") or keys[0] in INTRINSICS_WITHOUT_PREFIX
    )
    return not function
