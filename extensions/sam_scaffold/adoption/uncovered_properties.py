"""What stands in a SAM template and a snippet does not say, or says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..sam.model.intrinsics import INTRINSICS_WITHOUT_PREFIX, Data


@dataclass(frozen=True, slots=True)
class UncoveredProperties:
    """One place of a SAM template that a snippet leaves as it is.

    Attributes:
        path: The place: ``Resources.OrderRouterFunction.Properties.Events``.
        otherwise: Whether the snippet has something else there.
    """

    path: str
    otherwise: bool


def unsaid(path: str, ours: Data, theirs: Data) -> Iterator[UncoveredProperties]:
    """Yield the places of an entry that a snippet does not say as they stand.

    Args:
        path: The entry's path.
        ours: What stands in the SAM template.
        theirs: What the snippet says.
    """
    if ours == theirs:
        return
    if is_mapping(ours) and is_mapping(theirs):
        for key, value in ours.items():
            below = f"{path}.{key}"
            if key in theirs:
                yield from unsaid(below, value, theirs[key])
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
    """Return whether what a snippet says is all there."""
    return not any(one.otherwise for one in unsaid("", ours, theirs))


def is_mapping(value: Data) -> bool:
    """Return whether a value is a mapping and no intrinsic function."""
    if not isinstance(value, dict):
        return False
    keys = list(value)
    function = len(keys) == 1 and (
        keys[0].startswith("Fn::") or keys[0] in INTRINSICS_WITHOUT_PREFIX
    )
    return not function
