"""Layers that nothing of a function has a use for."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint, write_files

RULE = "W9202"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties:
          Runtime: python3.12
          Handler: app.handler
          CodeUri: functions/orders/
          Layers: [!Ref Formats, !Ref Pricing, !Ref Shared]
      Formats:
        Type: AWS::Serverless::LayerVersion
        Metadata: {BuildMethod: python3.12}
        Properties: {ContentUri: layers/formats/}
      Pricing:
        Type: AWS::Serverless::LayerVersion
        Metadata: {BuildMethod: python3.12}
        Properties: {ContentUri: layers/pricing/}
      Shared:
        Type: AWS::Serverless::LayerVersion
        Metadata: {BuildMethod: python3.12}
        Properties: {ContentUri: layers/shared/}
    """

APP = "functions/orders/app.py"
LISTED = "layers/formats/requirements.txt"
FILES = {
    APP: "import pricing, shop.money\n",
    LISTED: "PyYAML==6.0.2\n",
    "layers/pricing/pricing.py": "",
    "layers/shared/shop/__init__.py": "",
    "layers/shared/shop/money.py": "from decimal import Decimal\n",
}


def unused(folder: Path, files: dict[str, str], template: str = TEMPLATE) -> list[str]:
    """The layers that the rule names."""
    said = lint(folder, RULE, template, {**FILES, **files})
    assert all(finding.path == ("Resources", "Orders", "Properties", "Layers") for finding in said)
    return [finding.message.split(" (")[0].rpartition(" ")[2] for finding in said]


def test_message(tmp_path: Path) -> None:
    (said,) = lint(tmp_path, RULE, TEMPLATE, FILES)
    assert said.message == ("Orders: its code does not use Formats (yaml). Remove it from Layers.")


UNUSED = {
    "packages": ({}, ["Formats"]),
    "own-code": ({APP: "import yaml\n"}, ["Pricing"]),
    "both": ({APP: "import json, boto3\n"}, ["Formats", "Pricing"]),
    "beside-powertools": (
        {
            APP: "from aws_lambda_powertools import Logger\nimport pricing\n",
            "functions/orders/requirements.txt": "aws-lambda-powertools\n",
        },
        ["Formats"],
    ),
    "own-code-beside-others": ({APP: "import yaml, pandas\n"}, ["Pricing"]),
}


@pytest.mark.parametrize(("files", "layers"), UNUSED.values(), ids=UNUSED.keys())
def test_unused(files: dict[str, str], layers: list[str], tmp_path: Path) -> None:
    assert unused(tmp_path, files) == layers


USED = {
    "imported": {APP: "import yaml, pricing\n"},
    "in-a-call": {APP: "def handler(event, context):\n    import pricing, yaml\n"},
    "caught": {APP: "import pricing, shop\ntry:\n    import yaml\nexcept ImportError:\n    pass\n"},
    "for-checkers": {
        APP: "import pricing\nimport typing\nif typing.TYPE_CHECKING:\n    import yaml\n"
    },
    "in-another-module": {"functions/orders/formats/read.py": "from yaml import load\n"},
    "by-shared-code": {"layers/shared/shop/money.py": "import yaml\n"},
    "by-further-shared-code": {
        "layers/shared/shop/money.py": "import formats\n",
        "layers/shared/formats.py": "import yaml\n",
    },
    "named-in-a-text": {APP: "import pricing, shop\nBACKEND = 'yaml'\n"},
    "named-in-settings": {"functions/orders/settings.json": '{"reader": "yaml.safe_load"}'},
    "dynamic": {APP: "import importlib, pricing\n"},
    "by-path": {APP: "import pricing, shop\nopen('/opt/python/data.json')\n"},
    "by-another-package": {APP: "import pandas, pricing\n"},
    "by-powertools": {
        APP: "from aws_lambda_powertools import Tracer\nimport pricing, shop\n",
        "functions/orders/requirements.txt": "aws-lambda-powertools\n",
        LISTED: "aws-xray-sdk\n",
    },
    "by-zoneinfo": {APP: "import zoneinfo, pricing\n", LISTED: "tzdata\n"},
    "perhaps-with-it": {APP: "import pricing, numpy_financial\n", LISTED: "pandas\n"},
    "unknown-package": {LISTED: "our-private-package\n"},
    "no-requirement": {LISTED: "git+https://example.com/a.git\n"},
    "empty": {LISTED: ""},
    "at-start": {LISTED: "", "layers/formats/sitecustomize.py": ""},
    "other-python": {APP: "import pricing, shop\nprint 'hello'\n"},
    "large": {"functions/orders/data.csv": "1,2,3\n" * 700_000},
}


