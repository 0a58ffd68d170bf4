"""A layer that asks for the AWS SDK by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9205"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Aws:
        Type: AWS::Serverless::LayerVersion
        Metadata: {BuildMethod: python3.12}
        Properties: {ContentUri: layers/aws/}
    """
NOT_BUILT = TEMPLATE.replace("Metadata: {BuildMethod: python3.12}", "")

LISTED = {
    "free": ("httpx\nboto3\n", "boto3"),
    "spelled": ("Boto3>=1.35  # newer\n", "boto3"),
    "botocore": ("botocore\n", "botocore"),
    "two": ("boto3\nbotocore\n", "boto3 and botocore"),
    "several": ("s3transfer\nboto3\nbotocore\n", "boto3, botocore and s3transfer"),
}


@pytest.mark.parametrize(("listed", "named"), LISTED.values(), ids=LISTED.keys())
def test_listed(listed: str, named: str, tmp_path: Path) -> None:
    (said,) = lint(tmp_path, RULE, TEMPLATE, {"layers/aws/requirements.txt": listed})
    assert said.path == ("Resources", "Aws", "Properties", "ContentUri")
    are, them = ("are", "them") if " and " in named else ("is", "it")
    assert said.message == (
        f"Aws: {named} in layers/aws/requirements.txt {are} included in the runtime. "
        f"Remove {them}, or pin the version with ==."
    )


NOT_LISTED = {
    "locked": "boto3==1.40.0\nbotocore===1.40.3\n",
    "others": "httpx\nurllib3==2.2.0\npython-dateutil\n",
    "extra": "boto3[crt]\n",
    "stubs": "boto3-stubs\n",
    "comment": "# boto3\n",
    "other-python": "boto3; python_version < '3.8'\n",
    "broken": "==\n",
}


@pytest.mark.parametrize("listed", NOT_LISTED.values(), ids=NOT_LISTED.keys())
def test_not_listed(listed: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, TEMPLATE, {"layers/aws/requirements.txt": listed}) == []


def test_what_lies_in_the_layer_is_locked_by_that(tmp_path: Path) -> None:
    files = {
        "layers/aws/python/boto3-1.40.0.dist-info/REQUESTED": "",
        "layers/aws/python/botocore-1.40.0.dist-info/METADATA": "",
    }
    assert lint(tmp_path, RULE, NOT_BUILT, files) == []


@pytest.mark.parametrize("template", [NOT_BUILT, TEMPLATE.replace("python3.12", "makefile")])
def test_list_that_nobody_installs(template: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template, {"layers/aws/requirements.txt": "boto3\n"}) == []
