"""Layers that provide the packages of a function, and the error if none do."""

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
    """The addition of packages to a layer that is a component.

    Attributes:
        layer: The layer's logical id.
        name: The component's name.
        path: The folder of its answers, from the repository's root.
        packages: The requirements of all its packages after the addition.
    """

    layer: str
    name: str
    path: str
    packages: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command that adds the packages."""
        return f"sam-scaffold set {self.name} packages='{', '.join(self.packages)}'"


@dataclass(frozen=True, eq=False)
class LayerChoice:
    """The layers that provide the packages of a function.

    Attributes:
        facts: The application.
        answers: The function's answers: ``packages``, ``layers``, ``shared_code``,
            ``powertools``, ``runtime``, ``architecture`` and ``house``.
    """

    facts: Application
    answers: Mapping[str, Any]

    @classmethod
    def of(
        cls, repository: RepositoryView, template: Template, answers: Mapping[str, Any]
    ) -> LayerChoice:
        """Return the choice for a function of a template.

        Args:
            repository: The repository, with staged changes if there are any.
            template: The SAM template.
            answers: The function's answers, see the class.
        """
        root = (repository.base or repository.root).resolve()
        stage = None if repository.base is None else repository.root
        return cls(Application(root / template.path, root, template, stage), answers)

    @cached_property
    def choice(self) -> LayerSelection:
        """The selection of layers."""
        given = [name_of(layer) for layer in self._stated]
        offers = self._offers.items()
        return choose(
            wanted_of(self.answers),
            {name: offer for name, offer in offers if name in given or self._is_compatible(name)},
            self._room,
            given=given,
            runtime=self.answers["runtime"],
            architecture=self.answers["architecture"],
        )

    @property
    def brought(self) -> dict[str, list[str]]:
        """The packages that each layer of the template provides, by logical id."""
        return {
            name: [str(requirement) for requirement in covered]
            for name, covered in self.choice.covered.items()
            if covered and name in self._offered
        }

    @property
    def missing(self) -> tuple[str, ...]:
        """The requirements that no layer provides, as in a requirements.txt."""
        return tuple(str(_as_distribution(wanted)) for wanted in self.choice.missing)

    @property
    def to_add(self) -> tuple[str, ...]:
        """The packages of an additional layer: all packages if too many layers would be needed."""
        if not self.choice.is_crowded:
            return self.missing
        chosen = [wanted for name in self.choice.layers for wanted in self.choice.covered[name]]
        return tuple(
            dict.fromkeys((*(str(_as_distribution(wanted)) for wanted in chosen), *self.missing))
        )

    @property
    def extension(self) -> Extension | None:
        """The extension of the nearest layer by the rest; None if the layer is not a component."""
        nearest = self.choice.nearest
        component = recorded_layers(self.facts).get(nearest)
        if component is None or component.contents != "requirements":
            return None
        names = {canonicalize_name(Requirement(line).name) for line in self.missing}
        kept = [
            line
            for line, package in zip(component.lines, component.packages, strict=False)
            if canonicalize_name(package.name) not in names
        ]
        path = component.path.as_posix()
        return Extension(nearest, component.name, path, (*kept, *self.missing))

    def problem(self) -> str:
        """Return an error with solutions if no layers provide a package."""
        if not self.choice.missing:
            return ""
        words = ", ".join(map(str, self.choice.missing))
        where = self.facts.template.path
        if self.choice.is_crowded:
            return (
                f"{words} would require more layers than the {self._room} that the function can "
                f"still have. {self._solutions()}."
            )
        instead = "; ".join(self._instead())
        return (
            f"no layer of {where} provides {words}{instead and f' ({instead})'}. "
            f"{self._solutions()}."
        )

    def _instead(self) -> Iterator[str]:
        """Yield a few words on each layer that has another version or platform of a package."""
        for (layer, _), has in self.choice.mismatches.items():
            yield f"{layer} has {has}"
        for name, properties in self._offered.items():
            provides = any(self._offers[name].brings(wanted) for wanted in self.choice.missing)
            for stated in unfit(properties, self.answers).values() if provides else ():
                yield f"{name} does, for {', '.join(stated)}"

    def _solutions(self) -> str:
        packages = ", ".join(self.to_add)
        add = f"`sam-scaffold add layer NAME -d packages='{packages}'{self._platform}`"
        nearest = self.choice.nearest
        if extension := self.extension:
            return f"Extend {nearest}, the nearest: `{extension.command}`, or add a layer: {add}"
        file = self._offers[nearest].source if nearest else None
        if file is not None and file.name == REQUIREMENTS:
            return f"Extend {self.facts.shown(file)}, the nearest, or add a layer: {add}"
        return f"Add a layer: {add}"

    @property
    def _platform(self) -> str:
        """The options of a new layer if the function's platform is not the usual one."""
        usual = self.answers["house"]
        own = {key: self.answers[key] for key in ("runtime", "architecture")}
        return "".join(
            f" -d {key}={value}" for key, value in own.items() if value != usual.get(key, value)
        )

    @cached_property
    def _offered(self) -> dict[str, dict[str, Data]]:
        """The properties of all layers that the template names, in their order."""
        own = {name: layer.properties for name, layer in self.facts.layers.items()}
        return {**own, **{name: {} for name in external_layers(self.facts.template)}}

    @cached_property
    def _offers(self) -> dict[str, Provided]:
        facts = self.facts
        own = {name: provided_by(facts, layer) for name, layer in facts.layers.items()}
        named = {name: reference_to(name) for name in self._offered if name not in own}
        stated = {name_of(layer): layer for layer in self._stated}
        external = {**named, **{name: layer for name, layer in stated.items() if name not in own}}
        found = {name: provided_by_reference(facts, layer) for name, layer in external.items()}
        return {**own, **found}

    @property
    def _room(self) -> int:
        """The number of layers that the function can still have."""
        return max(LAYERS_PER_FUNCTION - len(self._stated), 0)

    @cached_property
    def _stated(self) -> list[Data]:
        """References to the layers that the function has regardless of its packages."""
        style = HouseStyle.from_dict(dict(self.answers["house"]))
        answers = {**self.answers, "resources": [], "package_layers": {}}
        inherited = style.globals.get("Layers")
        return [
            *layer_references(answers, style),
            *(inherited if isinstance(inherited, list) else []),
        ]

    def _is_compatible(self, name: str) -> bool:
        return not unfit(self._offered.get(name, {}), self.answers)


