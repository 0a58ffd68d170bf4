"""What a function imports has to be in its code, its layers or the runtime."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..dependencies.import_names import distributions_of, import_names, is_brought, is_known
from ..dependencies.optional_needs import extra_for
from ..dependencies.places import Place, Portion, find
from ..dependencies.search_path import MissingImport, Reason
from ..dependencies.sources import Sources
from ..facts.facts import Facts
from ..facts.function import Function
from ._missing import missing_in
from ._places import SearchPaths
from ._rule import Finding, Rule


class ImportsAreProvided(Rule):
    """Looks at what AWS's runtime client would report as ``Runtime.ImportModuleError``."""

    id = "E9201"
    shortdesc = "Nothing provides what a function imports"
    description = "sam build does not look at imports, and the function fails when it starts."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-searchpath"
    )
    tags = ["resources", "lambda", "code", "layers"]

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """One for each name that a function imports in vain."""
        looking = _Looking(facts, SearchPaths(facts))
        for function in facts.functions:
            yield from looking.at(function)


@dataclass
class _Looking:
    """Looks at the functions of a template, which share layers."""

    facts: Facts
    paths: SearchPaths
    sources: Sources = field(default_factory=Sources)

    def at(self, function: Function) -> Iterator[Finding]:
        seen: set[str] = set()
        for one in missing_in(self.facts, function):
            if one.name not in seen and one.reason is not Reason.RELATIVE:  # E9106 has those
                seen.add(one.name)
                yield Finding(
                    self._path(function, one),
                    f"{function.logical_id}: {self.facts.shown(one.file)}:{one.line} "
                    f"{self._problem(function, one)}",
                )

    def _path(self, function: Function, one: MissingImport) -> tuple[str, ...]:
        code = "CodeUri" if "CodeUri" in function.properties else "Code"
        is_in_layers = one.reason is Reason.NOWHERE and "Layers" in function.properties
        return function.path("Layers" if is_in_layers else code)

    def _problem(self, function: Function, one: MissingImport) -> str:
        """What is wrong, and the way out."""
        package, _, name = one.name.rpartition(".")
        if one.reason is Reason.CIRCLE:
            return (
                f"imports {name} from {package} before it is there, as both import each other; "
                "import it in the function that needs it."
            )
        if one.reason is Reason.NO_NAME:
            return f"imports {name} from {package}, which has no such name; write it, or mend that."
        when = " when it is called" if one.lazy else ""
        if one.needed_by:
            return (
                f"imports {one.needed_by}{when}, which needs {one.name}, and nothing provides it; "
                f"list {extra_for(one.name)} where aws-lambda-powertools is."
            )
        return f"imports {one.name}{when}, which nothing provides; {self._way(function, one)}."

    def _way(self, function: Function, one: MissingImport) -> str:
        """Where to get what is missing."""
        for layer in self.facts.layers.values():
            if layer not in function.layers:
                places = self.paths.of_layer(layer, function)
                if self._is_in(places, one.name):
                    return f"attach {layer.logical_id}, which has it"
        top = one.name.partition(".")[0]
        if one.reason is Reason.NO_MEMBER and self._is_in(self.paths.of(function), top, own=True):
            return "write that module, or mend the name"
        if is_known(top) and not is_brought(top):
            return f"{top} is imported as {min(import_names(top), key=len)}"
        if is_brought(one.name):
            name = distributions_of(one.name)[0]
            return f"add {name} to the requirements.txt of its code or of a layer, or write it"
        return "put that module beside the handler, or attach a layer that has it"

    def _is_in(self, places: Iterable[Place], name: str, *, own: bool = False) -> bool:
        """Whether a module is in some places, written down there rather than installed."""
        portions = [Portion.of(place) for place in places]
        for part in name.split("."):
            found = find(part, portions, self.sources)
            if found is None or found.is_foreign:
                return found is not None and not own
            portions = list(found.portions)
        return not own or any(one.folders and not one.installed for one in portions)
