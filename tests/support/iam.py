"""Permissions of a role after deployment, in a fictitious account.

Physical names are unrelated to logical ids here, so that code that mistakes the one
for the other is found out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ACCOUNT = "123456789012"
PSEUDO = {
    "AWS::Partition": "aws-cn",
    "AWS::Region": "cn-north-1",
    "AWS::AccountId": ACCOUNT,
    "AWS::StackName": "shop",
    "AWS::NoValue": None,
}

_AT = f"cn-north-1:{ACCOUNT}"
_ARNS = {
    "AWS::DynamoDB::Table": f"arn:aws-cn:dynamodb:{_AT}:table/{{}}",
    "AWS::DynamoDB::GlobalTable": f"arn:aws-cn:dynamodb:{_AT}:table/{{}}",
    "AWS::S3::Bucket": "arn:aws-cn:s3:::{}",
    "AWS::SecretsManager::Secret": f"arn:aws-cn:secretsmanager:{_AT}:secret:{{}}-AbCdEf",
    "AWS::SSM::Parameter": f"arn:aws-cn:ssm:{_AT}:parameter/{{}}",
    "AWS::StepFunctions::StateMachine": f"arn:aws-cn:states:{_AT}:stateMachine:{{}}",
    "AWS::Lambda::Function": f"arn:aws-cn:lambda:{_AT}:function:{{}}",
    "AWS::SQS::Queue": f"arn:aws-cn:sqs:{_AT}:{{}}",
    "AWS::SNS::Topic": f"arn:aws-cn:sns:{_AT}:{{}}",
    "AWS::Events::EventBus": f"arn:aws-cn:events:{_AT}:event-bus/{{}}",
    "AWS::KMS::Key": f"arn:aws-cn:kms:{_AT}:key/{{}}",
    "AWS::MSK::Cluster": f"arn:aws-cn:kafka:{_AT}:cluster/{{}}/0f4b6d1c-5",
    "AWS::MSK::ServerlessCluster": f"arn:aws-cn:kafka:{_AT}:cluster/{{}}/0f4b6d1c-s1",
    "AWS::AmazonMQ::Broker": f"arn:aws-cn:mq:{_AT}:broker:{{}}:b-9bcfa592",
    "AWS::Kinesis::Stream": f"arn:aws-cn:kinesis:{_AT}:stream/{{}}",
}
_MADE_OF = {
    "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
    "AWS::Serverless::Function": "AWS::Lambda::Function",
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
}
"""SAM's types and those that the translator generates; references to them mean the same."""

_REF_IS_ARN = {
    "AWS::SecretsManager::Secret",
    "AWS::StepFunctions::StateMachine",
    "AWS::SNS::Topic",
}


@dataclass(frozen=True)
class Deployed:
    """A template as CloudFormation has deployed it.

    Attributes:
        template: The template.
        parameters: The values of its parameters.
        conditions: The conditions that are true.
    """

    template: dict[str, Any]
    parameters: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, bool] = field(default_factory=dict)

    def allowed(self, role: str) -> set[tuple[str, str]]:
        """Return each action that a role allows, with each ARN that it allows it on."""
        found = set()
        for policy in self.value(self._resources[role]["Properties"].get("Policies", [])):
            for statement in _list(policy["PolicyDocument"]["Statement"]):
                assert statement["Effect"] == "Allow"
                for action in _list(statement["Action"]):
                    for arn in _list(statement["Resource"]):
                        found.add((action.lower(), arn))
        return found

    def arn(self, logical_id: str) -> str:
        """Return the ARN of a resource."""
        name = self.name(logical_id)
        arn = _ARNS[self._type(logical_id)].format(name)
        return arn.replace("parameter//", "parameter/")

    def name(self, logical_id: str) -> str:
        """Return the physical name of a resource; of a parameter, the one that it states."""
        stated = self._resources[logical_id].get("Properties", {}).get("Name")
        if stated is not None and self._type(logical_id) == "AWS::SSM::Parameter":
            return str(self.value(stated))
        return "physical" + "".join(str(ord(character)) for character in logical_id)

    def value(self, data: Any) -> Any:
        """Return data with its intrinsic functions evaluated, without parts that have no value."""
        if isinstance(data, list):
            return [found for item in data if (found := self.value(item)) is not None]
        if not isinstance(data, dict):
            return data
        if len(data) == 1:
            key, argument = next(iter(data.items()))
            if key in _INTRINSICS:
                return _INTRINSICS[key](self, argument)
        return {key: self.value(below) for key, below in data.items()}

    @property
    def _resources(self) -> dict[str, Any]:
        resources: dict[str, Any] = self.template["Resources"]
        return resources

    def _type(self, logical_id: str) -> str:
        kind = str(self._resources[logical_id]["Type"])
        return _MADE_OF.get(kind, kind)

    def _ref(self, name: str) -> Any:
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self.parameters:
            return self.parameters[name]
        is_arn = self._type(name) in _REF_IS_ARN
        return self.arn(name) if is_arn else self.name(name)

    def _get_att(self, argument: list[str] | str) -> str:
        name, attribute = argument.split(".") if isinstance(argument, str) else argument
        if attribute == "StreamArn":
            return f"{self.arn(name)}/stream/2030-01-01T00:00:00.000"
        return self.arn(name) if attribute == "Arn" else self.name(name)

    def _sub(self, argument: Any) -> str:
        text, variables = argument if isinstance(argument, list) else (argument, {})

        def substituted(match: re.Match[str]) -> str:
            name = match[1]
            if name in variables:
                return str(self.value(variables[name]))
            return str(self._get_att(name) if "." in name else self._ref(name))

        return re.sub(r"\$\{([^}]+)\}", substituted, text)

    def _join(self, argument: list[Any]) -> str:
        return str(argument[0]).join(self.value(argument[1]))

    def _split(self, argument: list[Any]) -> list[str]:
        return str(self.value(argument[1])).split(argument[0])

    def _if(self, argument: list[Any]) -> Any:
        return self.value(argument[1] if self.conditions[argument[0]] else argument[2])


_INTRINSICS: dict[str, Callable[[Deployed, Any], Any]] = {
    "Ref": Deployed._ref,
    "Fn::GetAtt": Deployed._get_att,
    "Fn::Sub": Deployed._sub,
    "Fn::Join": Deployed._join,
    "Fn::Split": Deployed._split,
    "Fn::If": Deployed._if,
}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
