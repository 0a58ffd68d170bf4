"""Roles that a key's policy may allow to use it."""

from __future__ import annotations

from textwrap import indent

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.iam.key_policies import may_allow
from sam_scaffold.sam.model.template import Template


def lets_in(policy: str) -> bool:
    text = f"""\
Resources:
  Role: {{Type: AWS::IAM::Role}}
  Other: {{Type: AWS::IAM::Role}}
  Key:
    Type: AWS::KMS::Key
    Properties:
{indent(policy, "      ")}
"""
    template = Template("template.yaml", Document.parse("template.yaml", text.encode()))
    key = template.resource("Key")
    assert key is not None
    return may_allow(key, "Role", template)


def statement(principal: str, effect: str = "Allow") -> str:
    return (
        f"KeyPolicy: {{Statement: [{{Effect: {effect}, Principal: {principal}, "
        "Action: 'kms:*', Resource: '*'}]}"
    )


ROOT = "{Effect: Allow, Principal: {AWS: 'arn:aws:iam::123456789012:root'}}"
EVERYBODY = "{Effect: Allow, Principal: '*'}"

LEFT_TO_IAM = {
    "the account": "{AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}",
    "any partition": "{AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}",
    "joined": "{AWS: !Join ['', ['arn:aws:iam::', !Ref AWS::AccountId, ':root']]}",
    "joined by colons": "{AWS: !Join [':', ['arn:aws:iam:', !Ref AWS::AccountId, root]]}",
    "by its number": "{AWS: '123456789012'}",
    "by reference": "{AWS: !Ref AWS::AccountId}",
    "a service": "{Service: sns.amazonaws.com}",
    "another role": "{AWS: [!GetAtt Other.Arn, !Sub 'arn:aws:iam::${AWS::AccountId}:root']}",
}
LETS_IN = {
    "the role": "{AWS: !GetAtt Role.Arn}",
    "the role in a text": "{AWS: [!Sub '${Role.Arn}']}",
    "everybody": "'*'",
    "every identity": "{AWS: '*'}",
    "a role by name": "{AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:role/orders'}",
    "a parameter": "{AWS: !Ref Users}",
    "either": "{AWS: !If [A, b, c]}",
    "made up": "!If [A, {AWS: b}, {AWS: c}]",
}


@pytest.mark.parametrize("principal", LEFT_TO_IAM.values(), ids=LEFT_TO_IAM)
def test_statements_that_delegate_to_iam(principal: str) -> None:
    assert not lets_in(statement(principal))


@pytest.mark.parametrize("principal", LETS_IN.values(), ids=LETS_IN)
def test_statements_that_may_allow_the_role(principal: str) -> None:
    assert lets_in(statement(principal))


@pytest.mark.parametrize(
    ("policy", "answer"),
    [
        ("Enabled: true", False),
        ("KeyPolicy: !Ref Policy", True),
        ("KeyPolicy: {Statement: {Effect: Allow, NotPrincipal: {AWS: a}}}", True),
        ("KeyPolicy: {Statement: [!If [A, {Effect: Allow}, {Effect: Deny}]]}", True),
        (f"KeyPolicy: {{Statement: [!If [A, {ROOT}, !Ref AWS::NoValue]]}}", False),
        (f"KeyPolicy: {{Statement: !If [A, [{ROOT}], [{ROOT}, {EVERYBODY}]]}}", True),
        (statement("{AWS: '*'}", "Deny"), False),
    ],
    ids=["none", "parameter", "not", "either", "in-no-branch", "in-one-branch", "denied"],
)
def test_policies_of_other_forms(policy: str, *, answer: bool) -> None:
    assert lets_in(policy) is answer
