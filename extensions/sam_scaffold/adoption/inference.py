"""The answers that would have led to a function or layer that was written by hand."""

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
"""What folders and modules are spelled in, most likely first."""

FOR_IDS = ("camel",)
"""What logical ids are spelled in, besides pascal: they have letters and digits alone."""

ARCHITECTURES = ("x86_64", "arm64")


class UnfitError(ScaffoldError):
    """No answers lead to a function or layer, so that it can never be adopted."""


def about_python(*runtimes: str) -> str:
    """Return the rule that runtimes break which are not Python 3's, and the way out."""
    if any(runtime.startswith("python") for runtime in runtimes):
        newest = supported_pythons(today())[-1]
        return f"the scaffold is about Python 3; move it to a current one first, such as {newest}."
    return "the scaffold is about Python."


def other_type(found: str, wanted: str) -> UnfitError:
    """Return the refusal of a type that is not SAM's."""
    return UnfitError(f"it is an {found}, and the scaffold writes {wanted}; make it one first.")


@dataclass(frozen=True)
class Surroundings:
    """A SAM template with functions and layers that were written by hand.

    Attributes:
        template: The SAM template.
        repository: Its repository.
        triggers: The triggers that functions can be given.
        claimed: Logical ids of the template that belong to components, those that come
            among them.
        taken: Kinds and names of the components of the repository, as well.
    """

    template: Template
    repository: RepositoryView
    triggers: frozenset[str] = frozenset()
    claimed: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def style(self) -> HouseStyle:
        """Return what most functions and layers have in common."""
        return learn(self.template, self.repository)

    @property
    def unclaimed(self) -> list[str]:
        """Return the functions and layers that no component has, in the order of the template."""
        found = self.template.of_type(*FUNCTIONS, *LAYERS)
        return [one.logical_id for one in found if one.logical_id not in self.claimed]

    def folder(self, uri: Data, key: str) -> Folder:
        """Return where the code of a function or layer lies.

        Args:
            uri: The value of its ``CodeUri`` or ``ContentUri``.
            key: What that is called.

        Raises:
            UnfitError: It is no folder of the repository.
        """
        path = folder_of(self.template, uri)
        if not path or any(mark in uri for mark in "${\\"):
            said = f"its {key} is no folder of the repository" if uri else f"it has no {key}"
            raise UnfitError(f"{said}, and the scaffold is about code that lies there.")
        own = PurePosixPath(path)
        others = self._folders.values()
        near = [other for other in others if other.is_relative_to(own) or own.is_relative_to(other)]
        is_file = self.repository.place(path).is_file()
        return Folder(str(uri), is_own=len(near) == 1 and not is_file)

    def deployed_with(self, path: str) -> list[str]:
        """Return the functions and layers whose code a file of the repository lies among."""
        return [
            name for name, one in self._folders.items() if PurePosixPath(path).is_relative_to(one)
        ]

    @cached_property
    def _folders(self) -> dict[str, PurePosixPath]:
        """Return the folders of functions and layers, where they are some of the repository."""
        return {name: PurePosixPath(one) for name, one in code_folders(self.template).items()}


@dataclass(frozen=True)
class Folder:
    """Where the code of a function or layer lies.

    Attributes:
        uri: As the SAM template names it.
        is_own: Whether nobody else's code lies in it, above it or below it.
    """

    uri: str
    is_own: bool

    @property
    def path(self) -> str:
        """Return the path from the SAM template's folder: ``functions/order_router``."""
        return str(PurePosixPath(self.uri))

    def in_style(self, style: HouseStyle) -> HouseStyle:
        """Return a style that spells the folder as it is spelled."""
        suffix = "/" if self.uri.endswith("/") else ""
        prefix = "./" if self.uri.startswith("./") and len(self.uri) > len("./") else ""
        return replace(style, code_uri_prefix=prefix, code_uri_suffix=suffix)

    def shape(self, path: str, name: str, house_shape: Data) -> Data:
        """Return the shape of a path; without the name where others would move with it."""
        if not self.is_own:
            return literal(path)
        return shape_of(path, name, house_shape, FOR_MODULES)


def shape_of(
    value: Data, name: str, house_shape: Data = None, order: Sequence[str] = BY_LIKELIHOOD
) -> Data:
    """Return the shape of a value, which is itself where the name does not occur in it.

    Args:
        value: What stands in the template.
        name: The component's name.
        house_shape: The shape that most others have; taken where it leads to the value.
        order: The spellings, the likeliest first; none where only the house may say that
            the name is meant.
    """
    return next(
        (one for one in (house_shape, *shapes(value, name, order)) if fill(one, name) == value),
        literal(value),
    )


def common(
    around: Surroundings, kind: str, name: str, properties: dict[str, Data]
) -> dict[str, Any]:
    """Return the answers that functions and layers have alike."""
    description = properties.get("Description")
    fits = isinstance(description, str) and not description_problem(description)
    return {
        "kind": kind,
        "name": name,
        "template_file": around.template.path,
        "description": description if fits else "",
        "adopted": True,
    }


def name_of(
    around: Surroundings, kind: str, logical_id: str, own: Iterable[str], house_shape: Data
) -> str:
    """Return the name of a component: one that its logical id or its folder has.

    Args:
        around: The SAM template.
        kind: Its kind.
        logical_id: Its key in Resources.
        own: The names that it may go by.
        house_shape: The shape of most logical ids.

    Raises:
        UnfitError: None of them can be a component's.
    """
    fitting = [one for one in own if fill(house_shape, one) == logical_id]
    whole = "_".join(words(logical_id))
    longer = [f"{one}_{kind}" for one in own]
    found = chain(fitting, own, [whole], longer, _more(whole, around.taken, kind))
    name = next((one for one in found if _is_free(one, kind, around.taken)), "")
    if not name:
        raise UnfitError(f"no name of a component can be made of {logical_id}; rename it.")
    return name


def _more(whole: str, taken: Collection[tuple[str, str]], kind: str) -> Iterator[str]:
    """Yield names for what has the same name in several SAM templates."""
    count = sum(one == kind for one, _ in taken)
    yield from (f"{whole}_{number}" for number in range(2, count + 3))


def _is_free(name: str, kind: str, taken: Collection[tuple[str, str]]) -> bool:
    return not name_problem(kind, name) and (kind, name) not in taken
