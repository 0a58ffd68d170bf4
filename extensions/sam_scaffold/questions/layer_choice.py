"""The layers that bring what a function imports, and what to say where none do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..application.application import Application
from ..application.layer import REQUIREMENTS
from ..aws.limits import LAYERS_PER_FUNCTION
from ..aws.runtimes import today
from ..components.component_runtime import default_runtime
from ..components.function_component import layer_references
from ..contents.compatibility import unfit
from ..contents.importable_modules import Provided, provided_by, provided_by_reference
from ..contents.recorded_layers import recorded_layers
from ..dependencies.packages.given_packages import requirement_lines
from ..dependencies.packages.import_names import distributions_of, is_brought, is_known
from ..dependencies.packages.layer_selection import LayerSelection, choose, comes_with
from ..sam.model.external_layers import external_layers, name_of, reference_to
from ..sam.model.intrinsics import Data
from ..sam.model.template import Template
from ..sam.style.house_style import HouseStyle
from ..transaction.repository_view import RepositoryView
from .given_answers import is_on
from .shared_layers import wants_shared_code


@dataclass(frozen=True)
class Extension:
    """How a layer that is a component comes to bring more.

    Attributes:
        layer: Its logical id.
        name: The component's name.
        path: The folder of its answers, from the repository's root.
        packages: Its packages then, a requirement each.
    """

    layer: str
    name: str
    path: str
    packages: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command that does it."""
        return f"sam-scaffold set {self.name} packages='{', '.join(self.packages)}'"


@dataclass(frozen=True, eq=False)
class LayerChoice:
    """The layers that bring what a function imports.

    Attributes:
        facts: What is known of the template.
        answers: The function's answers: ``packages``, ``layers``, ``shared_code``,
            ``powertools``, ``runtime``, ``architecture`` and ``house``.
    """

    facts: Application
    answers: Mapping[str, Any]

    @classmethod
    def of(
        cls, repository: RepositoryView, template: Template, answers: Mapping[str, Any]
    ) -> LayerChoice:
        """The choice for a function of a template.

        Args:
            repository: The repository, as it is or as it will be.
            template: The SAM template.
            answers: The function's answers, see the class.
        """
        root = (repository.base or repository.root).resolve()
        stage = None if repository.base is None else repository.root
        return cls(Application(root / template.path, root, template, stage), answers)

    @cached_property
    def choice(self) -> LayerSelection:
        """What was chosen."""
        stated = self._stated
        given = [name_of(one) for one in stated]
        return choose(
            wanted_of(self.answers),
            {name: one for name, one in self._offers.items() if name in given or self._fits(name)},
            self._room,
            given=given,
            runtime=self.answers["runtime"],
            architecture=self.answers["architecture"],
        )

    @property
    def brought(self) -> dict[str, list[str]]:
        """What each layer of the template brings of it, the chosen ones and others."""
        return {
            name: [str(one) for one in several]
            for name, several in self.choice.covered.items()
            if several and name in self._offered
        }

    @property
    def missing(self) -> tuple[str, ...]:
        """What no layer brings, as a requirements.txt has it."""
        return tuple(str(_as_distribution(one)) for one in self.choice.missing)

    @property
    def to_add(self) -> tuple[str, ...]:
        """What a layer more has to bring: all of it, where there is room for few."""
        if not self.choice.is_crowded:
            return self.missing
        chosen = [one for name in self.choice.layers for one in self.choice.covered[name]]
        return tuple(
            dict.fromkeys((*(str(_as_distribution(one)) for one in chosen), *self.missing))
        )

    @property
    def extension(self) -> Extension | None:
        """How the nearest layer comes to bring the rest; None if it is no component."""
        nearest = self.choice.nearest
        component = recorded_layers(self.facts).get(nearest)
        if component is None or component.contents != "requirements":
            return None
        names = {canonicalize_name(Requirement(one).name) for one in self.missing}
        kept = [
            line
            for line, one in zip(component.lines, component.packages, strict=False)
            if canonicalize_name(one.name) not in names
        ]
        path = component.path.as_posix()
        return Extension(nearest, component.name, path, (*kept, *self.missing))

    def problem(self) -> str:
        """Why the function would lack something, and the ways out; empty if it would not."""
        if not self.choice.missing:
            return ""
        words = ", ".join(map(str, self.choice.missing))
        where = self.facts.template.path
        if self.choice.is_crowded:
            return (
                f"{words} would take more layers than the {self._room} that the function may still "
                f"have; {self._ways()}."
            )
        there = "; ".join(self._instead())
        return f"no layer of {where} brings {words}{there and f' ({there})'}; {self._ways()}."

    def _instead(self) -> Iterator[str]:
        """What layers have instead of what is missing, a few words each."""
        for (layer, _), has in self.choice.mismatches.items():
            yield f"{layer} has {has}"
        for name, properties in self._offered.items():
            brings = any(self._offers[name].brings(one) for one in self.choice.missing)
            for stated in unfit(properties, self.answers).values() if brings else ():
                yield f"{name} does, for {', '.join(stated)}"

    def _ways(self) -> str:
        packages = ", ".join(self.to_add)
        add = f"`sam-scaffold add layer NAME -d packages='{packages}'{self._platform}`"
        nearest = self.choice.nearest
        if extension := self.extension:
            return f"extend {nearest}, the nearest: `{extension.command}`, or add a layer: {add}"
        file = self._offers[nearest].source if nearest else None
        if file is not None and file.name == REQUIREMENTS:
            return f"extend {self.facts.shown(file)}, the nearest, or add a layer: {add}"
        return f"add a layer: {add}"

    @property
    def _platform(self) -> str:
        """What a layer has to be told where the function is not for what the house is for."""
        house = self.answers["house"]
        own = {key: self.answers[key] for key in ("runtime", "architecture")}
        return "".join(f" -d {key}={one}" for key, one in own.items() if one != house.get(key, one))

    @cached_property
    def _offered(self) -> dict[str, dict[str, Data]]:
        """The properties of all layers that the template names, in its order."""
        own = {name: layer.properties for name, layer in self.facts.layers.items()}
        return {**own, **{name: {} for name in external_layers(self.facts.template)}}

    @cached_property
    def _offers(self) -> dict[str, Provided]:
        facts = self.facts
        own = {name: provided_by(facts, layer) for name, layer in facts.layers.items()}
        named = {name: reference_to(name) for name in self._offered if name not in own}
        stated = {name_of(one): one for one in self._stated}
        outside = {**named, **{name: one for name, one in stated.items() if name not in own}}
        found = {name: provided_by_reference(facts, one) for name, one in outside.items()}
        return {**own, **found}

    @property
    def _room(self) -> int:
        """How many layers the function may still have."""
        return max(LAYERS_PER_FUNCTION - len(self._stated), 0)

    @cached_property
    def _stated(self) -> list[Data]:
        """References to the layers that the function has in any case."""
        house = HouseStyle.from_dict(dict(self.answers["house"]))
        answers = {**self.answers, "resources": [], "package_layers": {}}
        inherited = house.globals.get("Layers")
        return [
            *layer_references(answers, house),
            *(inherited if isinstance(inherited, list) else []),
        ]

    def _fits(self, name: str) -> bool:
        return not unfit(self._offered.get(name, {}), self.answers)


