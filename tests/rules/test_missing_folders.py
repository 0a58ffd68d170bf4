"""Code and content that the template names and that is not there: E9101 and E9102."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

CODE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: {type}
        Properties:
          Handler: app.handler
          {property}
    """

CONTENT = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: {type}
        Metadata: {{BuildMethod: python3.12}}
        Properties:
          {property}
    """

SERVERLESS = "AWS::Serverless::Function"
PLAIN = "AWS::Lambda::Function"
LAYER = "AWS::Serverless::LayerVersion"
PLAIN_LAYER = "AWS::Lambda::LayerVersion"

CASES = {
    "code": ("E9101", CODE, SERVERLESS, "CodeUri"),
    "plain-code": ("E9101", CODE, PLAIN, "Code"),
    "content": ("E9102", CONTENT, LAYER, "ContentUri"),
    "plain-content": ("E9102", CONTENT, PLAIN_LAYER, "Content"),
}


@pytest.mark.parametrize(("rule", "template", "kind", "key"), CASES.values(), ids=CASES.keys())
def test_folder_that_is_not_there(
    rule: str, template: str, kind: str, key: str, tmp_path: Path
) -> None:
    text = template.format(type=kind, property=f"{key}: src/orders/")
    (said,) = lint(tmp_path, rule, text, {"src/other/": ""})
    assert said.path == ("Resources", "Orders", "Properties", key)
    assert said.message.startswith("Orders: src/orders does not exist; make it, or name ")


@pytest.mark.parametrize(("rule", "template", "kind", "key"), CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("there", ["src/orders/", "src/orders"], ids=["folder", "file"])
def test_what_is_there(
    there: str, rule: str, template: str, kind: str, key: str, tmp_path: Path
) -> None:
    text = template.format(type=kind, property=f"{key}: src/orders")
    assert lint(tmp_path, rule, text, {there: ""}) == []


NOT_KNOWN = {
    "s3": "s3://bucket/key",
    "bucket": "{Bucket: code, Key: orders.zip}",
    "parameter": "!Ref CodeBucket",
    "condition": "!If [IsProduction, src/orders/, src/others/]",
    "list": "[src/orders/]",
    "number": "12",
    "nothing": "",
}


@pytest.mark.parametrize(("rule", "template", "kind", "key"), CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("value", NOT_KNOWN.values(), ids=NOT_KNOWN.keys())
def test_what_is_not_known(
    value: str, rule: str, template: str, kind: str, key: str, tmp_path: Path
) -> None:
    text = template.format(type=kind, property=f"{key}: {value}")
    assert lint(tmp_path, rule, text) == []


SILENT = {
    "inline": (CODE, SERVERLESS, "InlineCode: pass"),
    "image": (CODE, SERVERLESS, "PackageType: Image"),
    "no-content": (CONTENT, LAYER, "LayerName: orders"),
}


@pytest.mark.parametrize(("template", "kind", "line"), SILENT.values(), ids=SILENT.keys())
def test_what_has_no_folder(template: str, kind: str, line: str, tmp_path: Path) -> None:
    text = template.format(type=kind, property=line)
    assert [lint(tmp_path, rule, text) for rule in ("E9101", "E9102")] == [[], []]


def test_folder_that_a_parameter_names(tmp_path: Path) -> None:
    template = """
        Transform: AWS::Serverless-2016-10-31
        Parameters: {Folder: {Type: String, Default: src/orders/}}
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties: {Handler: app.handler, CodeUri: !Ref Folder}
        """
    (said,) = lint(tmp_path, "E9101", template)
    assert "src/orders does not exist" in said.message


def test_a_folder_of_globals_is_named_once(tmp_path: Path) -> None:
    template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {CodeUri: src/orders/, Handler: app.handler}}
        Resources:
          Orders: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.12}}
          Returns: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.12}}
        """
    (said,) = lint(tmp_path, "E9101", template)
    assert said.path == ("Globals", "Function", "CodeUri")


def test_what_cdk_says_of_code_counts(tmp_path: Path) -> None:
    template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Metadata: {"aws:asset:path": assets/orders, "aws:asset:property": CodeUri}
            Properties: {Runtime: python3.12, Handler: app.handler}
        """
    (said,) = lint(tmp_path, "E9101", template)
    assert "assets/orders does not exist" in said.message
    files = {"assets/orders/app.py": "def handler(event, context): ..."}
    assert lint(tmp_path, "E9101", template, files) == []
    assert lint(tmp_path, "E9103", template, files) == []
    other = template.replace('property": CodeUri', 'property": Code')
    assert lint(tmp_path, "E9101", other) == []  # SAM's functions have no Code
