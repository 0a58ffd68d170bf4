"""Which layers bring some packages: the smallest set that does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..requirements.markers import holds
from .given_packages import is_locked
from .layer_contents import LayerContents
from .runtime_modules import RUNTIME_DISTRIBUTIONS, runtime_modules

_MOST_SETS = 2000
"""Sets of one size that are looked at: enough, unless dozens of layers bring the same."""

_MOST_STEPS = 200_000
"""Steps of a search, a fraction of a second; what is found by then counts."""


@dataclass(frozen=True)
class VersionConflict:
    """Two layers that bring different versions of one package.

    Attributes:
        one: The first layer.
        other: The second one.
        brings: What each of them brings: ``numpy 1.26.4``.
    """

    one: str
    other: str
    brings: tuple[str, str]

    def __str__(self) -> str:
        return f"{self.one} has {self.brings[0]} and {self.other} {self.brings[1]}"


@dataclass(frozen=True)
class LayerSelection:
    """The layers that bring what is wanted.

    Attributes:
        layers: The chosen ones in the order in which they were offered; without what is
            missing, if something is.
        covered: What each layer brings of what is wanted, those that were given included.
        by_runtime: What comes with the runtime, or is its standard library.
        missing: What is wanted and not brought.
        is_crowded: Whether layers bring what is missing, and are too many.
        nearest: The layer that lacks least of what is wanted; empty if all lack all of it.
        mismatches: What layers have instead of what is missing: ``numpy 1.26.4``, by layer
            and what is wanted.
        conflicts: Versions that do not go together, where no other set would do.
    """

    layers: tuple[str, ...] = ()
    covered: Mapping[str, tuple[Requirement, ...]] = field(default_factory=dict)
    by_runtime: tuple[Requirement, ...] = ()
    missing: tuple[Requirement, ...] = ()
    is_crowded: bool = False
    nearest: str = ""
    mismatches: Mapping[tuple[str, str], str] = field(default_factory=dict)
    conflicts: tuple[VersionConflict, ...] = ()


def choose(
    wanted: Sequence[Requirement],
    offers: Mapping[str, LayerContents],
    limit: int,
    *,
    given: Collection[str] = (),
    runtime: str = "python3.12",
    architecture: str = "x86_64",
) -> LayerSelection:
    """Choose the layers that bring what is wanted.

    Of all sets within the limit the one whose versions go together, then the one with the
    fewest layers, then of the fewest clashes, then with the fewest packages, then the one that
    was offered first.

    Args:
        wanted: Distributions with specifiers and extras, or what is imported of them.
        offers: What each layer brings, in the order of the template.
        limit: How many layers may be chosen.
        given: The layers that are there in any case.
        runtime: ``python3.12``; markers are about it.
        architecture: ``x86_64`` or ``arm64``.
    """
    python = runtime.removeprefix("python")
    relevant = [one for one in wanted if holds(one, python, architecture)]
    by_runtime = [one for one in relevant if comes_with(one, runtime)]
    there = [name for name in offers if name in given]
    needed = [one for one in relevant if one not in by_runtime]
    missing = [one for one in needed if not any(offers[name].brings(one) for name in there)]
    search = _Search.of(missing, offers, there)
    layers = search.best(limit)
    used = [name for name in offers if name in {*there, *layers}]
    left = tuple(one for one in missing if not any(offers[name].brings(one) for name in layers))
    return LayerSelection(
        layers=layers,
        covered={name: _brought(offers[name], needed) for name in used},
        by_runtime=tuple(by_runtime),
        missing=left,
        is_crowded=bool(left) and all(_is_offered(one, offers) for one in left),
        nearest=_nearest(offers, needed),
        mismatches=_mismatches(offers, left),
        conflicts=tuple(_conflicts(offers, used)),
    )


def comes_with(wanted: Requirement, runtime: str) -> bool:
    """Return whether a distribution, or what is imported, is in a runtime.

    Args:
        wanted: ``boto3``, ``python-dateutil``, ``json``; of ``boto3==1.40.0`` it is not known
            which version a runtime has, and it changes.
        runtime: ``python3.12``.
    """
    if canonicalize_name(wanted.name) in RUNTIME_DISTRIBUTIONS:
        return not is_locked(wanted)
    return wanted.name.partition(".")[0] in runtime_modules(runtime)


def _brought(offer: LayerContents, wanted: Iterable[Requirement]) -> tuple[Requirement, ...]:
    return tuple(one for one in wanted if offer.brings(one))


def _is_offered(wanted: Requirement, offers: Mapping[str, LayerContents]) -> bool:
    return any(offer.brings(wanted) for offer in offers.values())


def _nearest(offers: Mapping[str, LayerContents], wanted: Sequence[Requirement]) -> str:
    """Return the layer with most of it; what is there in another version counts less."""

    def has(name: str) -> tuple[int, int]:
        offer = offers[name]
        others = sum(bool(offer.mismatch(one)) for one in wanted)
        return len(_brought(offer, wanted)), others

    nearest = max(offers, key=has, default="")
    return nearest if nearest and any(has(nearest)) else ""


def _mismatches(
    offers: Mapping[str, LayerContents], wanted: Iterable[Requirement]
) -> dict[tuple[str, str], str]:
    found = {
        (name, str(one)): offer.mismatch(one) for one in wanted for name, offer in offers.items()
    }
    return {key: value for key, value in found.items() if value}


def _conflicts(
    offers: Mapping[str, LayerContents], layers: Iterable[str]
) -> Iterator[VersionConflict]:
    for one, other in combinations(layers, 2):
        if clash := offers[one].clash(offers[other]):
            yield VersionConflict(one, other, clash)


@dataclass
class _Search:
    """A search for sets of layers; what is wanted is a bit each, and so are layers.

    Attributes:
        names: The layers to choose from.
        brings: What each of them brings of what is wanted.
        clashes: With which others each of them clashes.
        outside: With how many of the layers that are there each of them clashes.
        packages: The distributions of each.
        steps: How many steps are left.
    """

    names: list[str]
    brings: list[int]
    clashes: list[int]
    outside: list[int]
    packages: list[frozenset[str]]
    steps: int = _MOST_STEPS

    @classmethod
    def of(
        cls,
        wanted: Sequence[Requirement],
        offers: Mapping[str, LayerContents],
        there: Sequence[str],
    ) -> _Search:
        """Return a search among the layers that bring something and are not there."""
        brings = {
            name: sum(1 << at for at, one in enumerate(wanted) if offer.brings(one))
            for name, offer in offers.items()
            if name not in there
        }
        names = [name for name, mask in brings.items() if mask]

        def clashing(name: str, others: Iterable[str]) -> list[bool]:
            return [offers[name].clash(offers[other]) is not None for other in others]

        return cls(
            names,
            [brings[name] for name in names],
            [sum(is_so << at for at, is_so in enumerate(clashing(one, names))) for one in names],
            [sum(clashing(one, there)) for one in names],
            [frozenset(offers[name].distributions) for name in names],
        )

    def best(self, limit: int) -> tuple[str, ...]:
        """Return the best set; where none brings everything, what the largest ones bring."""
        everything = 0
        for mask in self.brings:
            everything |= mask
        for strict in (True, False):
            for size in range(limit + 1):
                found = islice(self._sets(everything, size, (), strict=strict), _MOST_SETS)
                if best := min(found, key=self._rank, default=None):
                    return self._named(best)
                if not everything:
                    return ()
        return self._named(self._largest(everything, limit))

    def _sets(
        self, wanted: int, size: int, chosen: tuple[int, ...], *, strict: bool
    ) -> Iterator[tuple[int, ...]]:
        """Yield the sets of a size that bring everything, each found through what few layers have.

        Args:
            wanted: What is still to be brought.
            size: How many layers may still be chosen.
            chosen: The layers so far.
            strict: Whether none may clash with another.
        """
        self.steps -= 1
        if not wanted:
            yield chosen
            return
        new = [(mask & wanted).bit_count() for mask in self.brings]
        if self.steps < 0 or size * max(new) < wanted.bit_count():
            return
        rarest = min(_bits(wanted), key=lambda bit: sum(bool(bring & bit) for bring in self.brings))
        for layer, mask in enumerate(self.brings):
            if mask & rarest and not (strict and self._clashing((*chosen, layer))):
                yield from self._sets(wanted & ~mask, size - 1, (*chosen, layer), strict=strict)

    def _clashing(self, layers: tuple[int, ...]) -> int:
        """Return how many clashes a set has, those with what is there included."""
        pairs = combinations(layers, 2)
        among = sum(self.clashes[one] >> other & 1 for one, other in pairs)
        return among + sum(self.outside[layer] for layer in layers)

    def _rank(self, layers: tuple[int, ...]) -> tuple[int, int, list[int]]:
        packages = frozenset[str]().union(*(self.packages[layer] for layer in layers))
        return self._clashing(layers), len(packages), sorted(layers)

    def _largest(self, wanted: int, limit: int) -> tuple[int, ...]:
        chosen: list[int] = []
        while wanted and len(chosen) < limit:
            new = [(mask & wanted).bit_count() for mask in self.brings]
            chosen.append(new.index(max(new)))
            wanted &= ~self.brings[chosen[-1]]
        return tuple(chosen)

    def _named(self, layers: Collection[int]) -> tuple[str, ...]:
        return tuple(self.names[layer] for layer in sorted(layers))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1
