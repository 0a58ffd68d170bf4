"""Names and permissions that the functions of a template have for one of its resources.

A new function names the resource as they do, and is granted no action and no part of the resource
that none of them is granted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property

from ..model.equal_references import as_ref
from ..model.function_policies import policy_documents, policy_templates, statements_of
from ..model.function_resource import FunctionResource
from ..model.intrinsics import Data, mapping_of, mentioned
from ..model.template import FUNCTIONS, Template
from .encryption import BUCKET
from .permissions import Permission, actions_of

Statements = list[dict[str, Data]]
"""Statements without Sid."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+", re.ASCII)

_READS = frozenset(
    (
        "GetItem", "Query", "Scan", "BatchGetItem", "GetObject", "GetSecretValue", "GetParameter",
        "GetParameters",
    )
)  # fmt: skip
_WRITES = frozenset(
    (
        "PutItem", "UpdateItem", "BatchWriteItem", "DeleteItem", "PutObject", "DeleteObject",
        "StartExecution", "InvokeFunction", "SendMessage", "SendMessage*", "Publish", "PutEvents",
    )
)  # fmt: skip
"""Actions of which a grant to read or to write has at least one."""

_PREFIXES = {
    "dynamodb": "DynamoDB", "events": "EventBridge", "s3": "S3",
    "secretsmanager": "AWSSecretsManager", "sns": "SNS", "sqs": "SQS", "states": "StepFunctions",
}  # fmt: skip
"""How SAM's policy templates for a service begin, if one allows no more than a resource needs."""

_BOTH = "crud"

_OF_IDEMPOTENCY = "IdempotencyTable"
"""The end of the logical ids of tables that say nothing about the style: Powertools fills them."""


@dataclass(frozen=True)
class Asked:
    """Access to a resource as it would be granted without any other functions.

    Attributes:
        logical_id: The resource.
        access: ``read``, ``write`` or ``crud``.
        permission: The permission on the resource itself.
    """

    logical_id: str
    access: str
    permission: Permission

    def to(self, access: str) -> Asked:
        """Return the same with another access."""
        return replace(self, access=access)

    @property
    def actions(self) -> list[str]:
        """Its actions, such as ``"dynamodb:GetItem"``."""
        stated = mapping_of(self.permission.statement).get("Action")
        return [str(action) for action in stated] if isinstance(stated, list) else []

    @property
    def service(self) -> str:
        """The service of its actions."""
        return self.actions[0].partition(":")[0]

    @property
    def is_template(self) -> bool:
        """Return whether its policy is a policy template of SAM."""
        return "Statement" not in mapping_of(self.permission.policy)

    def is_covered_by(self, actions: Sequence[str]) -> bool:
        """Return whether actions are enough for the access."""
        names = {action.partition(":")[2] for action in actions}
        reads, writes = bool(names & _READS), bool(names & _WRITES)
        return {"read": reads, "write": writes}.get(self.access, reads and writes)


@dataclass(frozen=True)
class _Grant:
    """Permissions of a function on a resource.

    Attributes:
        part: Its statements, with the actions of an access only.
        size: The number of all its actions on the resource.
    """

    part: Statements
    size: int


