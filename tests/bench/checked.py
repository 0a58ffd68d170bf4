"""The time of our rules on top of cfn-lint: a repository to check, and the times."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

from cfnlint.decode import decode
from cfnlint.template import Template

from sam_scaffold.rules import RULES
from sam_scaffold.sam.model.template_files import parsed

from .figures import Checks, Sizes

LINES = 100
"""Lines of the template a function, what belongs to it included."""

FEW, MANY = 100, 400
RUNS = 5
RULE_RUNS = 9

_HEAD = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Description: As many functions as large applications have

Globals:
  Function:
    Timeout: 30
    MemorySize: 256
    Runtime: python3.12

Resources:
"""

_LAYER = """\
  {name}Layer:
    Type: AWS::Serverless::LayerVersion
    Metadata:
      BuildMethod: python3.12
    Properties:
      ContentUri: layers/{folder}/
      CompatibleRuntimes:
        - python3.12
      CompatibleArchitectures:
        - x86_64
      RetentionPolicy: Retain

"""

_BLOCK = """\
  # --- step {number} of the pipeline
  Step{number}Function:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: python3.12
    Properties:
      FunctionName: !Sub "${{AWS::StackName}}-step-{number}"
      Description: Takes step {number}, and tells the next one
      CodeUri: functions/step_{number}/
      Handler: lambda_handler.lambda_handler
      Role: !GetAtt Step{number}Role.Arn
      Layers:
        - !Ref SharedLayer
        - !Ref HttpLayer
      Environment:
        Variables:
          NEXT_QUEUE: !Ref Step{number}Queue
          # what it answers for in logs and traces
          SERVICE_NAME: step-{number}
          LOG_LEVEL: INFO
      LoggingConfig:
        LogFormat: JSON
      Tags:
        project: steps
        step: "{number}"
      Events:
        Work:
          Type: SQS
          Properties:
            Queue: !GetAtt Step{number}Queue.Arn
            BatchSize: 10
            FunctionResponseTypes:
              - ReportBatchItemFailures

  Step{number}Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180  # six times the timeout
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Step{number}DeadLetterQueue.Arn
        maxReceiveCount: 3

  Step{number}DeadLetterQueue:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 1209600

  Step{number}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - !Sub "arn:${{AWS::Partition}}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
      Policies:
        - PolicyName: step-{number}
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - sqs:ReceiveMessage
                  - sqs:DeleteMessage
                  - sqs:GetQueueAttributes
                Resource: !GetAtt Step{number}Queue.Arn
              - Effect: Allow
                Action:
                  - dynamodb:GetItem
                  - dynamodb:PutItem
                  - dynamodb:UpdateItem
                  - dynamodb:Query
                Resource:
                  - !Sub "arn:aws:dynamodb:*:${{AWS::AccountId}}:table/step-{number}"
                  - !Sub "arn:aws:dynamodb:*:${{AWS::AccountId}}:table/steps"
              - Effect: Allow
                Action:
                  - s3:GetObject
                  - s3:PutObject
                Resource: !Sub "arn:aws:s3:::steps-${{AWS::AccountId}}/step-{number}/*"
              - Effect: Allow
                Action: events:PutEvents
                Resource: !Sub "arn:aws:events:*:${{AWS::AccountId}}:event-bus/steps"
              - Effect: Allow
                Action: cloudwatch:PutMetricData
                Resource: "*"
                Condition:
                  StringEquals:
                    cloudwatch:namespace: steps
      Tags:
        - Key: project
          Value: steps
        - Key: step
          Value: "{number}"

"""

_HANDLER = '''\
"""Step {number}."""

import json
import logging
from typing import Any

import boto3
import requests
from common.money import rounded

from rules import applies

SQS = boto3.client("sqs")


def lambda_handler(event: dict[str, Any], context: Any) -> None:
    for record in event["Records"]:
        if applies(record):
            logging.info(json.dumps(rounded(requests.get(record["body"]).json())))
'''

_RULES = """\
from dataclasses import dataclass


def applies(record):
    return bool(record)
"""


def checked_repository(folder: Path, functions: int) -> Path:
    """A repository with so many functions, `LINES` lines of template each, and their code.

    Returns:
        The template.
    """
    layers = [_LAYER.format(name=name, folder=name.lower()) for name in ("Shared", "Http")]
    blocks = [_BLOCK.format(number=number) for number in range(1, functions + 1)]
    files = {
        "template.yaml": _HEAD + "".join([*layers, *blocks]),
        "layers/shared/common/__init__.py": "",
        "layers/shared/common/money.py": "def rounded(value):\n    return value\n",
        "layers/http/requirements.txt": "requests==2.32.3\n",
    }
    for number in range(1, functions + 1):
        code = f"functions/step_{number}"
        files[f"{code}/lambda_handler.py"] = _HANDLER.format(number=number)
        files[f"{code}/rules.py"] = _RULES
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder / "template.yaml"


def checks(folder: Path, cfn_lint: str, timed: Callable[[list[str], Path], float]) -> Checks:
    """Measure cfn-lint without and with our rules, and only our rules.

    Args:
        folder: The parent folder of the repositories.
        cfn_lint: The command.
        timed: Runs a command in a folder, and says how many seconds it took.
    """
    few, many = (checked_repository(folder / str(count), count) for count in (FEW, MANY))
    commands = {
        "plain": [cfn_lint, "template.yaml"],
        "ours": [cfn_lint, "template.yaml", "--append-rules", "sam_scaffold.rules"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(RUNS + 1):  # the first for nothing: byte code, disk cache
        for name, command in commands.items():
            seconds = timed(command, few.parent)
            times[name] += [seconds] if run else []
    small, large = (_rule_times(template) for template in (few, many))
    lines = few.read_text(encoding="utf-8").count("\n")
    return Checks(lines, FEW, times["plain"], times["ours"], Sizes(FEW, MANY, small, large))


def _rule_times(template: Path) -> list[float]:
    """Seconds that all our rules take together, everything read anew each time."""
    rules = [rule() for rule in RULES.values()]
    for rule in rules:
        rule.configure()
    found = []
    os.chdir(template.parent)
    for _ in range(RULE_RUNS):
        data, _problems = decode(str(template))
        parsed.cache_clear()
        cfn = Template(str(template), data, ["us-east-1"])
        gc.collect()
        gc.disable()  # as timeit does: a collection falls into whichever run it likes
        start = time.perf_counter()
        for rule in rules:
            rule.match(cfn)
        found.append(time.perf_counter() - start)
        gc.enable()
    return found
