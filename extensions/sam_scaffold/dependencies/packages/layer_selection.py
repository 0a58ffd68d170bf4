"""Selection of the smallest set of layers that provides some packages."""

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
"""Maximum number of sets of a size to compare: enough, unless dozens of layers are alike."""

_MOST_STEPS = 200_000
"""Maximum number of steps of a search, a fraction of a second; then the best so far is used."""


@dataclass(frozen=True)
class VersionConflict:
    """Conflict of two layers with different versions of a package.

    Attributes:
        one: The first layer.
        other: The second one.
        brings: The version in each of them: ``numpy 1.26.4``.
    """

    one: str
    other: str
    brings: tuple[str, str]

    def __str__(self) -> str:
        return f"{self.one} has {self.brings[0]} and {self.other} {self.brings[1]}"


@dataclass(frozen=True)
class LayerSelection:
    """Selected layers for some requirements.

    Attributes:
        layers: The selected layers, in the order of the offers; they need not cover all.
        covered: The requirements that each used layer provides, including given layers.
        by_runtime: The requirements that the runtime or its standard library provides.
        missing: The requirements that are not provided.
        is_crowded: Whether layers exist for the missing ones, but exceed the limit.
        nearest: The layer that provides most of the requirements; empty if none does any.
        mismatches: The mismatching versions in layers, such as ``numpy 1.26.4``, by layer and
            missing requirement.
        conflicts: Incompatible versions, if no other set is possible.
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
    """Choose layers for some requirements.

    Of all sets within the limit, prefer compatible versions, then fewer layers, fewer clashes,
    fewer packages, and the order of the offers.

    Args:
        wanted: Distributions with specifiers and extras, or imports.
        offers: The contents of each layer, in the order of the template.
        limit: The maximum number of layers to choose.
        given: The layers that are used in any case.
        runtime: ``python3.12``, for markers.
        architecture: ``x86_64`` or ``arm64``.
    """
    python = runtime.removeprefix("python")
    relevant = [requirement for requirement in wanted if holds(requirement, python, architecture)]
    by_runtime = [requirement for requirement in relevant if comes_with(requirement, runtime)]
    there = [name for name in offers if name in given]
    needed = [requirement for requirement in relevant if requirement not in by_runtime]
    missing = [
        requirement
        for requirement in needed
        if not any(offers[name].brings(requirement) for name in there)
    ]
    search = _Search.of(missing, offers, there)
    layers = search.best(limit)
    used = [name for name in offers if name in {*there, *layers}]
    left = tuple(
        requirement
        for requirement in missing
        if not any(offers[name].brings(requirement) for name in layers)
    )
    return LayerSelection(
        layers=layers,
        covered={name: _brought(offers[name], needed) for name in used},
        by_runtime=tuple(by_runtime),
        missing=left,
        is_crowded=bool(left) and all(_is_offered(requirement, offers) for requirement in left),
        nearest=_nearest(offers, needed),
        mismatches=_mismatches(offers, left),
        conflicts=tuple(_conflicts(offers, used)),
    )


def comes_with(wanted: Requirement, runtime: str) -> bool:
    """Return whether a runtime includes a distribution or an import.

    Args:
        wanted: ``boto3``, ``python-dateutil``, ``json``, but not ``boto3==1.40.0``, as the
            version in a runtime changes.
        runtime: ``python3.12``.
    """
    if canonicalize_name(wanted.name) in RUNTIME_DISTRIBUTIONS:
        return not is_locked(wanted)
    return wanted.name.partition(".")[0] in runtime_modules(runtime)


def _brought(offer: LayerContents, wanted: Iterable[Requirement]) -> tuple[Requirement, ...]:
    return tuple(requirement for requirement in wanted if offer.brings(requirement))


def _is_offered(wanted: Requirement, offers: Mapping[str, LayerContents]) -> bool:
    return any(offer.brings(wanted) for offer in offers.values())


def _nearest(offers: Mapping[str, LayerContents], wanted: Sequence[Requirement]) -> str:
    """Return the layer with most requirements; other versions count less."""

    def has(name: str) -> tuple[int, int]:
        offer = offers[name]
        others = sum(bool(offer.mismatch(requirement)) for requirement in wanted)
        return len(_brought(offer, wanted)), others

    nearest = max(offers, key=has, default="")
    return nearest if nearest and any(has(nearest)) else ""


def _mismatches(
    offers: Mapping[str, LayerContents], wanted: Iterable[Requirement]
) -> dict[tuple[str, str], str]:
    found = {
        (name, str(requirement)): offer.mismatch(requirement)
        for requirement in wanted
        for name, offer in offers.items()
    }
    return {key: value for key, value in found.items() if value}


def _conflicts(
    offers: Mapping[str, LayerContents], layers: Iterable[str]
) -> Iterator[VersionConflict]:
    for first, other in combinations(layers, 2):
        if clash := offers[first].clash(offers[other]):
            yield VersionConflict(first, other, clash)


@dataclass
class _Search:
    """Search for sets of layers, with bits for requirements and for layers.

    Attributes:
        names: The layers to choose from.
        brings: The requirements that each of them provides.
        clashes: The others with which each of them clashes.
        outside: The number of given layers with which each of them clashes.
        packages: The distributions of each.
        steps: The number of steps left.
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
        """Create a search among useful layers that are not given."""
        brings = {
            name: sum(1 << at for at, requirement in enumerate(wanted) if offer.brings(requirement))
            for name, offer in offers.items()
            if name not in there
        }
        names = [name for name, mask in brings.items() if mask]

        def clashing(name: str, others: Iterable[str]) -> list[bool]:
            return [offers[name].clash(offers[other]) is not None for other in others]

        return cls(
            names,
            [brings[name] for name in names],
            [sum(is_so << at for at, is_so in enumerate(clashing(name, names))) for name in names],
            [sum(clashing(name, there)) for name in names],
            [frozenset(offers[name].distributions) for name in names],
        )

    def best(self, limit: int) -> tuple[str, ...]:
        """Return the best set; if none provides everything, choose the largest layers."""
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
        """Yield the sets of a size that provide everything; branch on the rarest requirement.

        Args:
            wanted: The requirements that are not provided yet.
            size: The number of layers that may still be chosen.
            chosen: The layers so far.
            strict: Whether to exclude clashes.
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
        """Count the clashes of a set, including those with given layers."""
        pairs = combinations(layers, 2)
        among = sum(self.clashes[layer] >> other & 1 for layer, other in pairs)
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