@dataclass(frozen=True, eq=False)
class Siblings:
    """The functions of a template other than one.

    Attributes:
        template: The template.
        itself: The logical id of the function that is left out.
    """

    template: Template
    itself: str

    @cached_property
    def functions(self) -> list[FunctionResource]:
        """The other functions in the order of the file."""
        found = self.template.functions_of(*FUNCTIONS)
        return [function for function in found if function.logical_id != self.itself]

    def of_globals(self, value: Data) -> str:
        """Return the variable with a value that Globals give every function; empty without one."""
        return next(self._named(self.template.globals_function, value), "")

    def variables(self, value: Data) -> list[str]:
        """Return the names of variables with a value, the most frequent first.

        Args:
            value: The reference that a function needs: ``{"Ref": "LedgerTable"}``.
        """
        counts = Counter(
            name for function in self.functions for name in self._named(function.own, value)
        )
        return [name for name, _ in counts.most_common()]

    def _named(self, properties: dict[str, Data], value: Data) -> Iterator[str]:
        """Yield the variables with a value whose name can be written into code."""
        for name, stated in _variables(properties).items():
            if as_ref(stated, self.template.resources) == value and _NAME.fullmatch(name):
                yield name

    def statements(self, asked: Asked, *, is_role: bool) -> Statements | None:
        """Return the statements that grant an access as the other functions have it.

        Args:
            asked: The access.
            is_role: Whether the function gets a role, in which everything is a statement.

        Returns:
            None if the usual permission is in the notation of the others, and grants no more.
        """
        usual: Statements = [_without_id(mapping_of(asked.permission.statement))]
        smallest = min(self._covering(asked, usual), key=_by_size, default=None)
        best = None if smallest is None else smallest.part
        if best is not None and best is not usual and _meaning(best) != _meaning(usual):
            return best
        if best is usual or is_role or not asked.is_template:
            return None
        if best is None and not self._states_only(asked.service):
            return None
        return best or usual

    def _covering(self, asked: Asked, usual: Statements) -> list[_Grant]:
        """Return what functions are granted on a resource, if it is enough for an access."""
        granted = self._granted(asked)
        found = [own for own in granted if asked.is_covered_by(_actions(own.part))]
        if not found and asked.access == _BOTH:
            found = _of_two(asked, granted)
        for name, parameters in self._templates:
            allowed = actions_of(name) if asked.logical_id in mentioned(parameters) else []
            if set(asked.actions) <= set(allowed):
                found.append(_Grant(usual, len(allowed)))
        return found

    def _granted(self, asked: Asked) -> list[_Grant]:
        """Return what each function with statements on a resource is granted."""
        widened = self._has_prefixes(asked.logical_id)
        found = []
        for statements in self._allowed:
            own = [at for at in statements if self._of_resource(at, asked.logical_id)]
            parts = [self._part(each, asked, widened=widened) for each in own]
            found.append(_Grant([part for part in parts if part], _size(own)))
        return found

    @cached_property
    def _allowed(self) -> list[Statements]:
        """The statements of each function that can be copied."""
        return [
            [
                statement
                for document in policy_documents(self.template, function)
                for statement in statements_of(document)
                if statement.get("Effect") == "Allow" and _CONDITIONAL.isdisjoint(statement)
            ]
            for function in self.functions
        ]

    @cached_property
    def _templates(self) -> list[tuple[str, dict[str, Data]]]:
        """The policy templates of all functions, with their parameters."""
        return [found for function in self.functions for found in policy_templates(function)]

    def _part(self, statement: dict[str, Data], asked: Asked, *, widened: bool) -> dict[str, Data]:
        """Return what a statement allows of an access, in its own form; empty if it is nothing."""
        actions = _matching(_listed(statement.get("Action")), asked.actions)
        resources = self._of_resource(statement, asked.logical_id)
        if not actions or not resources:
            return {}
        wanted = map(_widened, resources) if widened else resources
        found = {json.dumps(item): item for item in wanted}
        return {
            **_without_id(statement),
            "Action": _as_in(statement["Action"], actions),
            "Resource": _as_in(statement["Resource"], list(found.values())),
        }

    def _of_resource(self, statement: dict[str, Data], logical_id: str) -> list[Data]:
        """Return those resources of a statement that are a resource of the template, or in it."""
        return [
            item
            for item in _listed(statement.get("Resource"))
            if {name for name in mentioned(item) if name in self.template.resources} == {logical_id}
        ]

    def _has_prefixes(self, logical_id: str) -> bool:
        """Return whether functions have different prefixes of a bucket, or one has all of it."""
        if self.template.resources[logical_id] != BUCKET:
            return False
        ends = {
            _ending(item)
            for statements in self._allowed
            for statement in statements
            for item in self._of_resource(statement, logical_id)
        }
        if any(logical_id in mentioned(parameters) for _, parameters in self._templates):
            ends.add(_ALL)
        return len(ends - {""}) > 1

    def _states_only(self, service: str) -> bool:
        """Return whether the functions have statements instead of SAM's policy templates.

        Those for the service decide; if there are none, those for any service.
        """
        prefix = _PREFIXES[service]
        names = {name for name, _ in self._templates}
        if any(name.startswith(prefix) for name in names):
            return False
        stated = self._stated_services
        return service in stated or bool(stated and not names)

    @cached_property
    def _stated_services(self) -> set[str]:
        """The services with policy templates for which the functions have statements."""
        return {
            service
            for statements in self._allowed
            for statement in statements
            if not any(name.endswith(_OF_IDEMPOTENCY) for name in mentioned(statement))
            for action in _listed(statement.get("Action"))
            if (service := str(action).partition(":")[0]) in _PREFIXES
        }


