"""Learning of the frame of a role: without the permissions of its function's own job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...model.intrinsics import Data, mapping_of, mentioned
from ...model.resource_types import ROLE
from .compared import ComparedFunctions
from .frame import Entry
from .satellites import satellites


@dataclass(frozen=True)
class Roles:
    """The roles that functions of a template have for themselves.

    Attributes:
        compared: The functions.
    """

    compared: ComparedFunctions

    @cached_property
    def properties(self) -> list[Entry]:
        """The properties of all roles, as they are compared."""
        compared, template = self.compared, self.compared.template
        found = []
        for function, sample in compared.samples.items():
            stated = mentioned(sample.properties.get("Role"))
            for name in set(compared.satellites(function, ROLE)).intersection(stated):
                entry = compared.comparable(function, template.entry_of(name))
                found.append(mapping_of(mapping_of(entry).get("Properties")))
        return found

    @property
    def has_sid(self) -> bool:
        """Return whether any of their statements has a Sid."""
        return any(
            "Sid" in mapping_of(item)
            for role in self.properties
            for item in _statements(role.get("Policies"))
        )

    def frame(self, function: str, name: str) -> Entry:
        """Return the frame of a role: its managed policies and statements that most roles have.

        Args:
            function: Logical id of its function.
            name: Its own logical id.
        """
        entry = self.compared.entry(function, name)
        properties = dict(mapping_of(entry.get("Properties")))
        if isinstance(managed := properties.get("ManagedPolicyArns"), list):
            others = [role.get("ManagedPolicyArns") for role in self.properties]
            properties["ManagedPolicyArns"] = [
                arn
                for arn in managed
                if self.compared.is_usual(self.compared.with_parts(function, arn), others)
            ]
        if "Policies" in properties:
            properties["Policies"] = [self._policy(function, properties["Policies"])]
        return {**entry, "Properties": properties}

    def _policy(self, function: str, policies: Data) -> Entry:
        """Return the first policy with the statements that most roles have."""
        first = mapping_of(policies[0] if isinstance(policies, list) and policies else None)
        document = mapping_of(first.get("PolicyDocument"))
        lists = [list(_statements(role.get("Policies"))) for role in self.properties]
        common = [
            item
            for item in _statements(policies)
            if self.compared.is_usual(self.compared.with_parts(function, item), lists)
            and not self._is_of_one_job(function, item)
        ]
        return {**first, "PolicyDocument": {**document, "Statement": common}}

    def _is_of_one_job(self, function: str, statement: Data) -> bool:
        """Return whether a statement of the only function is about resources of its job."""
        if len(self.compared.functions) > 1:
            return False
        template = self.compared.template
        own = {function, *satellites(template)[function]}
        return bool((template.resources.keys() - own).intersection(mentioned(statement)))


def _statements(policies: Data) -> Iterator[Data]:
    """Yield the statements of a role's Policies."""
    for policy in policies if isinstance(policies, list) else ():
        document = mapping_of(mapping_of(policy).get("PolicyDocument"))
        stated = document.get("Statement")
        yield from _listed(stated)


def common_policies(compared: ComparedFunctions) -> list[Data]:
    """Return the Policies that more than half of several functions have.

    Args:
        compared: The functions.
    """
    stated = [sample.properties.get("Policies") for sample in compared.samples.values()]
    lists: Sequence[list[Data]] = [_listed(policies) for policies in stated]
    if len(lists) == 1:
        return []
    found: list[Data] = []
    for item in [item for policies in lists for item in policies]:
        if item not in found and compared.is_usual(item, lists):
            found.append(item)
    return found


def _listed(value: Data) -> list[Data]:
    return value if isinstance(value, list) else [] if value is None else [value]
