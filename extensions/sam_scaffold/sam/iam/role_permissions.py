"""Permissions that the roles of a template provably lack.

IAM's rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from ...aws.managed_policies import allowed_by
from ..model.intrinsics import Data, alternatives, mentioned
from ..model.resource_types import ROLE
from ..model.template import Resource, Template
from .arns import Arns, text_of
from .encryption import KEY
from .key_policies import may_allow
from .permissions import arn_of

_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
_RESOURCE_POLICIES = ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")

# These may grant permissions to a role without a statement in the template.
_HIDDEN = re.compile(r"Fn::ForEach|Fn::Transform|!Transform|\bConnectors?\b")

_RESOURCE_OR_BELOW = re.compile(r"\$\{(\w+)(?:\.\w+)?\}(?:[:/].*)?")
"""The ARN of a resource, or of a part of it: ``${OrdersTable.Arn}/stream/*``."""


@dataclass
class _Grants:
    """The permissions of one role.

    Attributes:
        statements: Patterns of actions in lower case, and the resources of each.
        is_known: Whether the statements are complete: none denies, and none has a form that is
            not understood.
    """

    statements: list[tuple[tuple[str, ...], tuple[Data, ...]]] = field(default_factory=list)
    is_known: bool = True


@dataclass(frozen=True, eq=False)
class RolePermissions:
    """The permissions of the roles of a template.

    Attributes:
        template: The template.
        arns: Its ARNs.
    """

    template: Template
    arns: Arns

    def missing(self, role: str, actions: Iterable[str], resource: str = "") -> list[str]:
        """Return the actions that a role provably does not allow.

        Args:
            role: The logical id of a role.
            actions: Actions, such as ``"sqs:ReceiveMessage"``.
            resource: The logical id of the resource that they are needed on. A statement counts
                unless all its ARNs are of other resources of the same type in this template. If
                empty, each statement counts.
        """
        found = self._grants.get(role)
        if found is None or not found.is_known:
            return []
        lacking = [action for action in actions if not self._allows(found, action, resource)]
        return lacking if lacking and not self._may_be_allowed_by_resource(role, resource) else []

    def _allows(self, grants: _Grants, action: str, resource: str) -> bool:
        return any(
            any(fnmatchcase(action.lower(), pattern) for pattern in patterns)
            and not all(self._is_other(arn, resource) for arn in on)
            for patterns, on in grants.statements
        )

    def _is_other(self, arn: Data, resource: str) -> bool:
        """Return whether an ARN is of another resource of the template, of the same type."""
        if not resource:
            return False
        below = _RESOURCE_OR_BELOW.fullmatch(text_of(arn))
        owner = self.arns.owner(arn_of(below[1]) if below else arn)
        types = self.template.resources
        return owner not in ("", resource) and types[owner] == types[resource]

    def _may_be_allowed_by_resource(self, role: str, resource: str) -> bool:
        """Return whether a resource-based policy may allow a role to use the resource."""
        own = self.template.resource(resource) if resource else None
        if own is not None and own.type == KEY:
            return may_allow(own, role, self.template)
        return any(
            resource in names and (role in names or is_open)
            for names, is_open in self._resource_policies
        )

    @cached_property
    def _resource_policies(self) -> list[tuple[set[str], bool]]:
        """The names in each policy of a queue or topic, and whether it allows all principals."""
        return [
            (set(mentioned(found.properties)), _is_open(found.properties.get("PolicyDocument")))
            for found in self.template.of_type(*_RESOURCE_POLICIES)
        ]

    @cached_property
    def _grants(self) -> dict[str, _Grants]:
        """The permissions of each role, including those of policies that are resources."""
        if hides_grants(self.template):
            return {}
        roles = {role.logical_id: role for role in self.template.of_type(ROLE)}
        found = {name: self._of_role(role) for name, role in roles.items()}
        stated = {name: text_of(role.properties.get("RoleName")) for name, role in roles.items()}
        names = {text: name for name, text in stated.items() if text}
        for policy in self.template.of_type(*_POLICIES):
            for role in _attached(policy, found, names):
                _read(found[role], policy.properties.get("PolicyDocument"))
        return found

    def _of_role(self, role: Resource) -> _Grants:
        grants = _Grants()
        for policy in alternatives(role.properties.get("Policies", [])):
            _read(grants, policy.get("PolicyDocument") if isinstance(policy, dict) else None)
        for arn in alternatives(role.properties.get("ManagedPolicyArns", [])):
            self._read_managed(grants, arn)
        return grants

    def _read_managed(self, grants: _Grants, arn: Data) -> None:
        own = self.template.resource(self.arns.owner(arn))
        if own is not None:
            _read(grants, own.properties.get("PolicyDocument"))
            return
        name = re.fullmatch(r"arn:[^:]+:iam::aws:policy/(?:.*/)?([^/]+)", _joined(arn))
        allowed = allowed_by(name[1]) if name else None
        if allowed is None:
            grants.is_known = False
        else:
            grants.statements.append((_lowered(allowed), ("*",)))


def hides_grants(template: Template) -> bool:
    """Return whether a template may grant permissions without a statement: macros, connectors.

    Args:
        template: The template.
    """
    return _HIDDEN.search(template.document.text) is not None


def _joined(arn: Data) -> str:
    """Return the text of an ARN, also if ``Fn::Join`` makes it up."""
    match arn:
        case {"Fn::Join": ["", list(parts)]}:
            return "".join(part if isinstance(part, str) else "*" for part in parts)
    return text_of(arn)


def _attached(policy: Resource, roles: dict[str, _Grants], names: dict[str, str]) -> Iterator[str]:
    """Yield the roles of the template that a policy is, or may be, attached to.

    Args:
        policy: The policy.
        roles: The roles by logical id.
        names: Their logical ids by RoleName, if that is known.
    """
    stated = policy.properties.get("Roles", policy.properties.get("RoleName"))
    for named in stated if isinstance(stated, list) else [stated] if stated else []:
        match named:
            case {"Ref": str(name)} if name in roles:
                yield name
            case _ if text := text_of(named):
                yield from [names[text]] if text in names else []
            case _:
                yield from roles


def _is_open(document: Data) -> bool:
    """Return whether a statement of a resource-based policy is for all principals."""
    stated = document.get("Statement") if isinstance(document, dict) else None
    statements = stated if isinstance(stated, list) else [stated]
    principals = [item.get("Principal") for item in statements if isinstance(item, dict)]
    return any(principal in ("*", {"AWS": "*"}, {"AWS": ["*"]}) for principal in principals)


def _read(grants: _Grants, document: Data) -> None:
    """Add the statements of a policy document to grants, in all branches of its conditions."""
    for branch in alternatives(document):
        stated = branch.get("Statement") if isinstance(branch, dict) else None
        for statement in alternatives(stated):
            _read_statement(grants, statement if isinstance(statement, dict) else {})


def _read_statement(grants: _Grants, statement: dict[str, Data]) -> None:
    actions, resources = _texts(statement.get("Action")), statement.get("Resource")
    if not actions or resources is None or statement.get("Effect") != "Allow":
        grants.is_known = False
        return
    grants.statements.append((_lowered(actions), tuple(alternatives(resources))))


def _texts(value: Data) -> tuple[str, ...]:
    """Return a text or a list of texts as a tuple; empty if an item is not a text."""
    listed = alternatives(value)
    return tuple(listed) if all(isinstance(item, str) for item in listed) else ()


def _lowered(actions: Iterable[str]) -> tuple[str, ...]:
    """Return actions in lower case, as IAM ignores their case."""
    return tuple(action.lower() for action in actions)
