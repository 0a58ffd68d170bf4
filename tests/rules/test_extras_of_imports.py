"""Packages that another package needs only for some imports: E9201, with the missing extra."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: functions/orders/
          Runtime: python3.12
          Handler: app.handler
          Layers: [!Ref Tools]
      Tools:
        Type: AWS::Serverless::LayerVersion
        Metadata: {BuildMethod: python3.12}
        Properties: {ContentUri: layers/tools/}
    """


def said(folder: Path, listed: str, code: str) -> list[str]:
    """The messages about a function with this code, and a layer with these requirements."""
    files = {
        "layers/tools/requirements.txt": listed,
        "functions/orders/app.py": f"{code}\n\ndef handler(event, context): ...\n",
    }
    return [finding.message for finding in lint(folder, "E9201", TEMPLATE, files)]


NEEDS = "but nothing provides it. List aws-lambda-powertools"


@pytest.mark.parametrize(
    ("code", "needed", "extra"),
    [
        ("from aws_lambda_powertools import Logger, Tracer\n", "Tracer", "tracer"),
        ("from aws_lambda_powertools.tracing import Tracer\n", "tracing.Tracer", "tracer"),
        ("from aws_lambda_powertools.utilities.parser import parse\n", "parser", "parser"),
        ("from aws_lambda_powertools.utilities import parser\n", "parser", "parser"),
        ("import aws_lambda_powertools.utilities.parser.models\n", "parser", "parser"),
        (
            "from aws_lambda_powertools.event_handler.openapi.params import Query\n",
            "params", "parser",
        ),
        ("from aws_lambda_powertools.utilities import validation\n", "validation", "validation"),
        ("import aws_lambda_powertools.utilities.data_masking\n", "data_masking", "datamasking"),
    ],
)  # fmt: skip
def test_an_extra_that_an_import_needs(tmp_path: Path, code: str, needed: str, extra: str) -> None:
    (line,) = said(tmp_path, "aws-lambda-powertools==3.20.0\n", code)
    assert f"{needed}, which requires " in line
    assert f"{NEEDS}[{extra}] instead of aws-lambda-powertools." in line
    assert said(tmp_path, f"aws-lambda-powertools[{extra}]==3.20.0\n", code) == []


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ("aws-lambda-powertools[all]\n", "from aws_lambda_powertools import Tracer\n"),
        ("aws-lambda-powertools\naws-xray-sdk\n", "from aws_lambda_powertools import Tracer\n"),
        ("aws-lambda-powertools==1.31.1\n", "from aws_lambda_powertools import Tracer\n"),
        ("aws-lambda-powertools\n", "from aws_lambda_powertools import Logger, Metrics\n"),
        (
            "aws-lambda-powertools\n",
            "from aws_lambda_powertools.event_handler import APIGatewayHttpResolver\n",
        ),
        (
            "aws-lambda-powertools\n",
            "try:\n    from aws_lambda_powertools import Tracer\nexcept ImportError:\n    pass\n",
        ),
        (
            "aws-lambda-powertools\n",
            "from aws_lambda_powertools import Tracer\nimport os\ntracer = Tracer(provider=os)\n",
        ),
        ("aws-lambda-powertools\n-r more.txt\n", "from aws_lambda_powertools import Tracer\n"),
    ],
)
def test_nothing_is_said_of_what_starts(tmp_path: Path, listed: str, code: str) -> None:
    assert said(tmp_path, listed, code) == []
