"""Samples: the functions and layers that a style is learned from, and their votes."""

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
"""The shapes that one sample votes for."""


@dataclass(frozen=True)
class StyleSample:
    """A function or layer that a style is learned from.

    Attributes:
        logical_id: Its key in Resources.
        properties: Its properties as data.
        metadata: Its metadata as data.
        location: The location of its code; None if it has no local folder.
        folder_name: Its own name by this folder; empty without one.
        names: The names that its properties may contain, the likeliest first.
    """

    logical_id: str
    properties: dict[str, Data]
    metadata: dict[str, Data]
    location: Location | None
    folder_name: str
    names: list[str]

    def shapes(self, value: Data, order: Sequence[str] = BY_LIKELIHOOD) -> Ballot:
        """Return the shapes of a value, for the first of the names that it contains."""
        found = (shapes(value, name, order) for name in self.names)
        return next((ballot for ballot in found if ballot), [])

    def shapes_or_literal(self, value: Data, order: Sequence[str] = BY_LIKELIHOOD) -> Ballot:
        """Return the shapes of a value; the value itself if it contains none of the names."""
        return self.shapes(value, order) or [literal(value)]


def style_samples(template: Template) -> list[StyleSample]:
    """Return the functions that a new one resembles: those in Python, if there are any.

    InlineCode is for helpers, and does not count. If all functions have it or are in other
    languages, container images count, too.
    """
    functions = [found for found in template.functions if "InlineCode" not in found.own]
    for is_model in (is_python, may_be_python):
        if found := [own for own in functions if is_model(runtime_of(template, own.own))]:
            return function_samples(found)
    return function_samples(template.all_functions)


def function_samples(functions: Sequence[FunctionResource]) -> list[StyleSample]:
    """Return functions with their names; a folder that several functions share has no name."""
    locations = [Location.parse(function.own.get("CodeUri")) for function in functions]
    used = Counter((place.parents, place.folder) for place in locations if place)
    samples = []
    for function, location in zip(functions, locations, strict=True):
        own = location if location and used[location.parents, location.folder] == 1 else None
        name = own_folder_name(own, function.logical_id, FUNCTION_SUFFIXES)
        names = own_names(name, function.logical_id, FUNCTION_SUFFIXES)
        if len(functions) == 1:  # other words of its logical id may belong to its name
            names.sort(key=len, reverse=True)
        samples.append(
            StyleSample(function.logical_id, function.own, function.metadata, location, name, names)
        )
    return samples


def layer_samples(layers: Sequence[LayerResource]) -> list[StyleSample]:
    """Return layers with their names."""
    samples = []
    for layer in layers:
        location = Location.parse(layer.content_uri)
        name = own_folder_name(location, layer.logical_id, LAYER_SUFFIXES)
        names = own_names(name, layer.logical_id, LAYER_SUFFIXES)
        samples.append(
            StyleSample(layer.logical_id, layer.properties, layer.metadata, location, name, names)
        )
    return samples


def shared_layer_sample(layer: LayerResource) -> StyleSample:
    """Return the shared layer as a sample: its logical id is a better name than its folder."""
    location = Location.parse(layer.content_uri)
    folder = "_".join(words(location.folder)) if location else ""
    names = [*own_names("", layer.logical_id, LAYER_SUFFIXES), folder]
    own = [name for name in names if name]
    return StyleSample(layer.logical_id, layer.properties, layer.metadata, location, folder, own)


def most_common_shape(
    ballots: Sequence[Ballot], accept: Callable[[Data], bool] = bool
) -> Data | None:
    """Return the acceptable shape with the most votes; None without one."""
    votes = tally([[shape for shape in ballot if accept(shape)] for ballot in ballots])
    return votes[0][0] if votes else None


def majority_shape(ballots: Sequence[Ballot], voters: int) -> Data | None:
    """Return the shape with the votes of more than half of the samples; None without one.

    Args:
        ballots: The shapes that each sample votes for; samples without a vote may be left out.
        voters: The number of samples, including those without a vote.
    """
    votes = tally(ballots)
    return votes[0][0] if votes and 2 * votes[0][1] > voters else None


def is_logical_id(shape: Data) -> bool:
    """Return whether a shape results in a logical id, which has only letters and digits."""
    return str(fill(shape, "a_b")).isalnum()


def is_majority(answers: Sequence[bool]) -> bool:
    """Return whether more than half of the answers are true."""
    return 2 * sum(answers) > len(answers)
