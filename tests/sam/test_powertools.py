"""The learned layer with Powertools for AWS Lambda."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from houses import function, globals_, layer, template

from sam_scaffold.sam.style.learning.powertools import powertools_style
from sam_scaffold.transaction.repository_view import RepositoryView

PUBLISHED = (
    "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64"
)
ARN, NEWER = f"{PUBLISHED}:18", f"{PUBLISHED}:19"
SUB = {"Fn::Sub": ARN.replace("eu-west-1", "${AWS::Region}")}
LAYER = layer("ToolsLayer", "layers/tools/")


def learned(*resources: Any, root: Path = Path("/nowhere"), **sections: Any) -> dict[str, Any]:
    return powertools_style(template(*resources, **sections), RepositoryView(root))


def requirements(root: Path, text: str, folder: str = "layers/tools") -> Path:
    manifest = root / folder / "requirements.txt"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("aws-lambda-powertools==3.2.0\n", id="pinned"),
        pytest.param("# tools\nhttpx\naws_lambda_powertools[tracer]>=3  # logs\n", id="extras"),
        pytest.param("AWS.Lambda.Powertools ; python_version > '3.9'\n", id="spelling"),
        pytest.param("aws-lambda-powertools==3.2.0 \\\n    --hash=sha256:1234\n", id="hashes"),
        pytest.param("aws-lambda-powertools==3.2.0 --hash=sha256:1234\n", id="hash-on-its-line"),
        pytest.param("-r base.txt\n./vendor/x\naws-lambda-powertools\n", id="after-options"),
    ],
)
def test_a_layer_whose_requirements_have_powertools(text: str, tmp_path: Path) -> None:
    found = learned(LAYER, function("A", Layers=[ARN]), root=requirements(tmp_path, text))
    assert found["powertools_layer"] == {"Ref": "ToolsLayer"}


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("aws-lambda-powertools==3.20.0\n", ("parser", "tracer")),
        ("aws-lambda-powertools[tracer]\n", ("parser",)),
        ("aws-lambda-powertools[parser]>=3\n", ("tracer",)),
        ("aws-lambda-powertools[all]\n", ()),
        ("aws-lambda-powertools[parser,tracer]>=3,<4\n", ()),
        ("aws-lambda-powertools==3.20.0\naws-xray-sdk==2.15.0\npydantic==2.11.1\n", ()),
        ("aws-lambda-powertools==3.20.0\nAWS_XRay_SDK\n", ("parser",)),
        ("aws-lambda-powertools[validation,aws-sdk]\n", ("parser", "tracer")),
    ],
)
def test_extras_that_the_layer_lacks(text: str, lacks: tuple[str, ...], tmp_path: Path) -> None:
    root = requirements(tmp_path, text)
    assert learned(LAYER, root=root).get("powertools_lacks", ()) == lacks
    given = learned(LAYER, root=root, Globals=globals_(Layers=[{"Ref": "ToolsLayer"}]))
    assert given.get("powertools_lacks", ()) == lacks


def test_the_layer_that_lacks_least_is_chosen(tmp_path: Path) -> None:
    requirements(tmp_path, "aws-lambda-powertools\n")
    requirements(tmp_path, "aws-lambda-powertools[all]\n", "layers/all")
    found = learned(LAYER, layer("AllLayer", "layers/all/"), root=tmp_path)
    assert found == {"powertools_layer": {"Ref": "AllLayer"}}


@pytest.mark.parametrize(
    ("version", "recent"),
    [
        ("==3.20.1", True), ("==2.43.1", True), (">=2", True), ("<4,>=3", True), ("", True),
        ("~=3.4", True), ("==3.*", True), ("===odd", False), ("==2.42.0", False), ("<3,>=2", True),
        ("==1.31.1", False), ("<2", False), ("~=1.20", False), ("==2.0.*", False),
    ],
)  # fmt: skip
def test_a_version_that_handlers_cannot_use_does_not_count(
    version: str, *, recent: bool, tmp_path: Path
) -> None:
    root = requirements(tmp_path, f"aws-lambda-powertools{version}\n")
    assert ("powertools_layer" in learned(LAYER, root=root)) is recent


def test_layers_of_version_1_do_not_count() -> None:
    old = "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPython:42"
    second = old.replace("Python:", "PythonV2:")
    assert learned(function("A", Layers=[old])) == {}
    assert learned(function("A", Layers=[old], Globals=globals_(Layers=[old]))) == {}
    assert learned(function("A", Layers=[second])) == {"powertools_layer": second}


@pytest.mark.parametrize(
    "text",
    ["", "# aws-lambda-powertools\n", "aws-lambda-powertools-x\n", "-e aws-lambda-powertools\n"],
)
def test_a_layer_whose_requirements_do_not_have_powertools(text: str, tmp_path: Path) -> None:
    assert learned(LAYER, root=requirements(tmp_path, text)) == {}


def test_a_layer_with_the_package_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "layers/tools/python/aws_lambda_powertools").mkdir(parents=True)
    found = {"powertools_layer": {"Ref": "ToolsLayer"}, "powertools_lacks": ("parser", "tracer")}
    assert learned(LAYER, root=tmp_path) == found
    for package in ("pydantic", "aws_xray_sdk"):
        (tmp_path / "layers/tools/python" / package).mkdir()
    assert learned(LAYER, root=tmp_path) == {"powertools_layer": {"Ref": "ToolsLayer"}}


def test_a_layer_next_to_a_template_in_a_subfolder(tmp_path: Path) -> None:
    requirements(tmp_path, "aws-lambda-powertools\n")
    assert learned(layer("ToolsLayer", "../layers/tools/"), root=tmp_path) == {}
    assert learned(layer("ToolsLayer", "s3://bucket/key"), root=tmp_path) == {}


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        pytest.param([[ARN]], ARN, id="arn"),
        pytest.param([[{"Ref": "Other"}, SUB]], SUB, id="sub"),
        pytest.param([[{"Fn::Sub": [ARN, {"A": "b"}]}]], {"Fn::Sub": [ARN, {"A": "b"}]}, id="list"),
        pytest.param([[ARN], [NEWER], [NEWER], []], NEWER, id="commonest"),
        pytest.param([[ARN], [NEWER]], ARN, id="first-of-a-tie"),
        pytest.param([["arn:aws:lambda:x:1:layer:AWSLambdaPowertoolsTypeScript:1"]], None, id="js"),
        pytest.param([["arn:aws:lambda:x:1:layer:Other:1", {"Ref": "X"}, 3]], None, id="others"),
        pytest.param([{"Fn::If": ["A", [ARN], []]}, "text", {"Fn::Sub": []}], None, id="odd"),
        pytest.param([], None, id="no-functions"),
    ],
)
def test_a_published_layer_of_aws_is_learned(lists: list[Any], expected: Any) -> None:
    functions = [function(f"F{i}", Layers=layers) for i, layers in enumerate(lists)]
    assert learned(*functions).get("powertools_layer") == expected


@pytest.mark.parametrize("inherited", [ARN, SUB, {"Ref": "ToolsLayer"}])
def test_a_layer_in_globals_is_inherited(inherited: Any, tmp_path: Path) -> None:
    found = learned(
        LAYER,
        function("A", Layers=[NEWER]),
        root=requirements(tmp_path, "aws-lambda-powertools[all]\n"),
        Globals=globals_(Layers=[{"Ref": "Other"}, inherited]),
    )
    assert found == {"powertools_inherited": True}