@pytest.mark.parametrize("files", USED.values(), ids=USED.keys())
def test_used_or_not_known(files: dict[str, str], tmp_path: Path) -> None:
    assert unused(tmp_path, files) == []


NOT_JUDGED = {
    "handler-in-layer": ("app.handler", "yaml.load"),
    "variable": ("Handler:", "Environment: {Variables: {READER: yaml}}\n          Handler:"),
    "wrapper": (
        "Handler:",
        "Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /a}}\n          Handler:",
    ),
    "condition": ("!Ref Shared]", "!If [A, !Ref Shared, !Ref Pricing]]"),
    "makefile-layer": (
        "{BuildMethod: python3.12}\n        Properties: {ContentUri: layers/f",
        "{BuildMethod: makefile}\n        Properties: {ContentUri: layers/f",
    ),
    "makefile-function": (
        "        Properties:\n",
        "        Metadata: {BuildMethod: makefile}\n        Properties:\n",
    ),
    "other-runtime": ("Runtime: python3.12", "Runtime: nodejs22.x"),
    "code-unknown": ("functions/orders/", "s3://bucket/key"),
}


@pytest.mark.parametrize(("old", "new"), NOT_JUDGED.values(), ids=NOT_JUDGED.keys())
def test_what_is_not_known_is_not_judged(old: str, new: str, tmp_path: Path) -> None:
    assert old in TEMPLATE
    assert unused(tmp_path, {}, TEMPLATE.replace(old, new, 1)) == []


def test_layer_of_all_functions(tmp_path: Path) -> None:
    template = TEMPLATE.replace(
        "    Resources:\n", "    Globals: {Function: {Layers: [!Ref Formats]}}\n    Resources:\n"
    ).replace("[!Ref Formats, !Ref Pricing, !Ref Shared]", "[!Ref Shared]")
    assert unused(tmp_path, {}, template) == []


def test_layer_with_the_shared_code_is_for_all(tmp_path: Path) -> None:
    assert unused(tmp_path, {APP: "import pricing, yaml\n"}) == []


@pytest.mark.parametrize(
    ("said", "layers"),
    [
        ("packages: yaml", []),
        ("packages: httpx", ["Formats"]),
        ("layers: [Formats]", []),
        ("layers: [Other]", ["Formats"]),
        ("layers: 3", ["Formats"]),
    ],
)
def test_layer_that_a_function_was_added_with(said: str, layers: list[str], tmp_path: Path) -> None:
    answers = f"""
        _commit: v1.0.0
        house: {{}}
        kind: function
        name: orders
        {said}
        template_file: template.yaml
        """
    snippet = "Resources: {Orders: {Type: AWS::Serverless::Function}}"
    files = {"functions/.copier-answers.yml": answers, "functions/resource.yaml": snippet}
    assert unused(tmp_path, files) == layers


def test_layer_with_programs_is_not_judged(tmp_path: Path) -> None:
    template = TEMPLATE.replace("Metadata: {BuildMethod: python3.12}", "DeletionPolicy: Delete", 1)
    write_files(tmp_path, "", {"layers/formats/python/yaml/__init__.py": ""})
    (tmp_path / "layers/formats/requirements.txt").unlink(missing_ok=True)
    files = {name: text for name, text in FILES.items() if name != LISTED}
    assert len(lint(tmp_path, RULE, template, files)) == 1
    assert lint(tmp_path, RULE, template, {**files, "layers/formats/bin/tool": ""}) == []


def test_what_is_built_counts(tmp_path: Path) -> None:
    write_files(tmp_path, "", FILES)
    built = {
        ".aws-sam/build/Formats/python/yaml/__init__.py": "",
        ".aws-sam/build/Formats/python/extra/__init__.py": "",
    }
    write_files(tmp_path, "", built)
    (said,) = lint(tmp_path, RULE, TEMPLATE)
    assert "does not use Formats (extra, yaml). Remove" in said.message
