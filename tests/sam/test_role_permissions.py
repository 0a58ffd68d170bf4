"""Actions that roles provably do not allow."""

from __future__ import annotations

from textwrap import dedent

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.iam.arns import Arns
from sam_scaffold.sam.iam.role_permissions import RolePermissions
from sam_scaffold.sam.model.template import Template

ACTION = "sqs:ReceiveMessage"
ALLOW = "{Statement: [{Effect: Allow, Action: 'sqs:*', Resource: '*'}]}"


def roles(role: str, more: str = "") -> RolePermissions:
    text = f"""
        Parameters:
          Arn: {{Type: String}}
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              RoleName: orders
              {role}
          Stranger: {{Type: AWS::IAM::Role, Properties: {{RoleName: refunds}}}}
          Queue: {{Type: AWS::SQS::Queue}}
          {more}
        """
    template = Template("t", Document.parse("t", dedent(text).encode()))
    return RolePermissions(template, Arns(template))


def missing(role: str, more: str = "") -> list[str]:
    return roles(role, more).missing("Role", [ACTION], "Queue")


def policy(statement: str) -> str:
    return f"Policies: [{{PolicyName: a, PolicyDocument: {{Statement: {statement}}}}}]"


OTHER = "{Effect: Allow, Action: 's3:*', Resource: '*'}"
THIRD = "{Effect: Allow, Action: 'sns:*', Resource: '*'}"
SNS = "arn:aws:iam::aws:policy/AmazonSNSFullAccess"
OWN = "{Effect: Allow, Action: 'sqs:*', Resource: '*'}"

LACKING = {
    "nothing": "Path: /",
    "other-actions": policy("[{Effect: Allow, Action: [sqs:SendMessage, 's3:*'], Resource: '*'}]"),
    "known-policy": "ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSNSFullAccess]",
    "no-policies": "Policies: []",
    "none-either-way": "Policies: !If [A, [], []]",
    "statement-under-a-condition": policy(f"[!If [A, {OTHER}, !Ref AWS::NoValue]]"),
    "two-statements": policy(f"[!If [A, {OTHER}, {THIRD}], {OTHER}]"),
    "statements": policy(f"!If [A, [{OTHER}], [{THIRD}, {OTHER}]]"),
    "condition-in-a-condition": policy(f"[!If [A, !If [B, {OTHER}, {THIRD}], {OTHER}]]"),
    "policy-under-a-condition": (
        f"Policies: [!If [A, {{PolicyDocument: {{Statement: {OTHER}}}}}, !Ref AWS::NoValue]]"
    ),
    "document-under-a-condition": (
        f"Policies: [{{PolicyDocument: !If [A, {{Statement: {OTHER}}}, {{Statement: {THIRD}}}]}}]"
    ),
    "managed-under-a-condition": f"ManagedPolicyArns: [!If [A, {SNS}, !Ref AWS::NoValue]]",
    "actions-under-a-condition": policy(
        "[{Effect: Allow, Action: [!If [A, a, b], c], Resource: '*'}]"
    ),
    "resource-under-a-condition": policy(
        "[{Effect: Allow, Action: 's3:*', Resource: !If [A, '*', !GetAtt Queue.Arn]}]"
    ),
}


@pytest.mark.parametrize("role", LACKING.values(), ids=LACKING)
def test_missing_actions_are_reported(role: str) -> None:
    assert missing(role) == [ACTION]


POLICY = "iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"
GIVEN = {
    "statement": policy("{Effect: Allow, Action: 'sqs:*', Resource: '*'}"),
    "second-statement": policy(
        "[{Effect: Allow, Action: a, Resource: '*'}, {Effect: Allow, Action: '*', Resource: b}]"
    ),
    "managed": f"ManagedPolicyArns: ['arn:aws:{POLICY}']",
    "managed-sub": f"ManagedPolicyArns: [!Sub 'arn:${{AWS::Partition}}:{POLICY}']",
    "managed-join": (
        f"ManagedPolicyArns: [!Join ['', ['arn:', !Ref 'AWS::Partition', ':{POLICY}']]]"
    ),
    "branch": policy(f"[!If [A, {OTHER}, {OWN}]]"),
    "branch-of-statements": policy(f"!If [A, [{OTHER}, {OWN}], {THIRD}]"),
    "branch-of-actions": policy("[{Effect: Allow, Action: [!If [A, a, 'sqs:*']], Resource: '*'}]"),
    "branch-of-resources": policy(
        "[{Effect: Allow, Action: 'sqs:*', Resource: !If [A, b, !GetAtt Queue.Arn]}]"
    ),
    "branch-of-managed": f"ManagedPolicyArns: !If [A, ['arn:aws:{POLICY}'], [{SNS}]]",
    "administrator": "ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]",
}


@pytest.mark.parametrize("role", GIVEN.values(), ids=GIVEN)
def test_allowed_actions_are_not_reported(role: str) -> None:
    assert missing(role) == []


