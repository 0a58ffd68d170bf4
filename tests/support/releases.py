"""Newer versions of the template, and components that were generated with the older one."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from command_environment import commit, git, template
from repositories import SHOP, TEMPLATE, Repository, shop, succeeded

Change = Callable[[str], str]

Files = dict[str, bytes]

HANDLER = "template/parts/handler.py.jinja"
NEW_LINE = "# A line of version 1.1.0."

_ROLLED_OUT = """\
@ template/parts/handler.py.jinja
- class LambdaContext(
+ # A line of version 1.1.0.
+ class LambdaContext(
@ template/parts/powertools.py.jinja
- logger = Logger()
+ # A line of version 1.1.0.
+ logger = Logger()
@ template/parts/test.py.jinja
- def test_failure_reaches_lambda(
+ # A line of version 1.1.0.
+ def test_failure_reaches_lambda(
@ extensions/sam_scaffold/components/execution_role.py
- "Action": "sts:AssumeRole"
+ "Action": ["sts:AssumeRole", "sts:TagSession"]
@ template/parts/layer_resource.yaml.jinja
-       RetentionPolicy: Retain
+       RetentionPolicy: Delete
@ template/parts/resource.yaml.jinja
-   # {{ component.title }}:
+   # {{ component.title }} (1.1.0):
- {{ description | sam_yaml(6) }}
+ {{ (description ~ ", 1.1.0") | sam_yaml(6) }}
- {% for key, value in component.properties.items() %}
+       # Security fixes come at once.
+       RuntimeManagementConfig:
+         UpdateRuntimeOn: Auto
+ {% for key, value in component.properties.items() %}
- {{ component.policies | sam_yaml(6) }}
+ {{ (component.policies + ["AWSXrayWriteOnlyAccess"]) | sam_yaml(6) }}
-         Variables:{{ component.environment | sam_yaml(8) }}
+         Variables:{{ component.environment | sam_yaml(8) }}
+           RELEASE: 1.1.0
- # Log group of {{ component.logical_id }},
+ # Logs of the function {{ component.logical_id }},
-       RetentionInDays: {{ log_retention }}
+       RetentionInDays: {{ log_retention }}
+
+   # Counts errors in the log.
+   {{ component.stem }}ErrorsFilter:
+     Type: AWS::Logs::MetricFilter
+     Properties:
+       LogGroupName: !Ref {{ component.log_group }}
+       FilterPattern: ERROR
- {{ alarm.of_function("Throttles",
+ {{ "" if true else alarm.of_function("Throttles",
@ template/parts/alarm.yaml.jinja
-   # Alarm on
+   # Alarm of 1.1.0 on
-       Namespace: {{ namespace }}
-       MetricName: {{ metric }}
+       MetricName: {{ metric }}
+       Namespace: {{ namespace }}
-       Period: {{ period }}
+       Period: {{ period // 5 }}
-       TreatMissingData: notBreaching
-       AlarmActions:
-         - !Ref {{ component.alarm_topic }}
+       AlarmActions:
+         - !Ref {{ component.alarm_topic }}
+         - !Sub arn:aws:sns:${AWS::Region}:123456789012:pager
@ template/parts/queue.yaml.jinja
-       SqsManagedSseEnabled: true
+       KmsMasterKeyId: alias/aws/sqs
-         maxReceiveCount: 5
+         maxReceiveCount: 4
@ template/parts/asynchronous.yaml.jinja
-         MaximumRetryAttempts: 2
+         MaximumRetryAttempts: 1
@ template/parts/stream/resource.yaml.jinja
-             BatchSize: 100
+             BatchSize: 50
@ template/triggers/dynamodb_stream/resource.yaml.jinja
-         StreamViewType: NEW_AND_OLD_IMAGES
+         StreamViewType: NEW_IMAGE
@ template/triggers/eventbridge/resource.yaml.jinja
-               MaximumEventAgeInSeconds: 3600
+               MaximumEventAgeInSeconds: 7200
@ template/triggers/function_url/resource.yaml.jinja
-         AuthType: AWS_IAM
+         InvokeMode: BUFFERED
+         AuthType: AWS_IAM
@ template/shared/http_api/resource.yaml.jinja
-         ThrottlingRateLimit: 100
+         ThrottlingRateLimit: 200
@ template/triggers/kinesis/resource.yaml.jinja
-       RetentionPeriodHours: 24
+       RetentionPeriodHours: 48
@ template/triggers/none/resource.yaml.jinja
- invoked directly;
+ invoked by its name;
@ template/shared/rest_api/resource.yaml.jinja
-           ThrottlingBurstLimit: 50
+           ThrottlingBurstLimit: 60
@ template/triggers/s3/resource.yaml.jinja
-               NoncurrentDays: 30
+               NoncurrentDays: 60
@ template/triggers/schedule/resource.yaml.jinja
-             OmitName: true
-             ScheduleExpression:
+             ScheduleExpression:
@ template/shared/topic/resource.yaml.jinja
-     Type: AWS::SNS::Topic
+     Type: AWS::SNS::Topic
+     Properties:
+       TracingConfig: Active
@ template/triggers/sqs/resource.yaml.jinja
-               - ReportBatchItemFailures
+               - ReportBatchItemFailures
+             MaximumBatchingWindowInSeconds: 1
"""
"""A change of every sort: of scalars, lists, comments and the order, new and dropped
properties and resources; in code, tests, the frames of snippets, each trigger and the
template's own Python. The text after - is replaced by the text after +.
"""

_NOTES = "template/function/{{ component.meta_dir }}/NOTES.md.jinja"
_README = "template/function/{{ component.meta_dir }}/README.md.jinja"


def clone(folder: Path) -> Path:
    """Clone the template, so that it can get a version v1.1.0."""
    return Path(shutil.copytree(template(), folder))


def release(source: Path, path: str = HANDLER, change: Change | None = None) -> None:
    """Tag v1.1.0 with one file changed; by default every handler gets a line."""
    _change(source / path, change or _with_line)
    commit(source, "v1.1.0")


def replaced(old: str, new: str) -> Change:
    """Return the change that replaces one text by another, at all places."""
    return lambda text: text.replace(old, new)


_with_line = replaced("class LambdaContext(", f"{NEW_LINE}\nclass LambdaContext(")


def _change(file: Path, change: Change) -> None:
    text = file.read_text(encoding="utf-8")
    new = change(text)
    assert new != text, file
    file.write_text(new, encoding="utf-8")


@cache
def releases() -> Path:
    """Return a template whose v1.1.0 has a change of each sort: see `at`."""
    folder = clone(template().with_name("releases"))
    for path, lines in re.findall(r"@ (.+)\n((?:[-+].*\n)+)", _ROLLED_OUT):
        for old, new in re.findall(r"((?:-.*\n)+)((?:\+.*\n)+)", lines):
            texts = ("\n".join(line[2:] for line in text.splitlines()) for text in (old, new))
            _change(folder / path, replaced(*texts))
    (folder / _NOTES).write_text("# {{ component.title }}\n", encoding="utf-8")
    (folder / _README).unlink()
    commit(folder, "v1.1.0")
    return folder


def at(version: str) -> str:
    """Return the address of `releases` with a version checked out."""
    git(releases(), "checkout", "-q", version)
    return str(releases())


def started(root: Path, source: Path | str, *words: str) -> Repository:
    """Return a committed repository with the function `orders`, generated with this template."""
    repository = shop(root / "shop")
    succeeded(repository.here("add", "function", "orders", *words, "--template", str(source)))
    repository.commit()
    return repository


def with_answers(*answers: str) -> list[str]:
    """Return answers as arguments of a command."""
    return [word for answer in answers for word in ("-d", answer)]


@cache
def made(version: str, *answers: str, sam: str = TEMPLATE, name: str = "template.yaml") -> Files:
    """Return the repository of `started` with a version of `releases`.

    Args:
        version: The version.
        answers: The function's answers; by default, it has all alarms.
        sam: The SAM template before.
        name: Its name.
    """
    others = {path: text for path, text in SHOP.items() if path != "template.yaml"}
    root = Path(tempfile.mkdtemp(dir=template().parent)) / "shop"
    repository = Repository(root, {**others, name: sam})
    words = (*with_answers("alarms=full", *answers), "--template", at(version))
    succeeded(repository.here("add", "function", "orders", *words))
    return contents(repository)


def contents(repository: Repository) -> Files:
    """Return the bytes of all files by path."""
    return {path: repository.read(path) for path in repository.files()}


def older(root: Path, *answers: str, **sam: str) -> Repository:
    """Return the committed repository with `orders` of v1.0.0, to update to v1.1.0."""
    repository = Repository(root / "shop", made("v1.0.0", *answers, **sam))
    repository.commit()
    return repository
