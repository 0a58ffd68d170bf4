"""The score of what a command wrote: how much of the author's it has, and how much else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .shapes import NAMES, Block, Shape, marked

_WORDS = re.compile(r"[\w<>]+(?:[-_./ ][\w<>]+)*")
_VARIABLES = re.compile(r"(\$\{[^}]*\})")


@dataclass(frozen=True)
class Key:
    """A fact of a block: at this path in the resource of this role, there is such a value.

    Attributes:
        role: The role of the resource; with an exclamation mark if the other side has none.
        path: Keys, and ``[]`` for an item of a list.
        shape: The shape of the value.
    """

    role: str
    path: tuple[str, ...]
    shape: str

    def __str__(self) -> str:
        return f"{self.role}: {'.'.join(self.path)} = {self.shape}"

    @property
    def group(self) -> str:
        """The part of the block in which it is, for sums."""
        path = [key for key in self.path if key not in ("Properties", "PolicyDocument", "[]")]
        depth = 2 if path[:1] in (["Environment"], ["Events"], ["Policies"]) else 1
        return self.role if self.role.endswith("!") else ".".join([self.role, *path[:depth]])


@dataclass(frozen=True)
class Score:
    """The keys of two blocks.

    Attributes:
        common: Keys of both.
        missing: Keys that only the author has.
        surplus: Keys that only the command has written.
    """

    common: tuple[Key, ...] = ()
    missing: tuple[Key, ...] = ()
    surplus: tuple[Key, ...] = ()

    @property
    def recall(self) -> float:
        """The share of the author's keys that the command wrote, too."""
        return _share(self.common, self.missing)

    @property
    def excess(self) -> float:
        """The share of the written keys that the author has not."""
        return _share(self.surplus, self.common)

    def plus(self, other: Score) -> Score:
        """Return the keys of two parts."""
        return Score(
            self.common + other.common,
            self.missing + other.missing,
            self.surplus + other.surplus,
        )


def _share(part: Sequence[Key], rest: Sequence[Key]) -> float:
    return len(part) / (len(part) + len(rest)) if part else 0.0


def score_of(author: Block, written: Block) -> Score:
    """Return the score of a written block: resources of the same role are compared.

    Args:
        author: The author's function, with the resources that belong to it.
        written: The new resources of the command.
    """
    mine, theirs = _resources(author), _resources(written)
    scores = [
        [
            _compared(role, (), shape, other) if role == other_role else Score()
            for other_role, other in theirs
        ]
        for role, shape in mine
    ]
    absent = ([_keys(f"{role}!", (), shape) for role, shape in side] for side in (mine, theirs))
    return _sum_of_pairs(scores, *absent)


def _resources(block: Block) -> list[tuple[str, dict[str, Shape]]]:
    """Return the role and the shape of each resource."""
    return list(zip(block.roles().values(), block.shapes().values(), strict=True))


def _compared(role: str, path: tuple[str, ...], one: Shape, other: Shape) -> Score:
    """Return the score of a part of a resource."""
    if one == other or _is_same_name(path, one, other):
        return Score(common=_keys(role, path, one))
    if isinstance(one, dict) and isinstance(other, dict):
        total = Score()
        for key in {**one, **other}:
            below = (*path, key)
            if key in one and key in other:
                total = total.plus(_compared(role, below, one[key], other[key]))
            elif key in one:
                total = total.plus(Score(missing=_keys(role, below, one[key])))
            else:
                total = total.plus(Score(surplus=_keys(role, below, other[key])))
        return total
    if isinstance(one, list) and isinstance(other, list) and one and other:
        below = (*path, "[]")
        return _sum_of_pairs(
            [[_compared(role, below, item, with_) for with_ in other] for item in one],
            [_keys(role, below, item) for item in one],
            [_keys(role, below, item) for item in other],
        )
    return Score((), _keys(role, path, one), _keys(role, path, other))


def _keys(role: str, path: tuple[str, ...], shape: Shape) -> tuple[Key, ...]:
    """Return all keys of a part of a resource."""
    if isinstance(shape, dict) and shape:
        return tuple(key for name in shape for key in _keys(role, (*path, name), shape[name]))
    if isinstance(shape, list) and shape:
        return tuple(key for item in shape for key in _keys(role, (*path, "[]"), item))
    return (Key(role, path, shape if isinstance(shape, str) else "empty"),)


def _sum_of_pairs(
    scores: Sequence[Sequence[Score]],
    ones: Sequence[tuple[Key, ...]],
    others: Sequence[tuple[Key, ...]],
) -> Score:
    """Pair two lists, and return the score of all pairs and of what has no partner.

    Those are paired first that have most in common, then least else, then are nearest.

    Args:
        scores: The score of each item of the first list with each one of the second.
        ones: The keys of the items of the first list.
        others: Those of the second list.
    """
    ranked = sorted(
        (-len(score.common), len(score.missing) + len(score.surplus), abs(i - j), i, j)
        for i, row in enumerate(scores)
        for j, score in enumerate(row)
        if score.common
    )
    free, left, total = dict(enumerate(ones)), dict(enumerate(others)), Score()
    for *_, i, j in ranked:
        if i in free and j in left:
            del free[i], left[j]
            total = total.plus(scores[i][j])
    return total.plus(Score((), _joined(free.values()), _joined(left.values())))


def _joined(parts: Iterable[tuple[Key, ...]]) -> tuple[Key, ...]:
    return tuple(key for part in parts for key in part)


def _is_same_name(path: tuple[str, ...], one: Shape, other: Shape) -> bool:
    """Return whether two names in AWS have one form, and one of them abbreviates the own name."""
    if not (path and path[-1] in NAMES and isinstance(one, str) and isinstance(other, str)):
        return False
    return marked(one) != marked(other) and _form(one) == _form(other)


def _form(name: str) -> str:
    """Return a name with a dash for each run of words outside of variables."""
    parts = _VARIABLES.split(name)
    return "".join(
        part if number % 2 else _WORDS.sub("-", part) for number, part in enumerate(parts)
    )