def _of_two(asked: Asked, granted: list[_Grant]) -> list[_Grant]:
    """Return what one function reads and another one writes, if they have less than usual."""
    reading = [own for own in granted if asked.to("read").is_covered_by(_actions(own.part))]
    writing = [own for own in granted if asked.to("write").is_covered_by(_actions(own.part))]
    if not reading or not writing:
        return []
    both = [*min(reading, key=_by_size).part, *min(writing, key=_by_size).part]
    lacking = {action.partition(":")[2] for action in set(asked.actions) - set(_actions(both))}
    return [_Grant(both, _size(both))] if lacking - _OF_BOTH_ONLY else []


_OF_BOTH_ONLY = frozenset(("DeleteItem", "ConditionCheckItem", "DeleteObject"))
"""Actions that the usual permissions to read and to write do not have."""

_CONDITIONAL = frozenset(("Condition", "NotAction", "NotResource", "Principal"))
"""Keys of statements that are not copied: they are about more than a resource."""

_ALL = "/*"


def _variables(properties: dict[str, Data]) -> dict[str, Data]:
    return mapping_of(mapping_of(properties.get("Environment")).get("Variables"))


def _without_id(statement: dict[str, Data]) -> dict[str, Data]:
    return {key: value for key, value in statement.items() if key != "Sid"}


def _listed(value: Data) -> list[Data]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _as_in(stated: Data, items: list[Data]) -> Data:
    """Return items as a list, unless they were stated without one."""
    return items if isinstance(stated, list) or len(items) > 1 else items[0]


def _matching(stated: Sequence[Data], asked: Sequence[str]) -> list[Data]:
    """Return the actions of an access that a statement allows; a pattern stands for several."""
    found: list[Data] = []
    for action in stated:
        if not isinstance(action, str):
            continue
        if "*" in action and action not in asked:
            found += [each for each in asked if fnmatchcase(each.lower(), action.lower())]
        elif any(fnmatchcase(action.lower(), each.lower()) for each in asked):
            found.append(action)
    return list(dict.fromkeys(map(str, found)))


def _actions(statements: Statements) -> list[str]:
    return [str(action) for found in statements for action in _listed(found.get("Action"))]


def _size(statements: Statements) -> int:
    """Return how many actions statements allow; a pattern allows more than any list."""
    return sum(_OF_PATTERN if "*" in action else 1 for action in set(_actions(statements)))


_OF_PATTERN = 100


def _by_size(grant: _Grant) -> int:
    return grant.size


def _meaning(statements: Statements) -> list[tuple[list[Data], list[str]]]:
    """Return what statements grant, whatever their order and notation."""
    return sorted(
        (
            sorted(map(str, _listed(found.get("Action")))),
            sorted(json.dumps(item, sort_keys=True) for item in _listed(found.get("Resource"))),
        )
        for found in statements
    )


def _ending(item: Data) -> str:
    """Return the part of a resource's ARN after its name: ``/incoming/*``."""
    match item:
        case {"Fn::Sub": str(text)}:
            found = _PLACE.search(text)
            return found[1] if found else ""
        case {"Fn::Join": ["", [*_, str(last)]]}:
            return last if last.startswith("/") else ""
    return ""


_PLACE = re.compile(r"\$\{\w+(?:\.\w+)?\}(/.*)$")


def _widened(item: Data) -> Data:
    end = _ending(item)
    match item:
        case {"Fn::Sub": str(text)} if end:
            return {"Fn::Sub": text.removesuffix(end) + _ALL}
        case {"Fn::Join": [_, [*parts, _]]} if end:
            return {"Fn::Join": ["", [*parts, _ALL]]}
    return item
