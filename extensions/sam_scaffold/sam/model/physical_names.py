"""Physical names of resources, which a template can set."""

from __future__ import annotations

from collections.abc import Mapping

from ...aws.event_sources.table import SOURCE_NAMES
from .intrinsics import Data

NAMES = {
    **SOURCE_NAMES,
    "AWS::Serverless::Function": "FunctionName",
    "AWS::Serverless::SimpleTable": "TableName",
    "AWS::Serverless::StateMachine": "Name",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::Scheduler::Schedule": "Name",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
}
"""The property with the name by type; CloudFormation cannot create a second resource with a name.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
"""


def physical_name(type_: str, properties: Mapping[str, Data]) -> Data:
    """Return the physical name of a resource; None if CloudFormation generates it."""
    return properties.get(NAMES.get(type_, ""))
