"""Templates with errors, and the findings of `check` in them."""

from __future__ import annotations

import json
from pathlib import Path

from repositories import Repository

HANDLER = "def lambda_handler(event, context):\n    return event\n"


def template(resources: str, *, function: str = "", extra: str = "") -> str:
    """Return a SAM template with a function that has more lines, and more resources."""
    return f"""\
Transform: AWS::Serverless-2016-10-31
{extra}Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: worker/
      Handler: app.lambda_handler
      Runtime: python3.13
{function}{resources}"""


def repository(root: Path, text: str, **files: str) -> Repository:
    return Repository(root, {"template.yaml": text, "worker/app.py": HANDLER, **files})


def found(repository: Repository, *words: str) -> list[tuple[str, int]]:
    """Return the rules of errors and warnings, each with its line."""
    done = repository.here("check", "--format", "json", *words)
    assert done.err == ""
    return [
        (finding["Rule"]["Id"], finding["Location"]["Start"]["LineNumber"])
        for finding in json.loads(done.out)
    ]


def marked(text: str) -> int:
    """Return the number of the line that ends in a mark."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.endswith("# here"))


QUEUE = """\
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Dead.Arn
        maxReceiveCount: 3
  Dead:
    Type: AWS::SQS::Queue
"""

TOO_LONG = template("", function="      Timeout: 1000\n")
"""An error in the translated template, whose origin is line 9."""

BAD = template("", function="      Timeout: 1000\n").replace("worker/", "nowhere/")
"""The same, and an error in line 6 that our rules find."""

WARNED = template(QUEUE, function="""\
      Timeout: 60
      Events:
        Work:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
""")  # fmt: skip
"""A warning of our rules in line 18."""
