"""The functions and layers that a style is learned from, each with its own names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...model.function_resource import FunctionResource
from ...model.function_runtime import is_python, may_be_python, runtime_of
from ...model.intrinsics import Data
from ...model.layer_resource import LayerResource
from ...model.names import words
from ...model.template import Template
from ..locations import FUNCTION_SUFFIXES, LAYER_SUFFIXES, Location, own_folder_name, own_names
from ..name_patterns import BY_LIKELIHOOD, fill, literal, shapes, tally

Ballot = list[Data]
"""The shapes that one member votes for."""


@dataclass(frozen=True)
class StyleSample:
    """A function or layer as one voice about the style.

    Attributes:
        logical_id: Its key in Resources.
        properties: Its properties as data.
        metadata: Its metadata as data.
        location: Where its code lies, None if that is no local folder of its own.
        folder_name: The own name that this folder gives it, else nothing.
        names: The names that it may go by, the likeliest first.
    """

    logical_id: str
    properties: dict[str, Data]
    metadata: dict[str, Data]
    location: Location | None
    folder_name: str
    names: list[str]

    def shapes(self, value: Data, order: Sequence[str] = BY_LIKELIHOOD) -> Ballot:
        """The shapes of a value for the first of the names that occurs in it."""
        found = (shapes(value, name, order) for name in self.names)
        return next((ballot for ballot in found if ballot), [])

    def shapes_or_literal(self, value: Data, order: Sequence[str] = BY_LIKELIHOOD) -> Ballot:
        """The shapes of a value, or the value itself where no name occurs in it."""
        return self.shapes(value, order) or [literal(value)]


def voices(template: Template) -> list[StyleSample]:
    """The functions that say what a new one looks like: Python's, where there are any.

    Code in the template itself is a helper's. Where that or another language is all there is,
    container images have a voice, too.
    """
    functions = [one for one in template.functions if "InlineCode" not in one.own]
    for is_model in (is_python, may_be_python):
        if found := [one for one in functions if is_model(runtime_of(template, one.own))]:
            return function_members(found)
    return function_members(template.all_functions)


def function_members(functions: Sequence[FunctionResource]) -> list[StyleSample]:
    """Functions with their names; a folder that several share is nobody's own."""
    locations = [Location.parse(one.own.get("CodeUri")) for one in functions]
    used = Counter((one.parents, one.folder) for one in locations if one)
    members = []
    for one, location in zip(functions, locations, strict=True):
        own = location if location and used[location.parents, location.folder] == 1 else None
        name = own_folder_name(own, one.logical_id, FUNCTION_SUFFIXES)
        names = own_names(name, one.logical_id, FUNCTION_SUFFIXES)
        if len(functions) == 1:  # what stands beside its name may be a part of it
            names.sort(key=len, reverse=True)
        members.append(StyleSample(one.logical_id, one.own, one.metadata, location, name, names))
    return members


def layer_members(layers: Sequence[LayerResource]) -> list[StyleSample]:
    """Layers with their names."""
    members = []
    for one in layers:
        location = Location.parse(one.content_uri)
        name = own_folder_name(location, one.logical_id, LAYER_SUFFIXES)
        names = own_names(name, one.logical_id, LAYER_SUFFIXES)
        members.append(
            StyleSample(one.logical_id, one.properties, one.metadata, location, name, names)
        )
    return members


def shared_member(layer: LayerResource) -> StyleSample:
    """The shared layer where it is the only one: its id says more than its folder does."""
    location = Location.parse(layer.content_uri)
    folder = "_".join(words(location.folder)) if location else ""
    names = [*own_names("", layer.logical_id, LAYER_SUFFIXES), folder]
    properties = layer.properties
    return StyleSample(
        layer.logical_id, properties, layer.metadata, location, folder, [n for n in names if n]
    )


def elected(ballots: Sequence[Ballot], accept: Callable[[Data], bool] = bool) -> Data | None:
    """The acceptable shape that most members vote for, None if there is none."""
    votes = tally([[shape for shape in ballot if accept(shape)] for ballot in ballots])
    return votes[0][0] if votes else None


def agreed(ballots: Sequence[Ballot], voters: int) -> Data | None:
    """The shape that more than half of the voters vote for, None if there is none.

    Args:
        ballots: For each voter that has an opinion the shapes that it votes for.
        voters: How many voters there are, those without an opinion among them.
    """
    votes = tally(ballots)
    return votes[0][0] if votes and 2 * votes[0][1] > voters else None


def is_logical_id(shape: Data) -> bool:
    """Whether a shape makes a logical id: letters and digits alone."""
    return str(fill(shape, "a_b")).isalnum()


def most_say(answers: Sequence[bool]) -> bool:
    """Whether more than half of the answers are yes."""
    return 2 * sum(answers) > len(answers)
