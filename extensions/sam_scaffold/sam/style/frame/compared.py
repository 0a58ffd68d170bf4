"""The Python functions of a template, compared with each other: their names and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ...model.function_resource import FunctionResource
from ...model.intrinsics import Data, mapping_of, mentioned
from ...model.template import Template
from ..learning.style_samples import StyleSample, function_samples, is_logical_id, is_majority
from .frame import Entry
from .own_names import OwnNames, own_names
from .satellites import satellites
from .siblings import siblings

IN_IDS = ("camel", "snake", "kebab")
FOR_MODULES = ("snake", "kebab", "camel")
"""Spellings in logical ids and in names of modules, the likeliest first."""

_UNIQUE = frozenset(
    ("RoleName", "AlarmName", "FilterName", "Name", "LogGroupName", "FunctionName", "GroupName")
)
"""Properties with names that only one resource of an account and region may have."""


@dataclass(frozen=True)
class ComparedFunctions:
    """The Python functions of a template.

    Attributes:
        template: The SAM template.
    """

    template: Template

    @cached_property
    def functions(self) -> Sequence[FunctionResource]:
        """The functions in the order of the template."""
        return siblings(self.template)

    @cached_property
    def samples(self) -> dict[str, StyleSample]:
        """The functions with their locations, by logical id."""
        return {sample.logical_id: sample for sample in function_samples(self.functions)}

    @cached_property
    def names(self) -> dict[str, OwnNames]:
        """The names of the functions, by logical id."""
        return own_names(list(self.samples.values()))

    def satellites(self, function: str, *kinds: str) -> list[str]:
        """Return the logical ids of a function's satellites of some types.

        Args:
            function: Its logical id.
            kinds: Types of resources.
        """
        types = self.template.resources
        return [name for name in satellites(self.template)[function] if types[name] in kinds]

    def only(self, function: str, kind: str) -> str:
        """Return the only satellite of a type; empty if there is none, or several.

        Args:
            function: The logical id of a function.
            kind: A type of resources.
        """
        found = self.satellites(function, kind)
        return found[0] if len(found) == 1 else ""

    def shape(self, function: str, value: Data) -> Data:
        """Return the shape of a value of a function."""
        return self.names[function].shape(value)

    def id_shape(self, function: str, name: str) -> str:
        """Return the shape of the logical id of a function or of its satellite."""
        shape = self.names[function].shape_of_name(name, IN_IDS)
        if shape != name and is_logical_id(shape):
            return str(shape)
        return "{pascal}" + self.template.resources[name].rpartition("::")[2]

    def entry(self, function: str, name: str) -> Entry:
        """Return the shape of a satellite, without names that would no longer be unique."""
        stated = mapping_of(self.template.entry_of(name))
        shape = mapping_of(self.shape(function, stated))
        own = mapping_of(stated.get("Properties"))
        properties = {
            key: value
            for key, value in mapping_of(shape.get("Properties")).items()
            if key not in _UNIQUE or self._is_own(function, own[key])
        }
        return {**shape, "Properties": properties} if properties else shape

    def _is_own(self, function: str, name: Data) -> bool:
        """Return whether a name contains a function's own, or refers to it."""
        own = {function, *satellites(self.template)[function]}
        return self.names[function].is_in(name) or bool(own.intersection(mentioned(name)))


def is_in_most(item: Data, lists: Sequence[Data]) -> bool:
    """Return whether more than half of several lists have an item."""
    return is_majority([isinstance(other, list) and item in other for other in lists])
