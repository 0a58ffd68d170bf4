"""Mistakes that cost a deployment or a night, each one change of a repository that is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TEMPLATE = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Description: Routes orders

Resources:
  RouterFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/router/
      Handler: app.handler
      Runtime: python3.12
      Architectures:
        - x86_64
      Timeout: 20
      Role: !GetAtt RouterRole.Arn
      Layers:
        - !Ref TextLayer
      Events:
        Orders:
          Type: SQS
          Properties:
            Queue: !GetAtt OrdersQueue.Arn
            BatchSize: 10

  TextLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata:
      BuildMethod: python3.12
    Properties:
      ContentUri: layers/text/
      CompatibleRuntimes:
        - python3.12
      CompatibleArchitectures:
        - x86_64

  OrdersQueue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 120
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt FailedOrdersQueue.Arn
        maxReceiveCount: 3

  FailedOrdersQueue:
    Type: AWS::SQS::Queue

  RouterRole:
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
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
      Policies:
        - PolicyName: router
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - sqs:ReceiveMessage
                  - sqs:DeleteMessage
                  - sqs:GetQueueAttributes
                Resource: !GetAtt OrdersQueue.Arn
"""

FILES = {
    "template.yaml": TEMPLATE,
    "functions/router/app.py": "import idna\n\n\ndef handler(event, context):\n"
    '    return idna.encode(event["name"])\n',
    "layers/text/requirements.txt": "idna==3.10\n",
}

RULE = """
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: cron(0 3 * * ? *)
      Targets:
        - Id: router
          Arn: !GetAtt RouterFunction.Arn
"""

CONDITION = """
Conditions:
  IsMain: !Equals [!Ref AWS::Region, eu-central-1]
"""

KEY = """
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"
            Action: kms:*
            Resource: "*"
"""

LIMIT = 262_144_000
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 250 MB, in bytes."""


@dataclass(frozen=True)
class Mistake:
    """A mistake.

    Attributes:
        id: The id of its test.
        what: The mistake in words.
        rule: Our rule that finds it.
        changes: The old and the new text, by file; the file has the old text once.
        more: A further change of the repository.
    """

    id: str
    what: str
    rule: str
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    more: Callable[[Path], object] = field(default=lambda _: None)

    def make(self, folder: Path) -> Path:
        """Create a repository with this mistake and no other."""
        make_repository(folder)
        for name, (old, new) in self.changes.items():
            file = folder / name
            text = file.read_text(encoding="utf-8")
            if text.count(old) != 1:
                raise ValueError(f"{name} has {old!r} {text.count(old)} times")
            file.write_text(text.replace(old, new), encoding="utf-8")
        self.more(folder)
        return folder


def make_repository(folder: Path) -> Path:
    """The repository that is right."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _template(old: str, new: str) -> dict[str, tuple[str, str]]:
    return {"template.yaml": (old, new)}


