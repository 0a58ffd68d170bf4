"""Two versions of a package for one function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from ..application.application import Application
from ..application.function import Function
from ..contents.importable_modules import Provided, provided_by, provided_by_code
from ..dependencies.packages.layer_contents import agree, described
from ..errors import some
from ._rule import Rule, RuleFinding

_OWN = "its own code"


@dataclass(frozen=True)
class _Source:
    """A layer or folder that provides packages to a function.

    Attributes:
        key: The logical id of the layer, or the folder of the function's code.
        name: Its name in messages.
        provided: Its packages.
    """

    key: str
    name: str
    provided: Provided


@dataclass(frozen=True)
class _Clash:
    """Two sources with different versions of packages.

    Attributes:
        first: The name of the first source.
        last: The name of the last source, whose versions are imported.
        packages: The packages with both versions.
        functions: The functions that have both sources.
    """

    first: str
    last: str
    packages: tuple[str, ...]
    functions: list[Function]


class VersionClash(Rule):
    """Layers are merged in their order below /opt; the function's code has precedence."""

    id = "W9203"
    shortdesc = "Two versions of a package for one function"
    description = "A later layer overwrites files of an earlier one, and the code hides both."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each conflicting pair, at the first function that has both."""
        clashes: dict[tuple[str, str], _Clash] = {}
        for function in facts.functions:
            for first, last in combinations(_sources(facts, function), 2):
                key = first.key, last.key
                if key not in clashes:
                    packages = tuple(_packages(first.provided, last.provided))
                    clashes[key] = _Clash(first.name, last.name, packages, [])
                clashes[key].functions.append(function)
        yield from (_finding(clash) for clash in clashes.values() if clash.packages)


def _finding(clash: _Clash) -> RuleFinding:
    function, *others = clash.functions
    mixed = "" if clash.last == _OWN else ", possibly mixed with the other"
    plural = "s" if len(others) > 1 else ""
    too = f" This applies to {len(others)} more function{plural}." if others else ""
    return RuleFinding(
        function.path("Layers"),
        f"{function.logical_id}: {clash.first} and {clash.last} contain "
        f"{some(clash.packages)}; the version of {clash.last} is imported{mixed}. "
        f"Pin one version, or remove one of them.{too}",
    )


def _sources(facts: Application, function: Function) -> Iterator[_Source]:
    """Yield the sources of a function's packages, in increasing precedence."""
    for layer in function.layers:
        yield _Source(layer.logical_id, layer.logical_id, provided_by(facts, layer))
    if function.layers and function.is_python:
        yield _Source(str(function.code), _OWN, provided_by_code(facts, function))


def _packages(first: Provided, last: Provided) -> Iterator[str]:
    """Yield the packages whose versions certainly differ between two sources."""
    for name in sorted(first.distributions.keys() & last.distributions.keys()):
        one, other = first.distributions[name], last.distributions[name]
        if not agree(one, other):
            yield f"{described(one)} and {described(other).removeprefix(other.name).strip()}"
