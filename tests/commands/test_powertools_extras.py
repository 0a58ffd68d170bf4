"""Generated code that uses only the extras in the repository's Powertools layer."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import TEMPLATE, Repository, refusal, shop, succeeded

LAYER = """\
  ToolsLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {BuildMethod: python3.12}
    Properties: {ContentUri: layers/tools/}

Outputs:"""


def house(root: Path, listed: str) -> Repository:
    files = {"template.yaml": TEMPLATE.replace("Outputs:", LAYER)}
    return shop(root, **files, **{"layers/tools/requirements.txt": f"{listed}\n"})


def handler(repository: Repository) -> str:
    return repository.text("functions/orders/src/lambda_handler.py")


@pytest.mark.parametrize(
    ("listed", "traces"),
    [
        ("aws-lambda-powertools==3.20.0", False),
        ("aws-lambda-powertools[parser]==3.20.0", False),
        ("aws-lambda-powertools[tracer]==3.20.0", True),
        ("aws-lambda-powertools==3.20.0\naws-xray-sdk==2.15.0", True),
    ],
)
def test_the_tracer_is_used_where_its_sdk_is(tmp_path: Path, listed: str, *, traces: bool) -> None:
    repository = house(tmp_path, listed)
    succeeded(repository.here("add", "function", "orders", "--defaults", "-d", "trigger=sqs"))
    text = handler(repository)
    assert "from aws_lambda_powertools import Logger, Metrics" in text
    assert ("Tracer" in text) is traces
    assert ("tracer" in text) is traces
    found = repository.properties("OrdersFunction").get("Tracing")
    assert found == ("Active" if traces else None)
    checked = repository.here("check", "--offline", "template.yaml")
    assert "E9201" not in checked.out


def test_tracing_that_is_asked_for_is_lambdas_own_then(tmp_path: Path) -> None:
    repository = house(tmp_path, "aws-lambda-powertools==3.20.0")
    succeeded(repository.here("add", "function", "orders", "--defaults", "-d", "tracing=true"))
    assert "racer" not in handler(repository)
    assert repository.properties("OrdersFunction")["Tracing"] == "Active"
    succeeded(repository.here("set", "orders", "memory_size=512"))
    assert "racer" not in handler(repository)


@pytest.mark.parametrize("trigger", ["http_api", "rest_api", "function_url"])
def test_requests_need_pydantic(tmp_path: Path, trigger: str) -> None:
    repository = house(tmp_path, "aws-lambda-powertools[tracer]==3.20.0")
    words = ("add", "function", "orders", "--defaults", "-d", f"trigger={trigger}")
    said = refusal(repository.here(*words, "-d", "powertools=true"))
    assert "ToolsLayer has aws-lambda-powertools without its extra parser" in said
    assert "Add aws-lambda-powertools[parser,tracer] to its packages" in said
    succeeded(repository.here(*words))
    assert "powertools" not in handler(repository)


def test_an_old_version_is_none(tmp_path: Path) -> None:
    repository = house(tmp_path, "aws-lambda-powertools==2.10.0")
    words = ("add", "function", "orders", "--defaults", "-d", "trigger=sqs")
    succeeded(repository.here(*words))
    assert "powertools" not in handler(repository)
    said = refusal(repository.here("set", "orders", "powertools=true"))
    assert "provides aws-lambda-powertools 2.43 or newer. Add one" in said
