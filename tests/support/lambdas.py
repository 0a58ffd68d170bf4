"""A hand-written SAM repository whose functions do everything that functions do."""

from __future__ import annotations

import os
import subprocess
import time
from functools import cache
from pathlib import Path

import pytest
from repositories import Repository

from generated.toolchain import NO_PYTHON, NO_SAM, interpreter, sam_environment, tool
from sam_scaffold.invocation import Artifact
from sam_scaffold.invocation.interpreter import managed

RUNTIME = "python3.12"

ARTIFACT = Artifact(
    logical_id="OrdersFunction",
    name="shop-orders",
    code=Path("code"),
    inline="",
    layers=(),
    absent_layers=(),
    handler="app.handler",
    runtime="python3.12",
    architecture="x86_64",
    timeout=3,
    memory=256,
    variables={"TABLE": "Table", "LEVEL": "INFO"},
    logging={},
)
"""A function with nothing to run, for what needs no more than its settings."""

FUNCTIONS = {
    "echo": """\
import os

def handler(event, context):
    return {
        "event": event,
        "variables": dict(os.environ),
        "name": context.function_name,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "remaining": context.get_remaining_time_in_millis(),
        "request_id": context.aws_request_id,
    }
""",
    "layered": """\
import ours.first
import ours.second
import raw

def handler(event, context):
    return [ours.first.NAME, ours.second.NAME, raw.NAME, raw.__file__]
""",
    "unlayered": """\
import raw

def handler(event, context):
    return raw.NAME
""",
    "developer": """\
import pytest

def handler(event, context):
    return pytest.__version__
""",
    "brought": """\
import sys

import boto3

def handler(event, context):
    return {"path": sys.path, "region": boto3.client("sqs").meta.region_name}
""",
    "nameless": """\
def other(event, context):
    return 1
""",
    "strict": """\
def check(order):
    raise ValueError(f"order {order} is bad")

def handler(event, context):
    check(event["order"])
""",
    "early": """\
import os

TABLE = os.environ["NOT_THERE"]

def handler(event, context):
    return TABLE
""",
    "sleepy": """\
import time

def handler(event, context):
    print("going to sleep", flush=True)
    time.sleep(event)
    return "slept"
""",
    "waiting": """\
import os
import time

def handler(event, context):
    print("I am", os.getpid())
    time.sleep(60)
""",
    "ending": """\
import os
import signal
import sys

def handler(event, context):
    print("the end is near")
    if event == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.exit(event) if event else os._exit(0)
""",
    "hungry": """\
import time

KEPT = []

def handler(event, context):
    KEPT.append(b"x" * event * 1024 * 1024)
    time.sleep(0.3)
    return len(KEPT)
""",
    "chatty": """\
import logging
import sys

logging.getLogger().setLevel("INFO")

def handler(event, context):
    print("printed: ü")
    print("to stderr", file=sys.stderr)
    logging.info("logged")
    sys.stdout.write("without an end")
""",
    "counting": """\
COUNT = 0

def handler(event, context):
    global COUNT
    COUNT += 1
    return COUNT
""",
    "flood": """\
import sys

def handler(event, context):
    for number in range(event):
        sys.stdout.write(f"{number:09}" * 100_000 + "\\n")
    return "x" * event * 1_000_000
""",
    "daemon": """\
import os
import subprocess

def handler(event, context):
    return subprocess.Popen(["sleep", "600"], start_new_session=True).pid
""",
    "unsayable": """\
def handler(event, context):
    return {1, 2}
""",
    "refused": """\
from botocore.exceptions import ClientError

def handler(event, context):
    error = {"Code": "UnrecognizedClientException", "Message": "The security token is invalid."}
    raise ClientError({"Error": error}, "Scan")
""",
    "coroutine": """\
async def handler(event, context):
    return event
""",
    "generator": """\
def handler(event, context):
    yield event
""",
    "instance": """\
class handler:
    def __init__(self, event, context): ...
""",
    "endless": """\
def handler(event, context):
    return handler(event, context)
""",
    "copied": """\
import os

def handler(event, context):
    return os.fork()
""",
    "alone": """\
def handler(event):
    return event
""",
    "calendar": """\
import calendar

def handler(event, context):
    return calendar.WHOSE
""",
    "parent": """\
import os
import subprocess
import time

def handler(event, context):
    return subprocess.Popen(["sleep", "600"]).pid
""",
}
"""The code of each function, by name."""

_PROPERTIES = {
    "echo": "Environment: {Variables: {TABLE: !Ref Table, STAGE: !Ref Stage, LOG_LEVEL: DEBUG}}",
    "layered": "Layers: [!Ref FirstLayer, !Ref SecondLayer, !Ref RawLayer]",
    "nameless": "Handler: app.handlr",
    "sleepy": "Timeout: 1",
    "hungry": "Timeout: 20",
    "waiting": "Timeout: 60",
    "flood": "Timeout: 60",
}

HEAD = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31

Parameters:
  Stage: {Type: String, Default: test}

Globals:
  Function:
    Runtime: python3.12
    Handler: app.handler
    Environment: {Variables: {LOG_LEVEL: INFO, TEAM: us}}

Resources:
  Table: {Type: AWS::DynamoDB::Table}

  FirstLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {BuildMethod: python3.12}
    Properties: {ContentUri: layers/first/}

  SecondLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {BuildMethod: python3.12}
    Properties: {ContentUri: layers/second/}

  RawLayer:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: layers/raw/}
"""

LAYERS = {
    "layers/first/ours/first.py": "NAME = 'first'\n",
    "layers/second/ours/second.py": "NAME = 'second'\n",
    "layers/raw/python/raw.py": "NAME = 'raw'\n",
}


def logical_id(name: str) -> str:
    return f"{name.capitalize()}Function"


def block(name: str) -> str:
    own = f"\n      {_PROPERTIES[name]}" if name in _PROPERTIES else ""
    return f"""
  {logical_id(name)}:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/{name}/{own}
"""


def repository(root: Path, *names: str) -> Repository:
    """Return a repository with some of the functions."""
    code = {f"functions/{name}/app.py": FUNCTIONS[name] for name in names}
    if "calendar" in names:
        code["functions/calendar/calendar.py"] = "WHOSE = 'ours'\n"
    template = HEAD + "".join(map(block, names))
    return Repository(root, {"template.yaml": template, **LAYERS, **code})


def lives(pid: int) -> bool:
    """Return whether a process runs, and is not a zombie."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        return not status.exists() or status.read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False


def ends(pid: int) -> bool:
    """Return whether a process ends in a while."""
    deadline = time.monotonic() + 5
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not lives(pid)


@cache
def python() -> Path:
    """Return the managed interpreter."""
    if interpreter("3.12") is None:
        pytest.skip(NO_PYTHON)
    return managed(RUNTIME)


def build(root: Path, template: str = "template.yaml") -> Path:
    """Build a repository with `sam build`, and return the built template."""
    command = tool("sam")
    if command is None:
        pytest.skip(NO_SAM)
    if (real := interpreter("3.12")) is None:
        pytest.skip(NO_PYTHON)
    run = subprocess.run(
        [command, "build", "--template-file", template],
        cwd=root,
        env=sam_environment(real),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return root / ".aws-sam" / "build" / "template.yaml"
