"""The shared code layer of a template: a new one, or whether the one there can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.document import Document
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.block.layer_resource import (
    NewLayer,
    Platforms,
    SharedPlace,
    platforms_of,
    shared_layer_for,
    with_shared_layer,
)
from sam_scaffold.sam.model.intrinsics import to_data
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.style.house_style import HouseStyle
from sam_scaffold.sam.style.learning.learned_style import learn
from sam_scaffold.sam.translation.translation import translation_of
from sam_scaffold.transaction.repository_view import RepositoryView

SAM = "Transform: AWS::Serverless-2016-10-31\n"
ORDERS = """\
  Orders:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: ./, Handler: orders.run}
"""
BASE = f"{SAM}Globals: {{Function: {{Runtime: python3.12}}}}\nResources:\n{ORDERS}"
PLATFORMS = Platforms(("python3.12",), ())


def parsed(text: str) -> Template:
    return Template("template.yaml", Document.parse("template.yaml", text.encode()))


def added(text: str, new: NewLayer, house: HouseStyle | None = None) -> str:
    return with_shared_layer(parsed(text).document, new, house or HouseStyle()).text


BLOCK = """
  # Code that several functions share, each of which has this layer.
  SharedCodeLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata:
      BuildMethod: python3.12
    Properties:
      Description: Code that functions share
      ContentUri: layers/shared/
      CompatibleRuntimes:
        - python3.12
      RetentionPolicy: Retain