def _appended(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def _large(folder: Path) -> None:
    with (folder / "layers" / "text" / "model.bin").open("wb") as file:
        file.truncate(LIMIT)


NOTHING_ELSE_CATCHES = (
    Mistake(
        "unknown-runtime", "a runtime that does not exist", "E9301",
        _template("Runtime: python3.12", "Runtime: python3.99"),
    ),
    Mistake(
        "missing-code", "`CodeUri` names a folder that is not there", "E9101",
        _template("functions/router/", "functions/routr/"),
    ),
    Mistake(
        "missing-handler-file", "the handler's file is not there", "E9103",
        _template("Handler: app.handler", "Handler: main.handler"),
    ),
    Mistake(
        "missing-handler-function", "the handler's function is not there", "E9103",
        {"functions/router/app.py": ("def handler", "def handle")},
    ),
    Mistake(
        "async-handler", "an `async` handler, which nobody awaits", "E9107",
        {"functions/router/app.py": ("def handler", "async def handler")},
    ),
    Mistake(
        "handler-parameters", "a handler that takes the event alone", "E9107",
        {"functions/router/app.py": ("(event, context)", "(event)")},
    ),
    Mistake(
        "unreported-failures", "failures of a batch that no event source asks for", "W9404",
        {"functions/router/app.py": (
            '    return idna.encode(event["name"])\n',
            '    return {"batchItemFailures": [idna.encode(event["name"])]}\n',
        )},
    ),
    Mistake(
        "layer-runtime", "a layer for another runtime", "W9303",
        _template("CompatibleRuntimes:\n        - python3.12",
                  "CompatibleRuntimes:\n        - python3.11"),
    ),
    Mistake(
        "layer-architecture", "a layer for another architecture", "W9304",
        _template("CompatibleArchitectures:\n        - x86_64",
                  "CompatibleArchitectures:\n        - arm64"),
    ),
    Mistake(
        "visibility", "a queue that shows messages again before six timeouts", "W9401",
        _template("VisibilityTimeout: 120", "VisibilityTimeout: 60"),
    ),
    Mistake(
        "batch-window", "a batch above 10 without a window", "E9402",
        _template("BatchSize: 10", "BatchSize: 100"),
    ),
    Mistake(
        "refused-source", "a FIFO queue with a batching window", "E9405",
        _template("            Queue: !GetAtt OrdersQueue.Arn\n",
                  "            Queue: arn:aws:sqs:eu-west-1:123456789012:orders.fifo\n"
                  "            MaximumBatchingWindowInSeconds: 5\n"),
    ),
    Mistake(
        "too-large", "a function and its layers above 250 MB", "E9204", more=_large,
    ),
    Mistake(
        "missing-permission", "a role that may not read the queue", "E9502",
        _template("                  - sqs:ReceiveMessage\n", ""),
    ),
    Mistake(
        "missing-in-both-branches", "a role that may not, whatever a condition chooses", "E9502",
        _template("                  - sqs:ReceiveMessage\n",
                  "                  - !If [IsMain, sqs:ListQueues, !Ref AWS::NoValue]\n"),
        more=lambda folder: _appended(folder / "template.yaml", CONDITION),
    ),
    Mistake(
        "missing-invocation", "an EventBridge rule that may not invoke its function", "E9503",
        more=lambda folder: _appended(folder / "template.yaml", RULE),
    ),
    Mistake(
        "missing-key", "a role that may not decrypt the queue's messages", "E9502",
        _template("      VisibilityTimeout: 120\n",
                  "      VisibilityTimeout: 120\n      KmsMasterKeyId: !Ref OrdersKey\n"),
        lambda folder: _appended(folder / "template.yaml", KEY),
    ),
)  # fmt: skip
"""What neither cfn-lint nor the translator nor `sam build` catches, of what was measured."""

MORE = (
    Mistake(
        "missing-import", "an import that no layer provides", "E9201",
        {"functions/router/app.py": ("import idna\n", "import idna\nimport requests\n")},
    ),
    Mistake(
        "missing-layer", "the layer with an import is not attached", "E9201",
        _template("      Layers:\n        - !Ref TextLayer\n", ""),
    ),
    Mistake(
        "missing-extra", "a package without the extra that an import of it needs", "E9201",
        {
            "layers/text/requirements.txt": (
                "idna==3.10\n", "idna==3.10\naws-lambda-powertools==3.20.0\n"
            ),
            "functions/router/app.py": (
                "import idna\n",
                "import idna\nfrom aws_lambda_powertools import Tracer\n\ntracer = Tracer()\n",
            ),
        },
    ),
    Mistake(
        "missing-import-behind-a-path", "the same behind a `sys.path` with nothing new", "E9201",
        {"functions/router/app.py": (
            "import idna\n",
            'import sys\n\nsys.path.append("/opt/python")\n\nimport idna\nimport requests\n',
        )},
    ),
    Mistake(
        "left-python", "a module that left the standard library", "E9201",
        {"functions/router/app.py": ("import idna\n", "import distutils.util\n\nimport idna\n")},
    ),
    Mistake(
        "beside-python", "a module beside a layer's `python/`, not in it", "E9201",
        {"functions/router/app.py": ("import idna\n", "import idna\nimport postcodes\n")},
        lambda folder: _layer_as_it_is(folder, "postcodes.py"),
    ),
    Mistake(
        "uninstalled", "a layer of a `requirements.txt` that nobody installs", "W9207",
        _template("    Metadata:\n      BuildMethod: python3.12\n", ""),
    ),
    Mistake(
        "build-architecture", "a compiled package in a layer that is built for x86_64", "W9304",
        more=lambda folder: _on_arm64(folder),  # noqa: PLW0108 - it is below
    ),
    Mistake(
        "build-python", "a compiled package in a layer that is built for another Python", "W9303",
        {"layers/text/requirements.txt": ("idna==3.10\n", "idna==3.10\norjson==3.11.4\n")},
        lambda folder: _built_for(folder, "python3.11"),
    ),
    Mistake(
        "macos", "a module that is compiled for macOS", "W9305",
        more=lambda folder: _compiled(folder, "darwin"),
    ),
    Mistake(
        "left-out", "a compiled module that `sam build` does not copy", "W9306",
        more=lambda folder: _compiled(folder, "x86_64-linux-gnu"),
    ),
    Mistake(
        "missing-content", "`ContentUri` names a folder that is not there", "E9102",
        _template("ContentUri: layers/text/", "ContentUri: layers/texts/"),
    ),
    Mistake(
        "relative-import", "a relative import where the handler lies", "E9106",
        {"functions/router/app.py": ("import idna\n", "import idna\n\nfrom . import rules\n")},
        lambda folder: (folder / "functions" / "router" / "rules.py").write_text("", "utf-8"),
    ),
    Mistake(
        "syntax", "a module with a syntax error", "E9108",
        {"functions/router/app.py": ("import idna\n", "import idna\n\n<<<<<<< HEAD\n")},
    ),
    Mistake(
        "doubled-python", "a layer with its own `python/`, built once more", "E9206",
        more=lambda folder: _moved(folder / "layers" / "text"),
    ),
    Mistake(
        "role-beside-policies", "`Policies` beside a `Role`", "E9501",
        _template("      Role: !GetAtt RouterRole.Arn\n",
                  "      Role: !GetAtt RouterRole.Arn\n      Policies:\n"
                  "        - AWSXrayWriteOnlyAccess\n"),
    ),
    Mistake(
        "ignored-exclude", "an `Exclude` that SAM ignores", "W9104",
        _template("    Properties:\n      CodeUri",
                  "    Metadata:\n      BuildProperties:\n        Exclude:\n"
                  "          - tests/\n    Properties:\n      CodeUri"),
    ),
)  # fmt: skip
"""More that only shows on a machine of Lambda's, or later."""


def _layer_as_it_is(folder: Path, module: str) -> None:
    """Put a module into a layer that has its packages, and no build."""
    content = folder / "layers" / "text"
    _write(content / "python" / "idna" / "__init__.py", "def encode(name): ...\n")
    _write(content / module, "")
    (content / "requirements.txt").unlink()
    _rewrite(folder / "template.yaml", "    Metadata:\n      BuildMethod: python3.12\n", "")


def _on_arm64(folder: Path) -> None:
    _rewrite(folder / "template.yaml", "- x86_64", "- arm64")
    _rewrite(folder / "layers" / "text" / "requirements.txt", "\n", "\norjson==3.11.4\n")


def _built_for(folder: Path, method: str) -> None:
    _rewrite(folder / "template.yaml", "BuildMethod: python3.12", f"BuildMethod: {method}")


def _compiled(folder: Path, tag: str) -> None:
    """Put a package with a compiled module next to the handler, and a script that builds."""
    package = folder / "functions" / "router" / "fast"
    _write(package / "__init__.py", "")
    _write(package / f"_core.cpython-312-{tag}.so", "")
    _write(folder / "deploy.sh", "sam build && sam deploy\n")


def _rewrite(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _moved(content: Path) -> None:
    package = content / "python" / "text"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")


MISTAKES = (*NOTHING_ELSE_CATCHES, *MORE)
"""All mistakes."""