def deciding(
    packages: Any, layers: list[str], recorded: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers that determine which layers provide the packages.

    Args:
        packages: The answer of ``packages``.
        layers: The answer of ``layers``.
        recorded: The style of the repository.
        given: Given answers of later questions; the style has the defaults.
    """
    style = HouseStyle.from_dict(dict(recorded))
    has_powertools = style.powertools_layer is not None or style.powertools_inherited
    return {
        "packages": packages,
        "layers": layers,
        "house": recorded,
        "shared_code": wants_shared_code(style, given),
        "powertools": is_on(given.get("powertools", has_powertools)),
        "runtime": given.get("runtime") or default_runtime("function", style.runtime, today()),
        "architecture": given.get("architecture") or style.architecture,
    }


def wanted_of(answers: Mapping[str, Any]) -> list[Requirement]:
    """Return the packages of a function as requirements."""
    return [Requirement(line) for line in requirement_lines(answers.get("packages"))]


def why(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield lines on what provides the packages of a function.

    Args:
        answers: The recorded answers of the function.
    """
    for layer, packages in (answers.get("package_layers") or {}).items():
        yield f"{layer} provides {_listed(packages)}."
    requirements = wanted_of(answers)
    names = [found.name for found in requirements if comes_with(found, answers["runtime"])]
    if names:
        yield f"{_listed(names)} {'are' if names[1:] else 'is'} included in the runtime."


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _as_distribution(wanted: Requirement) -> Requirement:
    """Return the requirement of the package that pip installs for an imported name."""
    if is_known(wanted.name) or not is_brought(wanted.name):
        return wanted
    found = Requirement(str(wanted))
    found.name = distributions_of(wanted.name)[0]
    return found