UNKNOWN = {
    "unknown-policy": "ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonBedrockFullAccess]",
    "policy-of-the-account": "ManagedPolicyArns: [arn:aws:iam::123456789012:policy/orders]",
    "parameter": "ManagedPolicyArns: [!Ref Arn]",
    "list-unknown": "ManagedPolicyArns: !Split [',', !Ref Arn]",
    "policies-unknown": "Policies: !FindInMap [A, B, C]",
    "branch-unknown": policy(f"[!If [A, {OTHER}, !FindInMap [A, B, C]]]"),
    "branch-denies": policy("[{Effect: !If [A, Allow, Deny], Action: 's3:*', Resource: '*'}]"),
    "no-condition": policy(f"[!If [{OTHER}]]"),
    "managed-branch-unknown": f"ManagedPolicyArns: [!If [A, {SNS}, !Ref Arn]]",
    "policy-under-a-condition": "Policies: [!If [A, {}, !Ref AWS::NoValue]]",
    "statement-under-a-condition": policy("[!If [A, {}, !Ref AWS::NoValue]]"),
    "deny": policy("[{Effect: Deny, Action: 's3:*', Resource: '*'}]"),
    "not-action": policy("[{Effect: Allow, NotAction: 's3:*', Resource: '*'}]"),
    "not-resource": policy("[{Effect: Allow, Action: a, NotResource: b}]"),
    "action-unknown": policy("[{Effect: Allow, Action: [!Ref Arn], Resource: '*'}]"),
}


@pytest.mark.parametrize("role", UNKNOWN.values(), ids=UNKNOWN)
def test_nothing_is_reported_if_statements_are_unknown(role: str) -> None:
    assert missing(role) == []


@pytest.mark.parametrize("name", ["Nothing", "Queue", ""])
def test_nothing_is_reported_for_other_resources(name: str) -> None:
    assert roles("Path: /").missing(name, [ACTION]) == []


def attached(kind: str, to: str) -> str:
    return f"""
          Attached:
            Type: AWS::IAM::{kind}
            Properties: {{PolicyDocument: {ALLOW}, {to}}}
"""


ATTACHED = {
    "policy": attached("Policy", "Roles: [!Ref Role]"),
    "by-name": attached("Policy", "Roles: [orders]"),
    "managed-policy": attached("ManagedPolicy", "Roles: [!Ref Stranger, !Ref Role]"),
    "role-policy": attached("RolePolicy", "RoleName: !Ref Role"),
    "some-role": attached("Policy", "Roles: [!Ref Arn]"),
    "one-of-two": attached("Policy", "Roles: [!If [A, !Ref Role, !Ref Stranger]]"),
}


@pytest.mark.parametrize("more", ATTACHED.values(), ids=ATTACHED)
def test_policies_that_are_resources_count(more: str) -> None:
    assert missing("Path: /", more) == []


ELSEWHERE = {
    "other-role": attached("Policy", "Roles: [!Ref Stranger]"),
    "other-name": attached("Policy", "Roles: [refunds]"),
    "unknown-name": attached("Policy", "Roles: [payments]"),
    "group": attached("Policy", "Groups: [orders]"),
    "nobody": attached("ManagedPolicy", "Path: /"),
}


@pytest.mark.parametrize("more", ELSEWHERE.values(), ids=ELSEWHERE)
def test_policies_of_other_roles_do_not_count(more: str) -> None:
    assert missing("Path: /", more) == [ACTION]


def test_managed_policies_of_the_template_count() -> None:
    more = attached("ManagedPolicy", "Path: /")
    assert missing("ManagedPolicyArns: [!Ref Attached]", more) == []


def queue_policy(principal: str, queue: str = "Queue") -> str:
    return f"""
          Opening:
            Type: AWS::SQS::QueuePolicy
            Properties:
              Queues: [!Ref {queue}]
              PolicyDocument: {{Statement: [{{Effect: Allow, Principal: {principal}}}]}}
"""


@pytest.mark.parametrize("principal", ["{AWS: !GetAtt Role.Arn}", "'*'", "{AWS: '*'}"])
def test_nothing_is_reported_if_the_queue_allows_the_role(principal: str) -> None:
    assert missing("Path: /", queue_policy(principal)) == []


@pytest.mark.parametrize(
    "more",
    [
        queue_policy("{Service: sns.amazonaws.com}"),
        queue_policy("{AWS: !GetAtt Role.Arn}", "Another"),
        queue_policy("{AWS: !GetAtt Stranger.Arn}"),
    ],
    ids=["service", "other-queue", "other-role"],
)
def test_queue_policies_for_others_do_not_count(more: str) -> None:
    assert missing("Path: /", more) == [ACTION]


HIDDEN = {
    "connector": "Link: {Type: AWS::Serverless::Connector}",
    "for-each": "'Fn::ForEach::Policies': [A, [b], {}]",
    "include": "Included: {'Fn::Transform': {Name: AWS::Include}}",
}


@pytest.mark.parametrize("more", HIDDEN.values(), ids=HIDDEN)
def test_nothing_is_reported_if_permissions_may_be_hidden(more: str) -> None:
    assert missing("Path: /", more) == []
