"""Names of functions in their logical ids, and shapes of values with these names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...model.intrinsics import Data
from ...model.names import words
from ..learning.style_samples import StyleSample
from ..locations import FUNCTION_SUFFIXES, FUNCTION_WORDS, stem_of
from ..name_patterns import BY_LIKELIHOOD, REFERENCES, literal, outside_variables, shapes

_SHORTEST = 4
"""Letters of the shortest part of a name that is recognized in a text."""


_NAMING = frozenset(
    (
        "AlarmName", "CodeUri", "FilterName", "FunctionName", "GroupName", "LogGroupName", "Name",
        "PolicyName", "RoleName", "StatementId",
    )
)  # fmt: skip
"""Properties in which a part of the name stands for all of it."""

_FIXED = REFERENCES | {
    "Action", "NotAction", "Principal", "Effect", "Version", "Type", "DependsOn"
}  # fmt: skip
"""Keys with values that do not change with the function."""


@dataclass(frozen=True)
class OwnNames:
    """The names by which the properties of a function may call it.

    Attributes:
        names: In snake_case, the likeliest first.
        parts: Parts of its name with words that no other function has, the longest first.
        spelled: Its name as it is spelled in the logical id, ``DLQProcessor``.
    """

    names: tuple[str, ...]
    parts: tuple[str, ...]
    spelled: str

    def shape(self, value: Data, order: Sequence[str] = BY_LIKELIHOOD) -> Data:
        """Return the shape of a resource or of a part of it.

        Args:
            value: Data; each of its texts may have another of the names.
            order: snake, kebab and camel, the likeliest first.
        """
        return self._shape(value, self.names, order)

    def shape_of_name(self, value: Data, order: Sequence[str] = BY_LIKELIHOOD) -> Data:
        """Return the shape of a name, which may have only a part of the function's own."""
        return self._shape(value, (*self.names, *self.parts), order)

    def is_in(self, name: Data) -> bool:
        """Return whether a name contains the function's own, or a part of it."""
        return bool(self.shape_of_name(name) != literal(name))

    def _shape(self, value: Data, names: Sequence[str], order: Sequence[str]) -> Data:
        if isinstance(value, list):
            return [self._shape(item, names, order) for item in value]
        if isinstance(value, dict) and not _is_text(value):
            return {key: self._below(key, below, order) for key, below in value.items()}
        if shape := self._as_spelled(value):
            return shape
        found = (shapes(value, name, order) for name in names)
        return next((ballot[0] for ballot in found if ballot), literal(value))

    def _below(self, key: str, value: Data, order: Sequence[str]) -> Data:
        if key in _FIXED:
            return literal(value)
        if key == "Fn::If" and isinstance(value, list) and value:
            return [literal(value[0]), *(self.shape(item, order) for item in value[1:])]
        return self.shape_of_name(value, order) if key in _NAMING else self.shape(value, order)

    def _as_spelled(self, value: Data) -> Data:
        """Return the shape of a text with the name as in the logical id; None without it."""
        text = value["Fn::Sub"] if isinstance(value, dict) else value
        if not isinstance(text, str) or len(self.spelled) < _SHORTEST:
            return None
        found = outside_variables(
            text, lambda part: self._spelled.sub("{pascal}", str(literal(part)))
        )
        if "{pascal}" not in found:
            return None
        return {"Fn::Sub": found} if isinstance(value, dict) else found

    @cached_property
    def _spelled(self) -> re.Pattern[str]:
        """The name in the logical id, where it is not a part of another word."""
        before = "(?<![A-Za-z0-9])" if self.spelled[:1].islower() else ""
        return re.compile(f"{before}{re.escape(self.spelled)}(?![a-z])")


def _is_text(value: Mapping[str, Data]) -> bool:
    return len(value) == 1 and isinstance(value.get("Fn::Sub"), str)


def own_names(samples: Sequence[StyleSample]) -> dict[str, OwnNames]:
    """Return the names of functions by logical id, without the words that most of them have.

    Args:
        samples: All functions that are compared.
    """
    ids = {
        sample.logical_id: words(stem_of(sample.logical_id, FUNCTION_SUFFIXES)[0])
        for sample in samples
    }
    counts = Counter(word for own in ids.values() for word in set(own))
    found = {}
    for sample in samples:
        own = ids[sample.logical_id]
        start = _prefix(own, counts, len(samples))
        core = own[start:]
        parts = [part for part in _parts(core, counts) if len(part) >= _SHORTEST]
        names = dict.fromkeys(filter(None, (sample.folder_name, "_".join(core))))
        spelled = _spelled(sample.logical_id, own[:start])
        found[sample.logical_id] = OwnNames(tuple(names), tuple(parts), spelled)
    return found


def _prefix(own: Sequence[str], counts: Mapping[str, int], functions: int) -> int:
    """Return the number of words before the name: those with which most ids begin."""
    start = 0
    while start < len(own) - 1 and (
        len(own[start]) == 1
        or own[start] in FUNCTION_WORDS
        or (functions > 1 and 2 * counts[own[start]] > functions)
    ):
        start += 1
    return start


def _parts(core: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """Return the parts of a name with words that no other function has, the longest first."""
    lengths = range(len(core) - 1, 0, -1)
    parts = [core[at : at + size] for size in lengths for at in range(len(core) - size + 1)]
    return ["_".join(part) for part in parts if all(counts[word] == 1 for word in part)]


def _spelled(logical_id: str, before: Sequence[str]) -> str:
    """Return the name in a logical id, without the words before it and the suffix."""
    stem = stem_of(logical_id, FUNCTION_SUFFIXES)[0]
    start = sum(len(word) for word in before)
    return stem[start:]
