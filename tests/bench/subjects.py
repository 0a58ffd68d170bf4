"""What is measured on: SAM templates of any size, repositories, a cookiecutter template."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

_HEAD = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Description: A template as long as real ones are

Parameters:
  Stage:
    Type: String
    Default: dev   # dev, test or prod

Globals:
  Function:
    Timeout: 30

Resources:
  # Our own code
  SharedCodeLayer:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: layers/shared/
      CompatibleRuntimes:
        - python3.12
    Metadata:
      BuildMethod: python3.12
"""

_BLOCK = """
  # --- step {number} {ruler}
  Step{number}Function:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${{AWS::StackName}}-step-{number}"
      Description: Takes step {number}, and tells the next one
      CodeUri: functions/step_{number}/
      Handler: lambda_handler.lambda_handler
      Runtime: python3.12
      Architectures:
        - x86_64
      MemorySize: 256
      Layers:
        - !Ref SharedCodeLayer
      Environment:
        Variables:
          NEXT_QUEUE: !Ref Step{number}Queue
          STAGE: !Ref Stage
      Policies:
        - SQSSendMessagePolicy:
            QueueName: !GetAtt Step{number}Queue.QueueName
      Events:
        Minutely:
          Type: Schedule
          Properties:
            Schedule: rate(1 minute)
            # developers' stacks stay quiet
            State: !If [IsMainStack, ENABLED, DISABLED]
    Metadata:
      BuildMethod: python3.12

  Step{number}Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180  # six times the timeout
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Step{number}DeadLetterQueue.Arn
        maxReceiveCount: 3

  Step{number}DeadLetterQueue:
    Type: AWS::SQS::Queue
"""

_TAIL = """
Conditions:
  IsMainStack: !Equals [!Ref "AWS::StackName", main]

Outputs:
  FirstQueue:
    Value: !Ref Step1Queue
"""


def sam_template(lines: int) -> str:
    """A SAM template of about so many lines, in one style."""
    fixed = _HEAD.count("\n") + _TAIL.count("\n")
    count = max(1, round((lines - fixed) / _BLOCK.count("\n")))
    blocks = (_BLOCK.format(number=number, ruler="-" * 50) for number in range(1, count + 1))
    return _HEAD + "".join(blocks) + _TAIL


def repository(folder: Path, lines: int) -> None:
    """A SAM repository with a template of about so many lines and the code that it names."""
    text = sam_template(lines)
    package = folder / "layers" / "shared" / "common"
    package.mkdir(parents=True)
    (folder / "template.yaml").write_text(text, encoding="utf-8")
    (package / "__init__.py").write_text('"""Shared."""\n', encoding="utf-8")
    for line in text.splitlines():
        key, _, value = line.strip().partition(": ")
        if key == "CodeUri":
            (folder / value).mkdir(parents=True)
            (folder / value / "lambda_handler.py").write_text("", encoding="utf-8")


def cookiecutter(folder: Path, name: str, files: dict[str, str]) -> None:
    """A cookiecutter template, as `sam init` takes it, that makes some files.

    Args:
        folder: Where it goes.
        name: The name in paths and texts that becomes a variable.
        files: Texts by path.
    """
    variable = "{{cookiecutter.project_name}}"
    folder.mkdir()
    settings = json.dumps({"project_name": name})
    (folder / "cookiecutter.json").write_text(settings, encoding="utf-8")
    for path, text in files.items():
        target = folder / variable / path.replace(name, variable)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace(name, variable), encoding="utf-8")


def fresh_copy(source: Path, target: Path) -> Path:
    """A copy of a folder, with nothing of an earlier one."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target
