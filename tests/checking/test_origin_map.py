"""Origins of the translated template in the source."""

from __future__ import annotations

import pytest

from sam_scaffold.checking.origin_map import Origin, OriginMap
from sam_scaffold.document import Document
from sam_scaffold.sam.model.source_map import Path
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.translation.translation import translation_of

TEXT = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Timeout: 30
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Connectors:
      ToTable:
        Properties: {Destination: {Id: Table}, Permissions: [Write]}
    Properties:
      CodeUri: worker/
      Handler: app.lambda_handler
      Runtime: python3.13
      MemorySize: 256
      AutoPublishAlias: live
      DeploymentPreference: {Type: AllAtOnce}
      Policies:
        - SQSSendMessagePolicy: {QueueName: orders}
        - Statement:
            - Effect: Allow
              Action: s3:GetObject
              Resource: "*"
      Events:
        Work:
          Type: SQS
          Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 10}
        WorkDaily:
          Type: Schedule
          Properties: {Schedule: rate(1 day)}
        Get:
          Type: Api
          Properties: {Path: /, Method: get}
  WorkerTwo:
    Type: AWS::Serverless::Function
    Properties: {InlineCode: pass, Handler: index.handler, Runtime: python3.13}
  Queue:
    Type: AWS::SQS::Queue
    Properties: {VisibilityTimeout: 180}
  Table:
    Type: AWS::Serverless::SimpleTable
Outputs:
  QueueUrl: {Value: !Ref Queue}
"""

WORKER = ("Resources", "Worker")
PROPERTIES = (*WORKER, "Properties")
EVENTS = (*PROPERTIES, "Events")


@pytest.fixture(scope="module")
def origins() -> OriginMap:
    template = Template("template.yaml", Document.parse("template.yaml", TEXT.encode()))
    translation = translation_of(template, "eu-west-1")
    assert translation.template is not None, translation
    return OriginMap(template, translation)


WHOLE: dict[str, tuple[Path, Path]] = {
    "what SAM leaves alone": (
        ("Resources", "Queue", "Properties", "VisibilityTimeout"),
        ("Resources", "Queue", "Properties", "VisibilityTimeout"),
    ),
    "another section": (("Outputs", "QueueUrl", "Value"), ("Outputs", "QueueUrl", "Value")),
    "a property of the function": (
        (*PROPERTIES, "MemorySize"),
        (*PROPERTIES, "MemorySize"),
    ),
    "a property by Globals": ((*PROPERTIES, "Timeout"), (*PROPERTIES, "Timeout")),
    "a property under another name": ((*PROPERTIES, "Code"), (*PROPERTIES, "CodeUri")),
    "an event source": (
        ("Resources", "WorkerWork", "Properties", "BatchSize"),
        (*EVENTS, "Work", "Properties", "BatchSize"),
    ),
    "the event source with the longer name": (
        ("Resources", "WorkerWorkDaily", "Properties"),
        (*EVENTS, "WorkDaily", "Properties"),
    ),
    "what an event source needs": (
        ("Resources", "WorkerWorkDailyPermission"),
        (*EVENTS, "WorkDaily"),
    ),
    "the role": (("Resources", "WorkerRole"), WORKER),
    "a policy of the role": (
        ("Resources", "WorkerRole", "Properties", "Policies", 1, "PolicyDocument", "Statement", 0),
        (*PROPERTIES, "Policies", 1, "Statement", 0),
    ),
    "the other function": (("Resources", "WorkerTwoRole"), ("Resources", "WorkerTwo")),
    "what SAM adds at last": (("Resources", "WorkerDeploymentGroup"), WORKER),
    "a connector": (("Resources", "WorkerToTablePolicy"), WORKER),
}


@pytest.mark.parametrize(("translated", "source"), WHOLE.values(), ids=WHOLE.keys())
def test_origin_that_the_user_wrote(origins: OriginMap, translated: Path, source: Path) -> None:
    if translated[0] == "Resources":
        assert origins.translation.template is not None
        assert translated[1] in origins.translation.template["Resources"]
    assert origins.of(translated) == Origin(source, is_complete=True)


PART: dict[str, tuple[Path, Path]] = {
    "a policy template": (
        ("Resources", "WorkerRole", "Properties", "Policies", 0, "PolicyDocument", "Statement"),
        (*PROPERTIES, "Policies", 0),
    ),
    "who may assume the role": (
        ("Resources", "WorkerRole", "Properties", "AssumeRolePolicyDocument"),
        PROPERTIES,
    ),
    "an implicit API": (("Resources", "ServerlessRestApi", "Properties", "Body"), ()),
    "a condition": (("Conditions", "SamMade"), ()),
}


@pytest.mark.parametrize(("translated", "source"), PART.values(), ids=PART.keys())
def test_origin_of_a_generated_part(origins: OriginMap, translated: Path, source: Path) -> None:
    assert origins.of(translated) == Origin(source, is_complete=False)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((*PROPERTIES, "Timeout"), 4),
        ((*PROPERTIES, "MemorySize"), 15),
        (WORKER, 6),
        ((*EVENTS, "Work", "Properties", "BatchSize"), 27),
        ((), 1),
    ],
    ids=["by Globals", "its own", "a resource", "an event source", "the template"],
)
def test_position_in_the_source(origins: OriginMap, path: Path, line: int) -> None:
    assert origins.span(path).line == line
