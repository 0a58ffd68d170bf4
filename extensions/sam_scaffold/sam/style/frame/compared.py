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
from .references import with_ids
from .satellites import satellites
from .siblings import siblings

IN_IDS = ("camel", "snake", "kebab")
FOR_MODULES = ("snake", "kebab", "camel")
"""Spellings in logical ids and in names of modules, the likeliest first."""

_UNIQUE = frozenset(("RoleName", "AlarmName", "FilterName", "Name", "LogGroupName", "FunctionName"))
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

    def comparable(self, function: str, value: Data) -> Data:
        """Return the shape of a value in which the function and its satellites are parts.

        Args:
            function: Its logical id.
            value: A value of the function, or of one of its satellites.
        """
        return self.with_parts(function, self.shape(function, value))

    def with_parts(self, function: str, shape: Data) -> Data:
        """Return a shape in which a function and its satellites are referred to by their types."""
        types = self.template.resources
        own = (function, *satellites(self.template)[function])
        return with_ids(shape, {name: types[name].rpartition("::")[2] for name in own})

    def _is_own(self, function: str, name: Data) -> bool:
        """Return whether a name contains a function's own, or refers to it."""
        own = {function, *satellites(self.template)[function]}
        return self.names[function].is_in(name) or bool(own.intersection(mentioned(name)))

    def is_own_target(self, function: str, value: Data) -> bool:
        """Return whether a value refers to a resource to which no other function refers."""
        named = self.template.resources.keys() & set(mentioned(value))
        others = (sample for name, sample in self.samples.items() if name != function)
        return bool(named) and named.isdisjoint(mentioned([own.properties for own in others]))

    def is_usual(self, item: Data, lists: Sequence[Data]) -> bool:
        """Return whether an item of a list is usual: whether more than half of several have it.

        What refers to a resource of the template, such as a table, is that of a job, unless all
        have it.

        Args:
            item: The item, as it is compared.
            lists: The lists of all functions, or of all roles.
        """
        having = [isinstance(other, list) and item in other for other in lists]
        is_about_resource = not self.template.resources.keys().isdisjoint(mentioned(item))
        return all(having) if is_about_resource else is_majority(having)
