"""One function cannot have two versions of a package: the last that comes hides the first."""

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
    """What brings packages to a function.

    Attributes:
        key: The logical id of the layer, or the folder of the function's code.
        name: What messages call it.
        provided: What it brings.
    """

    key: str
    name: str
    provided: Provided


@dataclass(frozen=True)
class _Clash:
    """Two that do not go together.

    Attributes:
        first: The name of the one.
        last: The name of the other, whose versions count.
        packages: The packages with both versions.
        functions: The functions that have both.
    """

    first: str
    last: str
    packages: tuple[str, ...]
    functions: list[Function]


class VersionClash(Rule):
    """Layers are merged in their order below /opt, and the function's code comes before them."""

    id = "W9203"
    shortdesc = "Two versions of a package for one function"
    description = "A later layer overwrites files of an earlier one, and the code hides both."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each two that disagree, at the first function that has both."""
        clashes: dict[tuple[str, str], _Clash] = {}
        for function in facts.functions:
            for one, other in combinations(_sources(facts, function), 2):
                key = one.key, other.key
                if key not in clashes:
                    packages = tuple(_packages(one.provided, other.provided))
                    clashes[key] = _Clash(one.name, other.name, packages, [])
                clashes[key].functions.append(function)
        yield from (_finding(clash) for clash in clashes.values() if clash.packages)


def _finding(clash: _Clash) -> RuleFinding:
    function, *others = clash.functions
    mixed = "" if clash.last == _OWN else ", and may be mixed with the other"
    plural = "s" if len(others) > 1 else ""
    too = f" So it is for {len(others)} more function{plural}." if others else ""
    return RuleFinding(
        function.path("Layers"),
        f"{function.logical_id}: {clash.first} and {clash.last} bring "
        f"{some(clash.packages)}; what {clash.last} has counts{mixed}. "
        f"Pin one version, or bring it once.{too}",
    )


def _sources(facts: Application, function: Function) -> Iterator[_Source]:
    """Yield what brings packages to a function, the last of which counts."""
    for layer in function.layers:
        yield _Source(layer.logical_id, layer.logical_id, provided_by(facts, layer))
    if function.layers and function.is_python:
        yield _Source(str(function.code), _OWN, provided_by_code(facts, function))


def _packages(first: Provided, last: Provided) -> Iterator[str]:
    """Yield the packages of which two bring versions that differ for certain."""
    for name in sorted(first.distributions.keys() & last.distributions.keys()):
        one, other = first.distributions[name], last.distributions[name]
        if not agree(one, other):
            yield f"{described(one)} and {described(other).removeprefix(other.name).strip()}"