def deciding(
    packages: Any, layers: list[str], house: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers that decide which layers bring the packages.

    Args:
        packages: The answer of ``packages``.
        layers: That of ``layers``.
        house: The house style.
        given: What is answered of the others, which come later; else the house decides.
    """
    style = HouseStyle.from_dict(dict(house))
    has_powertools = style.powertools_layer is not None or style.powertools_inherited
    return {
        "packages": packages,
        "layers": layers,
        "house": house,
        "shared_code": wants_shared_code(style, given),
        "powertools": is_on(given.get("powertools", has_powertools)),
        "runtime": given.get("runtime") or default_runtime("function", style.runtime, today()),
        "architecture": given.get("architecture") or style.architecture,
    }


def wanted_of(answers: Mapping[str, Any]) -> list[Requirement]:
    """What a function imports, as requirements."""
    return [Requirement(line) for line in requirement_lines(answers.get("packages"))]


def why(answers: Mapping[str, Any]) -> Iterator[str]:
    """What brings what a function imports, a line each.

    Args:
        answers: The recorded answers of the function.
    """
    for layer, packages in (answers.get("package_layers") or {}).items():
        yield f"{layer} brings {_listed(packages)}."
    names = [one.name for one in wanted_of(answers) if comes_with(one, answers["runtime"])]
    if names:
        yield f"{_listed(names)} {'come' if names[1:] else 'comes'} with the runtime."


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _as_distribution(wanted: Requirement) -> Requirement:
    """What is imported, as what pip installs."""
    if is_known(wanted.name) or not is_brought(wanted.name):
        return wanted
    made = Requirement(str(wanted))
    made.name = distributions_of(wanted.name)[0]
    return made