"""


def test_a_new_layer_is_added_as_lines() -> None:
    above = BASE + "\n  # the rest\n  Queue:\n    Type: AWS::SQS::Queue\n"
    below = "\nOutputs: {}\n"
    found = added(above + below, NewLayer("layers/shared/", PLATFORMS))
    assert found == above + BLOCK + below


def test_platforms_and_packages_are_stated() -> None:
    new = NewLayer("pkg/shared/", Platforms(("python3.12", "python3.13"), ("arm64",)), "pkg.shared")
    layer = read(added(BASE, new))
    assert layer["Metadata"] == {
        "BuildMethod": "python3.12",
        "BuildArchitecture": "arm64",
        "BuildProperties": {"ParentPackageMode": "explicit", "ParentPackages": "pkg.shared"},
    }
    assert layer["Properties"]["CompatibleRuntimes"] == ["python3.12", "python3.13"]
    assert layer["Properties"]["CompatibleArchitectures"] == ["arm64"]
    both = NewLayer("pkg/", Platforms(("python3.12",), ("arm64", "x86_64")))
    assert read(added(BASE, both))["Metadata"] == {"BuildMethod": "python3.12"}


def read(text: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = to_data(parsed(text).document.root)["Resources"][
        "SharedCodeLayer"
    ]
    return found


def test_it_is_called_as_the_other_layers_are(tmp_path: Path) -> None:
    text = BASE + layer("HttpLayer", "layers/http/", "LayerName: !Sub '${AWS::StackName}-http'")
    (tmp_path / "template.yaml").write_text(text)
    house = learn(parsed(text), RepositoryView(tmp_path))
    properties = read(added(text, NewLayer("layers/shared/", PLATFORMS), house))["Properties"]
    assert properties["LayerName"] == {"Fn::Sub": "${AWS::StackName}-shared-code"}


def layer(name: str, uri: str, *properties: str, metadata: str = "BuildMethod: python3.12") -> str:
    lines = "".join(f"      {line}\n" for line in properties)
    return (
        f"  {name}:\n    Type: AWS::Serverless::LayerVersion\n    Metadata: {{{metadata}}}\n"
        f"    Properties:\n      ContentUri: {uri}\n{lines}"
    )


def test_the_translator_takes_it_and_makes_nothing_else() -> None:
    before = translation_of(parsed(BASE), "eu-west-1").template
    after = translation_of(
        parsed(added(BASE, NewLayer("layers/shared/", PLATFORMS))), "eu-west-1"
    ).template
    assert before is not None
    assert after is not None
    new = set(after["Resources"]) - set(before["Resources"])
    assert [after["Resources"][logical_id]["Type"] for logical_id in new] == [
        "AWS::Lambda::LayerVersion"
    ]
    assert [after["Resources"][logical_id]["DeletionPolicy"] for logical_id in new] == ["Retain"]
    assert {
        logical_id: after["Resources"][logical_id] for logical_id in before["Resources"]
    } == before["Resources"]


def test_a_name_that_is_taken_is_refused() -> None:
    taken = BASE + "  SharedCodeLayer:\n    Type: AWS::SQS::Queue\n"
    with pytest.raises(ScaffoldError, match="exists already"):
        added(taken, NewLayer("layers/shared/", PLATFORMS))


@pytest.mark.parametrize(
    ("globals_", "properties", "expected"),
    [
        ("Runtime: python3.12", "", Platforms(("python3.12",), ())),
        ("Runtime: python3.12", ", Architectures: [arm64]", Platforms(("python3.12",), ("arm64",))),
        (
            "Runtime: python3.12, Architectures: [arm64]",
            ", Runtime: python3.13",
            Platforms(("python3.13",), ("arm64",)),
        ),
    ],
)
def test_platforms_are_those_of_the_functions(
    globals_: str, properties: str, expected: Platforms
) -> None:
    orders = ORDERS.replace("orders.run", f"orders.run{properties}")
    other = ORDERS.replace("Orders", "Other").replace("orders.run", "a.b, Runtime: python3.9")
    text = f"{SAM}Globals: {{Function: {{{globals_}}}}}\nResources:\n{orders}{other}"
    assert platforms_of(parsed(text), ["Orders"]) == expected


def test_the_usual_platform_comes_first_and_a_default_architecture_counts() -> None:
    names = ("A", "B", "C")
    own = [", Architectures: [arm64], Runtime: python3.13", "", ""]
    blocks = [
        ORDERS.replace("Orders", name).replace("orders.run", f"a.b{more}")
        for name, more in zip(names, own, strict=True)
    ]
    text = f"{SAM}Globals: {{Function: {{Runtime: python3.12}}}}\nResources:\n{''.join(blocks)}"
    found = platforms_of(parsed(text), names)
    assert found == Platforms(("python3.12", "python3.13"), ("x86_64", "arm64"))


def place(tmp_path: Path, resource: str, *files: str, more: str = "") -> SharedPlace | None:
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    text = BASE + resource + more
    (tmp_path / "template.yaml").write_text(text)
    return shared_layer_for(parsed(text), RepositoryView(tmp_path), ["Orders"])


def test_a_layer_that_is_built_has_its_content_in_its_folder(tmp_path: Path) -> None:
    found = place(tmp_path, layer("SharedCodeLayer", "layers/shared"), "layers/shared/a.py")
    assert found == SharedPlace("SharedCodeLayer", "layers/shared")


def test_one_with_another_name_is_known_by_its_content(tmp_path: Path) -> None:
    resource = layer("CommonLayer", "./common", metadata="")
    found = place(tmp_path, resource, "common/python/common/a.py")
    assert found == SharedPlace("CommonLayer", "common/python")


def test_there_may_be_none(tmp_path: Path) -> None:
    assert place(tmp_path, layer("HttpLayer", "http"), "http/requirements.txt") is None


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        (layer("SharedCodeLayer", "shared", metadata="BuildMethod: makefile"), "a Makefile"),
        (
            layer("SharedCodeLayer", "shared", metadata="BuildMethod: nodejs20.x"),
            "does not build Python",
        ),
        (layer("SharedCodeLayer", "s3://bucket/key"), "is s3://bucket/key, not a folder"),
        (layer("SharedCodeLayer", "{Bucket: b, Key: k}"), "is not a path"),
        (layer("SharedCodeLayer", "!Sub '${A}'"), "is Fn::Sub"),
        (layer("SharedCodeLayer", "shared.zip"), "is shared.zip, not a folder"),
        (layer("SharedCodeLayer", "../shared"), "outside the repository"),
        (layer("SharedCodeLayer", "missing"), "has no folder missing; create it"),
        (layer("SharedCodeLayer", "shared", metadata=""), "has no folder shared/python"),
        (
            layer("SharedCodeLayer", "shared", "CompatibleRuntimes: [python3.9]"),
            "is for python3.9, not for python3.12",
        ),
        (
            layer(
                "SharedCodeLayer",
                "shared",
                metadata="BuildMethod: python3.12, BuildProperties: {ParentPackageMode: auto}",
            ),
            "ParentPackageMode",
        ),
        (
            layer("SharedCodeLayer", "shared").replace("    Type", "    Condition: Is\n    Type"),
            "under the condition Is",
        ),
        ("  SharedCodeLayer:\n    Type: AWS::SQS::Queue\n", "is not a layer"),
        ("Parameters:\n  SharedCodeLayer: {Type: String}\n", "is a parameter"),
    ],
)
def test_why_a_layer_cannot_be_used(tmp_path: Path, resource: str, told: str) -> None:
    found = place(tmp_path, resource, "shared/a.py")
    assert found is not None
    assert found.content == ""
    assert told in found.problem
    assert "\n" not in found.problem


def test_an_architecture_that_does_not_fit(tmp_path: Path) -> None:
    arm = "CompatibleArchitectures: [arm64]"
    found = place(tmp_path, layer("SharedCodeLayer", "shared", arm), "shared/a.py")
    assert found is not None
    assert "is for arm64, not for x86_64" in found.problem
