"""Layers that provide the packages of a function, and messages about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from layer_cases import Case, Layer

from sam_scaffold.questions.layer_choice import LayerChoice, deciding, why
from sam_scaffold.sam.model.template_files import load_template
from sam_scaffold.sam.style.house_style import HouseStyle
from sam_scaffold.transaction.repository_view import RepositoryView

OWN = {"shared_layer": "SharedCodeLayer"}


def choice(
    folder: Path, case: Case, given: dict[str, Any] | None = None, **style: Any
) -> LayerChoice:
    """Return the choice of a case, with another style or more answers."""
    case.write_files(folder)
    repository = RepositoryView(folder)
    style = HouseStyle(**{**OWN, **style}).to_dict()
    answers = deciding(case.packages, list(case.given), style, given or {})
    return LayerChoice.of(repository, load_template(repository, "template.yaml"), answers)


def component(folder: Path, layer: str, **answers: Any) -> None:
    """Make a layer of a case a component called nums."""
    place = folder / ".scaffold" / "layers" / "nums"
    place.mkdir(parents=True)
    snippet = {"Resources": {layer: {"Type": "AWS::Serverless::LayerVersion"}}}
    (place / "resource.yaml").write_text(yaml.safe_dump(snippet), encoding="utf-8")
    said = {"kind": "layer", "name": "nums", "template_file": "template.yaml", **answers}
    (place / "answers.yml").write_text(yaml.safe_dump(said), encoding="utf-8")


FOUR = {f"{name.capitalize()}Layer": name for name in ("numpy", "httpx", "polars", "lxml")}
ALL_FOUR = Case(FOUR, "numpy, httpx, polars, lxml", tuple(FOUR))

ROOM = {
    "shared": ({}, {}, ()),
    "powertools": ({}, {"powertools_layer": {"Ref": "Tools"}}, ("lxml",)),
    "powertools-not-wanted": (
        {"powertools": "false"}, {"powertools_layer": {"Ref": "Tools"}}, (),
    ),
    "powertools-for-all": (
        {},
        {"powertools_inherited": True, "globals": {"Layers": [{"Ref": "Tools"}]}},
        ("lxml",),
    ),
    "shared-for-all": ({}, {"globals": {"Layers": [{"Ref": "SharedCodeLayer"}]}}, ()),
    "two-for-all": ({}, {"globals": {"Layers": ["arn:one", "arn:two"]}}, ("polars", "lxml")),
}  # fmt: skip


@pytest.mark.parametrize(("given", "style", "missing"), ROOM.values(), ids=ROOM.keys())
def test_layers_that_come_by_themselves_take_room(
    given: dict[str, Any], style: dict[str, Any], missing: tuple[str, ...], tmp_path: Path
) -> None:
    found = choice(tmp_path, ALL_FOUR, given, **style)
    assert found.missing == missing
    assert found.choice.is_crowded is bool(missing)


def test_powertools_of_aws_bring_their_extras(tmp_path: Path) -> None:
    arn = "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-x:7"
    case = Case({"HttpLayer": "httpx"}, "aws-lambda-powertools[parser]", ())
    found = choice(tmp_path, case, powertools_layer=arn)
    assert found.problem() == ""
    assert found.choice.layers == ()
    assert found.brought == {}


@pytest.mark.parametrize(
    ("given", "layers"),
    [({}, ()), ({"runtime": "python3.13"}, ("NewLayer",)), ({"runtime": "python3.11"}, ())],
    ids=["usual", "given", "given-and-unsuitable"],
)
def test_runtime_that_is_given_counts(
    given: dict[str, str], layers: tuple[str, ...], tmp_path: Path
) -> None:
    case = Case({"NewLayer": Layer("numpy", runtime="python3.13")}, "numpy", layers)
    found = choice(tmp_path, case, given)
    assert found.choice.layers == layers
    assert ("NewLayer does, for python3.13" in found.problem()) is not bool(layers)


NUMERIC = Case({"NumericLayer": "numpy==1.26.4, pandas"}, "pandas, numpy>=2, yaml", ())
RECORDED = {"contents": "requirements", "packages": ["numpy==1.26.4", "pandas"]}


def test_component_is_extended_and_its_other_version_replaced(tmp_path: Path) -> None:
    component(tmp_path, "NumericLayer", **RECORDED)
    extension = choice(tmp_path, NUMERIC).extension
    assert extension is not None
    assert extension.path == ".scaffold/layers/nums"
    assert extension.command == "sam-scaffold set nums packages='pandas, numpy>=2, pyyaml'"


@pytest.mark.parametrize(
    "answers",
    [
        None,
        {**RECORDED, "contents": "makefile"},
        {**RECORDED, "adopted": True},
        {**RECORDED, "template_file": "other.yaml"},
    ],
    ids=["by-hand", "makefile", "adopted", "of-another-template"],
)
def test_what_the_scaffold_does_not_write_is_not_extended(
    answers: dict[str, Any] | None, tmp_path: Path
) -> None:
    if answers is not None:
        component(tmp_path, "NumericLayer", **answers)
    found = choice(tmp_path, NUMERIC)
    assert found.choice.nearest == "NumericLayer"
    assert found.extension is None
    assert "Extend layers/NumericLayer/requirements.txt" in found.problem()


def test_layer_that_is_about_to_be_added_is_seen(tmp_path: Path) -> None:
    Case({"HttpLayer": "httpx"}, "numpy", ()).write_files(tmp_path / "repository")
    Case({"NumericLayer": "numpy"}, "numpy", ()).write_files(tmp_path / "stage")
    style = HouseStyle(shared_layer="SharedCodeLayer").to_dict()
    repository = RepositoryView(tmp_path / "stage", tmp_path / "repository")
    template = load_template(repository, "template.yaml")
    found = LayerChoice.of(repository, template, deciding("numpy", [], style, {}))
    assert found.choice.layers == ("NumericLayer",)


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        ({}, []),
        ({"packages": [], "package_layers": {}}, []),
        (
            {"packages": "x y>=2 z", "package_layers": {"A": ["x", "y>=2", "z"]}},
            ["A provides x, y>=2 and z."],
        ),
        ({"packages": "boto3", "package_layers": {}}, ["boto3 is included in the runtime."]),
        (
            {"packages": ["boto3", "json", "numpy"], "package_layers": {"A": ["numpy"]}},
            ["A provides numpy.", "boto3 and json are included in the runtime."],
        ),
    ],
    ids=["of-an-older-version", "none", "several", "runtime", "both"],
)  # fmt: skip
def test_why(answers: dict[str, Any], lines: list[str]) -> None:
    assert list(why({"runtime": "python3.12", **answers})) == lines
