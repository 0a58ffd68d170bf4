"""`set` of adopted functions: values that could not be deployed are refused before a write."""

from __future__ import annotations

from pathlib import Path

import pytest
from by_hand import HEAD, by_hand, function
from repositories import Repository, refusal, succeeded

RESOURCES = """\
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
  Ledger:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: ledger/
      CompatibleRuntimes: [python3.12]
  Shop:
    Type: AWS::Serverless::HttpApi
"""
LEDGER = "      Layers: [!Ref Ledger]\n"
WORK = """\
      Events:
        Work:
          Type: SQS
          Properties:
            Queue: !GetAtt Orders.Arn
            BatchSize: 10
            FunctionResponseTypes: [ReportBatchItemFailures]
"""


def route(path: str) -> str:
    return (
        "      Events:\n        Asked:\n          Type: HttpApi\n          Properties:\n"
        f"            ApiId: !Ref Shop\n            Path: {path}\n            Method: GET\n"
    )


TEMPLATE = (
    HEAD
    + RESOURCES
    + function("WorkerFunction", "worker/", "app.handler", LEDGER + WORK)
    + function("ReaderFunction", "reader/", "app.handler", route("/orders"))
    + function("FinderFunction", "finder/", "app.handler", route("/orders/{id}"))
)


def adopted(root: Path) -> Repository:
    modules = [f"{name}/app.py" for name in ("worker", "reader", "finder")]
    return by_hand(root, TEMPLATE, *modules, **{"ledger/requirements.txt": "numpy==2.2.0\n"})


REFUSED = {
    "queue": ("worker", ["timeout=90"], "Orders has a VisibilityTimeout of 60 seconds"),
    "route": (
        "reader",
        ["path=/orders/{key}"],
        "FinderFunction already answers GET /orders/{id} of Shop",
    ),
    "layer": ("worker", ["runtime=python3.13"], "Ledger is for python3.12"),
    "variables": ("worker", [f"environment={{LONG: {'x' * 5000}}}"], "4"),
}


@pytest.mark.parametrize(("name", "answers", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_what_would_not_deploy_is_refused(
    name: str, answers: list[str], expected: str, tmp_path: Path
) -> None:
    found = adopted(tmp_path)
    before = found.snapshot()
    assert expected in refusal(found.here("set", name, *answers))
    assert found.snapshot() == before


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("worker", ["timeout=60"]),
        ("reader", ["path=/parcels"]),
        ("reader", ["path=/orders", "memory_size=512"]),
        ("finder", ["path=/orders/{key}"]),
    ],
)
def test_what_deploys_is_not(name: str, answers: list[str], tmp_path: Path) -> None:
    succeeded(adopted(tmp_path).here("set", name, *answers))


def test_what_stood_there_is_not_asked(tmp_path: Path) -> None:
    """The timeout was too long before, and the command does not change it."""
    long = TEMPLATE.replace("VisibilityTimeout: 60", "VisibilityTimeout: 1")
    found = by_hand(tmp_path, long, "worker/app.py", "reader/app.py", "finder/app.py")
    succeeded(found.here("set", "worker", "memory_size=512"))


def test_powertools_that_came_after_a_function_are_found(tmp_path: Path) -> None:
    """The recorded style is older than the layer."""
    found = adopted(tmp_path)
    packages = "packages=aws-lambda-powertools[parser,tracer]==3.9.0"
    assert "add layer powertools" in refusal(found.here("set", "reader", "powertools=true"))
    succeeded(found.here("add", "layer", "powertools", "-d", packages, "-d", "pin=false"))
    succeeded(found.here("set", "reader", "powertools=true"))
    assert found.properties("ReaderFunction")["Layers"] == [{"Ref": "Powertools"}]
