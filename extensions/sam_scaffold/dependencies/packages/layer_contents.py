"""Contents of layers, and their match with requirements: names, versions, extras."""

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
    """Contents of a layer.

    Attributes:
        distributions: A requirement for each distribution by canonical name, pinned if its
            version is known.
        import_names: Its import names, dotted in namespaces.
        extras: The requirements of the extras of its distributions, as canonical names, by the
            distribution's canonical name and the extra; missing if unknown.
    """

    distributions: Mapping[str, Requirement] = field(default_factory=dict)
    import_names: frozenset[str] = frozenset()
    extras: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def clash(self, other: LayerContents) -> tuple[str, str] | None:
        """Return the first package of which two layers have incompatible versions.

        Returns:
            The version in each of them: ``("numpy 1.26.4", "numpy 2.1.0")``.
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
        return {name: str(each.specifier) for name, each in self.distributions.items()}

    def brings(self, wanted: Requirement) -> bool:
        """Return whether the layer provides a distribution or an import as wanted.

        Args:
            wanted: ``pandas>=2``, or an import name: ``yaml``.
        """
        there = list(self._named(wanted))
        if any(not self._lack(each, wanted) for each in there):
            return True
        return not there and self._has_loose(wanted.name)

    def mismatch(self, wanted: Requirement) -> str:
        """Return the mismatching distribution, as in ``numpy 1.26.4``; empty without any."""
        lacks = [self._lack(each, wanted) for each in self._named(wanted)]
        return lacks[0] if lacks and all(lacks) else ""

    def _named(self, wanted: Requirement) -> Iterator[Requirement]:
        for name in distributions_meant(wanted.name):
            if name in self.distributions:
                yield self.distributions[name]

    def _lack(self, offered: Requirement, wanted: Requirement) -> str:
        """Return why a distribution is not as wanted; empty if it is."""
        if not agree(offered, wanted):
            return described(offered)
        name = canonicalize_name(offered.name)
        theirs = {canonicalize_name(extra) for extra in offered.extras}
        for extra in sorted({canonicalize_name(extra) for extra in wanted.extras} - theirs):
            needs = self.extras.get((name, extra))
            if needs is None or not needs <= self.distributions.keys():
                return f"{offered.name} without its extra {extra}"
        return ""

    def _has_loose(self, name: str) -> bool:
        """Return whether the layer has the modules without metadata of their distribution."""
        names = {name}
        if is_known(name):
            names = {
                imported for imported in import_names(name) if imported.rpartition(".")[2][0] != "_"
            }
        return bool(names) and all(_is_below(imported, self._loose) for imported in names)

    @cached_property
    def _loose(self) -> frozenset[str]:
        """Return the import names that no distribution of the layer is known to provide."""
        explained = (import_names(distribution) for distribution in self.distributions)
        return self.import_names.difference(*explained)


@lru_cache(maxsize=1024)
def distributions_meant(name: str) -> tuple[str, ...]:
    """Return the distributions to which a name may refer, as canonical names.

    Args:
        name: The name of a distribution or an import: ``PyYAML``, ``yaml``. A dotted one that
            is also a distribution's, ``google.cloud.tasks``, refers only to that.
    """
    own = canonicalize_name(name)
    if not is_brought(name) or ("." in name and is_known(name)):
        return (own,)
    brought = {distribution: import_names(distribution) for distribution in distributions_of(name)}
    if any("." in below for names in brought.values() for below in names):  # in a namespace
        top = name.partition(".")[0]
        brought = {
            distribution: names
            for distribution, names in brought.items()
            if _is_below(name, names - {top})
        }
    return tuple(dict.fromkeys((own, *map(canonicalize_name, brought))))


def _is_below(name: str, names: Collection[str]) -> bool:
    """Return whether import names include a name or one of its parent packages."""
    return any(f"{name}.".startswith(f"{package}.") for package in names)


def described(requirement: Requirement) -> str:
    """Format a requirement for messages: ``numpy 1.26.4``, ``numpy <2``, ``numpy``."""
    pins = [part.version for part in requirement.specifier if part.operator in ("==", "===")]
    return f"{requirement.name} {pins[0] if pins else requirement.specifier}".rstrip()


def agree(one: Requirement, other: Requirement) -> bool:
    """Return whether a version can satisfy both requirements; a URL may have any version.

    The ranges of a specifier start and end at the versions that it names, so if any version
    satisfies both, one at or right after such a version does.
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
        except InvalidVersion:  # of ===, which compares strings
            return True
        after = (*named.release[:-1], named.release[-1] + 1)
        places |= {
            named,
            Version(f"{named.epoch}!{'.'.join(map(str, (*named.release, 0, 1)))}"),
            Version(f"{named.epoch}!{'.'.join(map(str, after))}"),
        }
    return any(specifier.contains(place, prereleases=True) for place in places)
