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
    assert said.message.startswith("Orders: src/orders does not exist. Create it, or correct ")


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


MADE = {
    "ignored": {".gitignore": "src/orders/\n"},
    "ignored-by-pattern": {".gitignore": "/src/*/\n"},
    "ignored-above": {".gitignore": "src\n"},
    "ignored-content": {".gitignore": "src/orders/*\n"},
    "ignored-further-down": {"src/.gitignore": "/orders\n"},
    "makefile": {"Makefile": "src/orders: requirements.txt\n\ttouch $@\n"},
    "installed": {"build.sh": "pip install -r requirements.txt -t src/orders\n"},
    "installed-below": {"build.sh": "pip install -r all.txt --target=src/orders/python\n"},
    "installed-here": {"src/build.sh": "pip install httpx -t orders/python\n"},
    "moved-there": {"scripts/build.sh": "mkdir -p ../src/orders\n"},
    "copied": {"build.sh": 'cp -r ../shared/. "$ROOT/src/orders/"\n'},
    "variable": {"build.sh": 'DIR="$PWD/src/orders"\npip install httpx -t "${DIR}/python"\n'},
    "make-variable": {"Makefile": "DIR := src/orders\n\nall:\n\tmkdir -p $(DIR)/python\n"},
    "variables": {"build.sh": "A=src\nB=$A/orders\nmkdir -p $B\n"},
    "workflow": {".github/workflows/a.yml": "    - run: npm run bundle -- --outdir=src/orders\n"},
}


@pytest.mark.parametrize(("rule", "template", "kind", "key"), CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("files", MADE.values(), ids=MADE.keys())
def test_what_is_made_before_the_build(
    files: dict[str, str], rule: str, template: str, kind: str, key: str, tmp_path: Path
) -> None:
    text = template.format(type=kind, property=f"{key}: src/orders/")
    assert lint(tmp_path, rule, text, files) == []


@pytest.mark.parametrize(
    "files",
    [
        {".gitignore": "layers/*.zip\n"},
        {"build.sh": "cd python && zip -r ../layers/all.zip .\n"},
        {"Makefile": "layers/all.zip: requirements.txt\n\t./build\n"},
        {"build.sh": "curl -sSL https://example.com/a -o layers/all.zip\n"},
        {"build.sh": "aws s3 cp s3://bucket/all.zip layers/all.zip\n"},
        {"layers/build_layer.sh": "zip -qr all.zip python\n"},
    ],
)
def test_archive_that_is_made_before_the_build(files: dict[str, str], tmp_path: Path) -> None:
    text = CONTENT.format(type=LAYER, property="ContentUri: layers/all.zip")
    assert lint(tmp_path, "E9102", text, files) == []


NOT_MADE = {
    "others-ignored": {".gitignore": "src/order/\n*.zip\norders/*.pyc\n"},
    "not-ignored-again": {".gitignore": "src/*\n!src/orders\n"},
    "ignored-elsewhere": {"layers/.gitignore": "orders/\n"},
    "comment": {"build.sh": "# mkdir src/orders\n"},
    "read": {"build.sh": "cp src/orders/app.py dist/\nzip -r orders.zip src/orders\n"},
    "tested": {"Makefile": "test:\n\tpytest src/orders\n"},
    "other": {"build.sh": "mkdir -p src/order orders-old\n"},
    "other-variable": {"build.sh": "DIR=src/orders\nmkdir -p $OUT\ncp -r $DIR dist\n"},
    "name-of-a-job": {".github/workflows/a.yml": "orders:\n  runs-on: x\n"},
}


@pytest.mark.parametrize("files", NOT_MADE.values(), ids=NOT_MADE.keys())
def test_what_nothing_makes(files: dict[str, str], tmp_path: Path) -> None:
    text = CODE.format(type=SERVERLESS, property="CodeUri: src/orders/")
    assert [finding.rule for finding in lint(tmp_path, "E9101", text, files)] == ["E9101"]
