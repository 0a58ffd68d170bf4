"""Names and permissions of the resources that a function is connected to, in the house style.

They are chosen while the template with the other functions is at hand, and recorded.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..components.connections import NEW_DESTINATIONS, NOWHERE, connected_targets
from ..components.function_paths import Answers
from ..components.house_forms import access_to, entry_of
from ..components.shared_role import EXISTING
from ..components.variables import RESERVED
from ..sam.iam import publish_targets, resource_access
from ..sam.iam.publish_targets import PublishTarget
from ..sam.iam.resource_access import ResourceAccess
from ..sam.iam.sibling_grants import Asked, Siblings
from ..sam.model.equal_references import as_identity
from ..sam.model.intrinsics import Data
from ..sam.model.template import Template
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .context import Phase, QuestionContext

Target = ResourceAccess | PublishTarget

CONNECTING = frozenset(("uses", "publishes_to", "environment"))
"""The questions whose answers connect a function to resources, or name them."""

_STANDARD = (
    "LOG_LEVEL", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE",
    "IDEMPOTENCY_TABLE_NAME",
)  # fmt: skip


def with_connected(context: QuestionContext, answers: Answers) -> dict[str, Any]:
    """Return the style of a function with the names and permissions of connected resources.

    An update, and a change of other answers, keep what is recorded.

    Args:
        context: The question.
        answers: The answers so far, ``environment`` as data.
    """
    house: dict[str, Any] = answers["house"]
    template = context.template
    is_kept = context.phase is Phase.AGAIN or (
        context.phase is Phase.CHANGED and CONNECTING.isdisjoint(context.changed or ())
    )
    if template is None or is_kept or answers.get("adopted"):
        return house
    uses, output = connected_targets(answers, context.trigger)
    targets: list[Target] = [*uses, *([] if output is None else [output])]
    forms = _Forms(template, answers, context.style)
    entries = list(forms.entries(targets))
    rest = {key: value for key, value in house.items() if key != "connected"}
    return {**rest, **({"connected": entries} if entries else {})}


def with_recorded_targets(style: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recorded style in which connected resources keep their names and permissions.

    Args:
        style: The style, as recorded.
        answers: The recorded answers.
    """
    known = list(style.get("connected") or ())
    named = [str(answer).partition(":")[0] for answer in answers.get("uses") or ()]
    if (output := answers.get("publishes_to", NOWHERE)) not in (NOWHERE, *NEW_DESTINATIONS):
        named.append(str(output))
    added = [{"resource": name} for name in named if not entry_of(known, name)]
    return {**style, "connected": [*known, *added]}


@dataclass(frozen=True, eq=False)
class _Forms:
    """The names and permissions that the other functions of a template have.

    Attributes:
        template: The template.
        answers: The answers of the new function.
        style: The style so far.
    """

    template: Template
    answers: Answers
    style: HouseStyle

    @property
    def environment(self) -> Mapping[str, Data]:
        """The variables that the user gave."""
        return self.answers["environment"] or {}

    def entries(self, targets: list[Target]) -> Iterator[dict[str, Any]]:
        """Yield what is to be recorded of each resource that is not as usual."""
        itself = str(fill(self.style.logical_id, self.answers["name"]))
        siblings = Siblings(self.template, itself)
        used = {*self.environment, *self.style.environment, *_STANDARD, *RESERVED}
        for target in targets:
            recorded = entry_of(self.style.connected, target.logical_id)
            entry = {**recorded, "resource": target.logical_id}
            variable = self._variable(target, recorded, siblings, used)
            used.add(variable)
            is_inherited = not recorded and variable == siblings.of_globals(target.value)
            if variable != target.variable or "variable" in recorded or is_inherited:
                entry["variable"] = variable
            if not recorded or entry.get("access", access_to(target)) != access_to(target):
                entry.update(self._grant(target, siblings))
            if recorded or len(entry) > 1:
                yield entry

    def _variable(
        self, target: Target, recorded: Mapping[str, Any], siblings: Siblings, used: Container[str]
    ) -> str:
        """Return the variable that identifies a resource."""
        if given := self._given(target):
            return given
        if recorded:
            return str(recorded.get("variable", target.variable))
        known = self.style.environment
        fitting = (
            name
            for name in self._names(target, siblings)
            if name not in used or known.get(name) == target.value
        )
        return next(fitting, target.variable)

    def _given(self, target: Target) -> str:
        """Return the name that the user gives a resource; empty without one."""
        types = self.template.resources
        given = self.environment.items()
        return next((key for key, value in given if as_identity(value, types) == target.value), "")

    def _names(self, target: Target, siblings: Siblings) -> Iterator[str]:
        """Yield the names that a resource may have, the best first."""
        yield from filter(None, [siblings.of_globals(target.value)])
        yield from siblings.variables(target.value)
        resource = self.template.resource(target.logical_id)
        if resource is None:  # it is added with the function
            return
        is_used = isinstance(target, ResourceAccess)
        kind = resource_access if is_used else publish_targets
        yield kind.spelled_variable(resource)

    def _grant(self, target: Target, siblings: Siblings) -> dict[str, Any]:
        """Return the statements that grant the access as the other functions have it."""
        if self.answers["iam"] == EXISTING or target.logical_id not in self.template.resources:
            return {}
        asked = Asked(target.logical_id, access_to(target), target.permissions[0])
        found = siblings.statements(asked, is_role=self.answers["iam"] == "role")
        return {} if found is None else {"access": asked.access, "statements": found}
