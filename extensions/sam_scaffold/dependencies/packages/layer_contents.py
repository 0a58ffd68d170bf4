"""Whether what somebody brings is what somebody else wants: names, versions, extras."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from .import_names import distributions_of, import_names, is_brought, is_known


@dataclass(frozen=True)
class LayerContents:
    """What a layer brings.

    Attributes:
        distributions: A requirement for each distribution, ``==`` where its version is
            known, by canonical name.
        import_names: What can be imported, dotted below namespaces.
        extras: What the extras of its distributions need, as canonical names, by the
            distribution's canonical name and the extra; nothing where that is not known.
    """

    distributions: Mapping[str, Requirement] = field(default_factory=dict)
    import_names: frozenset[str] = frozenset()
    extras: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def clash(self, other: LayerContents) -> tuple[str, str] | None:
        """Return the first package of which two layers have versions that do not go together.

        Returns:
            What each of them has: ``("numpy 1.26.4", "numpy 2.1.0")``.
        """
        ours, theirs = self._specifiers, other._specifiers
        differing = [name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name]]
        for name in sorted(differing):
            pair = self.distributions[name], other.distributions[name]
            if not agree(*pair):
                return described(pair[0]), described(pair[1])
        return None

    @cached_property
    def _specifiers(self) -> dict[str, str]:
        return {name: str(one.specifier) for name, one in self.distributions.items()}

    def brings(self, wanted: Requirement) -> bool:
        """Return whether a distribution, or what is imported, is there as it is wanted.

        Args:
            wanted: ``pandas>=2``, or an import name: ``yaml``.
        """
        there = list(self._named(wanted))
        if any(not self._lack(one, wanted) for one in there):
            return True
        return not there and self._lies_there(wanted.name)

    def mismatch(self, wanted: Requirement) -> str:
        """Return what is there instead of what is wanted: ``numpy 1.26.4``; empty if nothing is."""
        lacks = [self._lack(one, wanted) for one in self._named(wanted)]
        return lacks[0] if lacks and all(lacks) else ""

    def _named(self, wanted: Requirement) -> Iterator[Requirement]:
        for name in distributions_meant(wanted.name):
            if name in self.distributions:
                yield self.distributions[name]

    def _lack(self, offered: Requirement, wanted: Requirement) -> str:
        """Return why a distribution is not as it is wanted; empty if it is."""
        if not agree(offered, wanted):
            return described(offered)
        name = canonicalize_name(offered.name)
        theirs = {canonicalize_name(extra) for extra in offered.extras}
        for extra in sorted({canonicalize_name(extra) for extra in wanted.extras} - theirs):
            needs = self.extras.get((name, extra))
            if needs is None or not needs <= self.distributions.keys():
                return f"{offered.name} without its extra {extra}"
        return ""

    def _lies_there(self, name: str) -> bool:
        """Return whether the modules lie there without a word of which distribution they are of."""
        names = {name}
        if is_known(name):
            names = {one for one in import_names(name) if one.rpartition(".")[2][0] != "_"}
        return bool(names) and all(_is_below(one, self._loose) for one in names)

    @cached_property
    def _loose(self) -> frozenset[str]:
        """Return the import names that no distribution here is known to bring."""
        explained = (import_names(distribution) for distribution in self.distributions)
        return self.import_names.difference(*explained)


@lru_cache(maxsize=1024)
def distributions_meant(name: str) -> tuple[str, ...]:
    """Return the distributions that a name may mean, as canonical names.

    Args:
        name: A distribution's, or what is imported: ``PyYAML``, ``yaml``. A dotted one that
            is a distribution's too, ``google.cloud.tasks``, means that one alone.
    """
    own = canonicalize_name(name)
    if not is_brought(name) or ("." in name and is_known(name)):
        return (own,)
    brought = {distribution: import_names(distribution) for distribution in distributions_of(name)}
    if any("." in below for names in brought.values() for below in names):  # of a namespace
        top = name.partition(".")[0]
        brought = {one: names for one, names in brought.items() if _is_below(name, names - {top})}
    return tuple(dict.fromkeys((own, *map(canonicalize_name, brought))))


def _is_below(name: str, names: Collection[str]) -> bool:
    """Return whether one of some import names is that name, or a package around it."""
    return any(f"{name}.".startswith(f"{one}.") for one in names)


def described(requirement: Requirement) -> str:
    """Return a requirement as people say it: ``numpy 1.26.4``, ``numpy <2``, ``numpy``."""
    pins = [one.version for one in requirement.specifier if one.operator in ("==", "===")]
    return f"{requirement.name} {pins[0] if pins else requirement.specifier}".rstrip()


def agree(one: Requirement, other: Requirement) -> bool:
    """Return whether a version can be what both say; an address may have any version.

    The versions that satisfy a specifier begin, end, or are left out at those it names, so
    if there is any for both, there is one at such a place or right after it.
    """
    if one.url or other.url:
        return True
    return _satisfiable(one.specifier & other.specifier)


@lru_cache(maxsize=4096)
def _satisfiable(specifier: SpecifierSet) -> bool:
    if not specifier:
        return True
    places = {Version("0")}
    for part in specifier:
        try:
            named = Version(part.version.removesuffix(".*"))
        except InvalidVersion:  # of ===, which compares texts
            return True
        after = (*named.release[:-1], named.release[-1] + 1)
        places |= {
            named,
            Version(f"{named.epoch}!{'.'.join(map(str, (*named.release, 0, 1)))}"),
            Version(f"{named.epoch}!{'.'.join(map(str, after))}"),
        }
    return any(specifier.contains(place, prereleases=True) for place in places)
