"""An application for the rule on missing imports."""

from __future__ import annotations

from pathlib import Path

from rules import lint

RULE = "E9201"


TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Globals:
      Function: {{Runtime: python3.12, Handler: app.handler, {shared}}}
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        {metadata}
        Properties: {{CodeUri: functions/orders/, {own}}}
      Shared:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{BuildMethod: python3.12}}
        Properties: {{ContentUri: layers/shared/}}
      Formats:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{BuildMethod: python3.12}}
        Properties: {{ContentUri: layers/formats/}}
      Bundle:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{BuildMethod: makefile}}
        Properties: {{ContentUri: layers/bundle/}}
    """


FILES = {
    "layers/shared/acme/money.py": "def round_up(price): ...\n",
    "layers/formats/requirements.txt": "PyYAML==6.0.2\n",
    "layers/bundle/Makefile": "",
}


APP = "functions/orders/app.py"


def template(own: str = "", shared: str = "", metadata: str = "") -> str:
    return TEMPLATE.format(own=own, shared=shared, metadata=metadata)


def said(
    folder: Path, text: str, files: dict[str, str] | None = None, **places: str
) -> list[tuple[str | int, str]]:
    """The last key and the message of each finding."""
    found = lint(folder, RULE, template(**places), {**FILES, APP: text, **(files or {})})
    return [(finding.path[-1], finding.message) for finding in found]
