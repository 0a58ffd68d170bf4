"""Inference of the answers for a hand-written function or layer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from ..aws.runtimes import supported_pythons, today
from ..errors import ScaffoldError
from ..questions.common_questions import description_problem, name_problem
from ..sam.model.code_folders import code_folders, folder_of
from ..sam.model.intrinsics import Data
from ..sam.model.names import words
from ..sam.model.template import FUNCTIONS, LAYERS, Template
from ..sam.style.house_style import HouseStyle
from ..sam.style.learning.learned_style import learn
from ..sam.style.name_patterns import BY_LIKELIHOOD, fill, literal, shapes
from ..transaction.repository_view import RepositoryView

FOR_MODULES = ("snake", "kebab", "camel")
"""Spellings of folders and modules, most likely first."""

FOR_IDS = ("camel",)
"""Spellings of logical ids, besides pascal: they only have letters and digits."""

ARCHITECTURES = ("x86_64", "arm64")


class UnfitError(ScaffoldError):
    """Raised when no answers result in a function or layer, so it cannot be adopted."""


def about_python(*runtimes: str) -> str:
    """Return the rule that runtimes other than Python 3 break, and the way out."""
    if any(runtime.startswith("python") for runtime in runtimes):
        newest = supported_pythons(today())[-1]
        return (
            f"sam-scaffold only supports Python 3. Use a current runtime first, such as {newest}."
        )
    return "sam-scaffold only supports Python."


def other_type(found: str, wanted: str) -> UnfitError:
    """Return the error for a type that is not SAM's."""
    return UnfitError(f"it is an {found}, but sam-scaffold writes {wanted}. Convert it first.")


@dataclass(frozen=True)
class Surroundings:
    """A SAM template with hand-written functions and layers.

    Attributes:
        template: The SAM template.
        repository: Its repository.
        triggers: The triggers of the template's version.
        claimed: Logical ids of the template that belong to components, including newly
            adopted ones.
        taken: Kinds and names of the components of the repository, including these.
    """

    template: Template
    repository: RepositoryView
    triggers: frozenset[str] = frozenset()
    claimed: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def style(self) -> HouseStyle:
        """Return the style that most functions and layers share."""
        return learn(self.template, self.repository)

    @property
    def unclaimed(self) -> list[str]:
        """Return the functions and layers that are not components, in the template's order."""
        found = self.template.of_type(*FUNCTIONS, *LAYERS)
        ids = [resource.logical_id for resource in found]
        return [logical_id for logical_id in ids if logical_id not in self.claimed]

    def folder(self, uri: Data, key: str) -> Folder:
        """Return the folder of the code of a function or layer.

        Args:
            uri: The value of its ``CodeUri`` or ``ContentUri``.
            key: The name of that property.

        Raises:
            UnfitError: It is not a folder of the repository.
        """
        path = folder_of(self.template, uri)
        if not path or any(mark in uri for mark in "${\\"):
            problem = f"its {key} is not a folder of the repository" if uri else f"it has no {key}"
            raise UnfitError(f"{problem}, but sam-scaffold only supports code in such a folder.")
        own = PurePosixPath(path)
        others = self._folders.values()
        near = [other for other in others if other.is_relative_to(own) or own.is_relative_to(other)]
        is_file = self.repository.place(path).is_file()
        return Folder(str(uri), is_own=len(near) == 1 and not is_file)

    def deployed_with(self, path: str) -> list[str]:
        """Return the functions and layers whose folder contains a file of the repository."""
        return [
            name
            for name, folder in self._folders.items()
            if PurePosixPath(path).is_relative_to(folder)
        ]

    @cached_property
    def _folders(self) -> dict[str, PurePosixPath]:
        """Return the folders of functions and layers that are in the repository."""
        return {name: PurePosixPath(path) for name, path in code_folders(self.template).items()}


@dataclass(frozen=True)
class Folder:
    """The folder of the code of a function or layer.

    Attributes:
        uri: Its path in the SAM template.
        is_own: Whether no other code is in it, above it or below it.
    """

    uri: str
    is_own: bool

    @property
    def path(self) -> str:
        """Return the path from the SAM template's folder: ``functions/order_router``."""
        return str(PurePosixPath(self.uri))

    def in_style(self, style: HouseStyle) -> HouseStyle:
        """Return a style with the same notation of the folder."""
        suffix = "/" if self.uri.endswith("/") else ""
        prefix = "./" if self.uri.startswith("./") and len(self.uri) > len("./") else ""
        return replace(style, code_uri_prefix=prefix, code_uri_suffix=suffix)

    def shape(self, path: str, name: str, usual_shape: Data) -> Data:
        """Return the shape of a path; without the name if a rename would also move other code."""
        if not self.is_own:
            return literal(path)
        return shape_of(path, name, usual_shape, FOR_MODULES)


def shape_of(
    value: Data, name: str, usual_shape: Data = None, order: Sequence[str] = BY_LIKELIHOOD
) -> Data:
    """Return the shape of a value, or the value itself if it does not contain the name.

    Args:
        value: The value in the template.
        name: The component's name.
        usual_shape: The shape that most others have; used if it results in the value.
        order: The spellings, most likely first; none if only the style may show that
            it is the name.
    """
    return next(
        (
            shape
            for shape in (usual_shape, *shapes(value, name, order))
            if fill(shape, name) == value
        ),
        literal(value),
    )


def common(
    around: Surroundings, kind: str, name: str, properties: dict[str, Data]
) -> dict[str, Any]:
    """Return the common answers of functions and layers."""
    description = properties.get("Description")
    is_valid = isinstance(description, str) and not description_problem(description)
    return {
        "kind": kind,
        "name": name,
        "template_file": around.template.path,
        "description": description if is_valid else "",
        "adopted": True,
    }


def name_of(
    around: Surroundings, kind: str, logical_id: str, own: Iterable[str], usual_shape: Data
) -> str:
    """Return the name of a component, from its logical id or its folder.

    Args:
        around: The SAM template.
        kind: Its kind.
        logical_id: Its key in Resources.
        own: Its possible names.
        usual_shape: The shape of most logical ids.

    Raises:
        UnfitError: None of them is a valid name of a component.
    """
    matching = [candidate for candidate in own if fill(usual_shape, candidate) == logical_id]
    whole = "_".join(words(logical_id))
    longer = [f"{candidate}_{kind}" for candidate in own]
    found = chain(matching, own, [whole], longer, _more(whole, around.taken, kind))
    name = next((candidate for candidate in found if _is_free(candidate, kind, around.taken)), "")
    if not name:
        raise UnfitError(f"{logical_id} does not result in a valid component name. Rename it.")
    return name


def _more(whole: str, taken: Collection[tuple[str, str]], kind: str) -> Iterator[str]:
    """Yield numbered names, for equal names in several SAM templates."""
    count = sum(other == kind for other, _ in taken)
    yield from (f"{whole}_{number}" for number in range(2, count + 3))


def _is_free(name: str, kind: str, taken: Collection[tuple[str, str]]) -> bool:
    return not name_problem(kind, name) and (kind, name) not in taken
