"""Subjects of measurements: SAM templates of any size, repositories, a cookiecutter template."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from command_environment import git

from generated.projects import commit, committed_checkout
from sam_scaffold.commands.cli import cli

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
        folder: The folder of the template.
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


_CHANGES = (
    ("template/parts/handler.py.jinja", "class LambdaContext(", "# Newer.\nclass LambdaContext("),
    ("template/triggers/sqs/resource.yaml.jinja", "BatchSize: 10", "BatchSize: 20"),
)


def two_versions(folder: Path) -> Path:
    """A template with the tags v1.0.0 and v1.1.0, which changes every handler and block."""
    committed_checkout(folder)
    git(folder, "tag", "v1.0.0")
    for path, old, new in _CHANGES:
        file = folder / path
        text = file.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{path} has no {old!r}")
        file.write_text(text.replace(old, new), encoding="utf-8")
    commit(folder)
    git(folder, "tag", "v1.1.0")
    return folder


def function_name(number: int) -> str:
    """Return the name of a function of `with_functions`."""
    return f"worker_{number:03d}"


def part_of(number: int) -> str:
    """The folder of a function of `with_functions`: a stack has 500 resources at most."""
    return f"part_{number // 50}"


def with_functions(
    folders: Sequence[Path], counts: Sequence[int], environment: dict[str, str]
) -> None:
    """Repositories with so many functions each, generated with v1.0.0 and committed.

    Args:
        folders: The folders of the repositories.
        counts: The number of functions of each, in ascending order.
        environment: Of the commands; it names the template.
    """
    template = environment["SAM_SCAFFOLD_TEMPLATE"]
    git(Path(template), "checkout", "--quiet", "v1.0.0")
    made = 0
    for number, folder in enumerate(folders):
        if number:
            shutil.copytree(folders[number - 1], folder)
        else:
            folder.mkdir()
        for index in range(made, counts[number]):
            if not (folder / part_of(index)).exists():
                repository(folder / part_of(index), 500)
        with patch.dict(os.environ, environment):
            for index in range(made, counts[number]):
                words = ["add", "function", function_name(index), "-d", "trigger=sqs"]
                words += ["-d", f"template_file={part_of(index)}/template.yaml"]
                words += ["-d", "alarms=none"]
                with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                    cli([*words, "-d", "layout=flat", "--defaults", "-C", str(folder)],
                        standalone_mode=False)  # fmt: skip
        made = counts[number]
        commit(folder)
    git(Path(template), "checkout", "--quiet", "v1.1.0")


def fresh_copy(source: Path, target: Path) -> Path:
    """A copy of a folder, with nothing of an earlier one."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target
