"""Different spellings of a reference to the same value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .intrinsics import Data

_ATTRIBUTES = {
    "AWS::Events::EventBus": "Name",
    "AWS::SNS::Topic": "TopicArn",
    "AWS::SQS::Queue": "QueueUrl",
    "AWS::SecretsManager::Secret": "Id",
    "AWS::Serverless::StateMachine": "Arn",
    "AWS::StepFunctions::StateMachine": "Arn",
}
"""The attribute that is also what a Ref returns, by type:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""

_ONLY_VARIABLE = re.compile(r"\$\{(\w+)(?:\.(\w+))?\}")


def as_ref(value: Data, types: Mapping[str, str]) -> Data:
    """Return a value as a Ref if that has the same value; otherwise, return it as it is.

    Args:
        value: A value, such as ``{"Fn::GetAtt": ["OrdersQueue", "QueueUrl"]}``.
        types: The types of the template's resources, by logical id.
    """
    name, attribute = _referred(value)
    if name and (not attribute or attribute == _ATTRIBUTES.get(types.get(name, ""))):
        return {"Ref": name}
    return value


_FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")


def as_identity(value: Data, types: Mapping[str, str]) -> Data:
    """Return a value as a Ref if it identifies the same resource to the API of its service.

    Lambda accepts the name of a function and its ARN:
    https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html

    Args:
        value: A value.
        types: The types of the template's resources, by logical id.
    """
    name, attribute = _referred(value)
    if attribute == "Arn" and types.get(name) in _FUNCTIONS:
        return {"Ref": name}
    return as_ref(value, types)


def _referred(value: Data) -> tuple[str, str]:
    """Return the name, and the attribute, to which a value refers; empty without them."""
    match value:
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return name, attribute
        case {"Fn::GetAtt": str(text)}:
            name, _, attribute = text.partition(".")
            return name, attribute
        case {"Fn::Sub": str(text)} if found := _ONLY_VARIABLE.fullmatch(text):
            return found[1], found[2] or ""
    return "", ""
