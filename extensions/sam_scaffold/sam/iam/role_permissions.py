"""What the roles of a template allow, as far as the template says.

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
from ..model.template import Resource, Template
from .arns import Arns, text_of
from .encryption import KEY
from .key_policies import may_let_in
from .permissions import arn_of

ROLE = "AWS::IAM::Role"
_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
_RESOURCE_POLICIES = ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")

# Things that give a role rights without a statement to be read.
_HIDDEN = re.compile(r"Fn::ForEach|Fn::Transform|!Transform|\bConnectors?\b")

_SAME = re.compile(r"\$\{(\w+)(?:\.\w+)?\}(?:[:/].*)?")
"""The ARN of a resource, or what is below it: ``${OrdersTable.Arn}/stream/*``."""


@dataclass
class _Grants:
    """What one role allows.

    Attributes:
        statements: Patterns of actions in small letters, and the resources of each.
        is_known: Whether that is all: nothing is denied, or in a form that is not read.
    """

    statements: list[tuple[tuple[str, ...], tuple[Data, ...]]] = field(default_factory=list)
    is_known: bool = True


@dataclass(frozen=True, eq=False)
class RolePermissions:
    """The roles of a template.

    Attributes:
        template: The template.
        arns: Whose ARNs stand in it.
    """

    template: Template
    arns: Arns

    def missing(self, role: str, actions: Iterable[str], resource: str = "") -> list[str]:
        """The actions that a role provably does not allow.

        Args:
            role: The logical id of a role.
            actions: Actions, such as ``"sqs:ReceiveMessage"``.
            resource: The logical id of what they are needed on, empty if that is not known:
                what is allowed on anything counts then, and on anything but another resource
                of the same type of this template else.
        """
        found = self._grants.get(role)
        if found is None or not found.is_known:
            return []
        lacking = [one for one in actions if not self._allows(found, one, resource)]
        return lacking if lacking and not self._is_let_in(role, resource) else []

    def _allows(self, grants: _Grants, action: str, resource: str) -> bool:
        return any(
            any(fnmatchcase(action.lower(), pattern) for pattern in patterns)
            and not all(self._is_other(one, resource) for one in on)
            for patterns, on in grants.statements
        )

    def _is_other(self, arn: Data, resource: str) -> bool:
        """Whether an ARN is that of another resource of the template, of the same type."""
        if not resource:
            return False
        same = _SAME.fullmatch(text_of(arn))
        owner = self.arns.owner(arn_of(same[1]) if same else arn)
        types = self.template.resources
        return owner not in ("", resource) and types[owner] == types[resource]

    def _is_let_in(self, role: str, resource: str) -> bool:
        """Whether the resource's own policy may let the role in."""
        own = self.template.resource(resource) if resource else None
        if own is not None and own.type == KEY:
            return may_let_in(own, role, self.template)
        return any(
            resource in names and (role in names or is_open)
            for names, is_open in self._resource_policies
        )

    @cached_property
    def _resource_policies(self) -> list[tuple[set[str], bool]]:
        """What each policy of a queue or topic refers to, and whether it lets anybody in."""
        return [
            (set(mentioned(one.properties)), _is_open(one.properties.get("PolicyDocument")))
            for one in self.template.of_type(*_RESOURCE_POLICIES)
        ]

    @cached_property
    def _grants(self) -> dict[str, _Grants]:
        """What each role allows, policies that stand by themselves included."""
        if hides_grants(self.template):
            return {}
        roles = {one.logical_id: one for one in self.template.of_type(ROLE)}
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
    """Tell whether something grants rights without a statement to be read: macros, connectors.

    Args:
        template: The template.
    """
    return _HIDDEN.search(template.document.text) is not None


def _joined(arn: Data) -> str:
    """The text of an ARN, one that is joined of parts included."""
    match arn:
        case {"Fn::Join": ["", list(parts)]}:
            return "".join(one if isinstance(one, str) else "*" for one in parts)
    return text_of(arn)


def _attached(policy: Resource, roles: dict[str, _Grants], names: dict[str, str]) -> Iterator[str]:
    """The roles of the template that a policy is attached to, or may be.

    Args:
        policy: The policy.
        roles: The roles by logical id.
        names: Their logical ids by RoleName, as far as that is stated.
    """
    stated = policy.properties.get("Roles", policy.properties.get("RoleName"))
    for one in stated if isinstance(stated, list) else [stated] if stated else []:
        match one:
            case {"Ref": str(name)} if name in roles:
                yield name
            case _ if text := text_of(one):
                yield from [names[text]] if text in names else []
            case _:
                yield from roles


def _is_open(document: Data) -> bool:
    """Whether a statement of a resource's policy is for everybody."""
    stated = document.get("Statement") if isinstance(document, dict) else None
    statements = stated if isinstance(stated, list) else [stated]
    principals = [one.get("Principal") for one in statements if isinstance(one, dict)]
    return any(one in ("*", {"AWS": "*"}, {"AWS": ["*"]}) for one in principals)


def _read(grants: _Grants, document: Data) -> None:
    """Take over the statements of a policy document, those of all branches of a condition."""
    for one in alternatives(document):
        stated = one.get("Statement") if isinstance(one, dict) else None
        for statement in alternatives(stated):
            _read_statement(grants, statement if isinstance(statement, dict) else {})


def _read_statement(grants: _Grants, statement: dict[str, Data]) -> None:
    actions, resources = _texts(statement.get("Action")), statement.get("Resource")
    if not actions or resources is None or statement.get("Effect") != "Allow":
        grants.is_known = False
        return
    grants.statements.append((_lowered(actions), tuple(alternatives(resources))))


def _texts(value: Data) -> tuple[str, ...]:
    """A text or a list of texts, none where anything else is among them."""
    listed = alternatives(value)
    return tuple(listed) if all(isinstance(one, str) for one in listed) else ()


def _lowered(actions: Iterable[str]) -> tuple[str, ...]:
    """Actions in small letters: IAM does not tell the letters of actions apart."""
    return tuple(one.lower() for one in actions)
