"""`add function -d packages=...`: the layers that provide what a function imports."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import template
from repositories import TEMPLATE, Repository, refusal, shop, succeeded

WITH_NUMBERS = TEMPLATE.replace(
    "\nOutputs:",
    """
  NumericLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {BuildMethod: python3.12}
    Properties:
      ContentUri: layers/numeric/

Outputs:""",
).replace(
    "  HttpLayer:\n    Type: AWS::Serverless::LayerVersion\n",
    "  HttpLayer:\n    Type: AWS::Serverless::LayerVersion\n"
    "    Metadata: {BuildMethod: python3.12}\n",
)
FILES = {"layers/numeric/requirements.txt": "numpy==1.26.4\npandas==2.2.3\nPyYAML==6.0.2\n"}
ANSWERS = ".scaffold/functions/orders/answers.yml"


def with_numbers(root: Path) -> Repository:
    return shop(root, **{"template.yaml": WITH_NUMBERS, **FILES})


def layers_of(repository: Repository, name: str = "OrdersFunction") -> list[str]:
    stated = repository.properties(name)["Layers"]
    assert isinstance(stated, list)
    return [layer["Ref"] for layer in stated]


CHOSEN = {
    "one": (
        ["packages=numpy, pandas"],
        ["NumericLayer"],
        ["NumericLayer provides numpy and pandas."],
    ),
    "two": (
        ["packages=[httpx>=0.27, yaml]"],
        ["HttpLayer", "NumericLayer"],
        ["HttpLayer provides httpx>=0.27.", "NumericLayer provides yaml."],
    ),
    "given-and-found": (
        ["packages=numpy", "layers=HttpLayer"],
        ["HttpLayer", "NumericLayer"],
        ["NumericLayer provides numpy."],
    ),
    "given-is-enough": (
        ["packages=numpy", "layers=NumericLayer"],
        ["NumericLayer"],
        ["NumericLayer provides numpy."],
    ),
    "runtime": (["packages=boto3"], [], ["boto3 is included in the runtime."]),
    "none": (["packages=[]"], [], []),
}  # fmt: skip


@pytest.mark.parametrize(("data", "layers", "said"), CHOSEN.values(), ids=CHOSEN.keys())
def test_layers_are_chosen_and_it_says_why(
    data: list[str], layers: list[str], said: list[str], tmp_path: Path
) -> None:
    repository = with_numbers(tmp_path)
    words = [word for answer in data for word in ("-d", answer)]
    done = succeeded(repository.here("add", "function", "orders", "--defaults", *words))
    assert layers_of(repository) == [*layers, "SharedCodeLayer"]
    lines = [line.strip() for line in done.out.splitlines()]
    assert [line for line in lines if line in said] == said
    assert ("brings" in done.out) is any("brings" in line for line in said)


@pytest.mark.parametrize(
    "data", [["packages=[numpy, boto3]"], ["packages=numpy", "layers=[HttpLayer]"]]
)
def test_plain_copier_chooses_the_same(data: list[str], tmp_path: Path) -> None:
    by_copier, by_command = with_numbers(tmp_path / "a/shop"), with_numbers(tmp_path / "b/shop")
    words = [word for answer in data for word in ("-d", answer)]
    done = by_copier.copier(
        "copy", "--trust", "--defaults", "-d", "kind=function", "-d", "name=orders", *words,
        str(template()), ".",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "NumericLayer provides numpy." in done.err
    succeeded(by_command.here("add", "function", "orders", *words))
    assert by_copier.snapshot() == by_command.snapshot()


ADD = "or add a layer: `sam-scaffold add layer NAME -d packages="

REFUSED = {
    "none-brings-it": (
        "packages=polars",
        "template.yaml provides polars. Add a layer: `sam-scaffold",
    ),
    "nearest-by-hand": (
        "packages=numpy, polars",
        f"provides polars. Extend layers/numeric/requirements.txt, the nearest, {ADD}'polars'`.",
    ),
    "version": ("packages=numpy>=2", "brings numpy>=2 (NumericLayer has numpy 1.26.4); extend"),
    "import-name": ("packages=alpaca", "-d packages='alpaca-py'`."),
    "no-requirement": ("packages=num py!", "packages: 'py!' is not a requirement"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_nobody_brings_is_refused_in_one_line(data: str, said: str, tmp_path: Path) -> None:
    repository = with_numbers(tmp_path)
    before = repository.snapshot()
    assert said in refusal(repository.here("add", "function", "orders", "--defaults", "-d", data))
    assert repository.snapshot() == before


def test_refusal_of_plain_copier_comes_before_the_first_file(tmp_path: Path) -> None:
    repository = with_numbers(tmp_path)
    before = repository.snapshot()
    done = repository.copier(
        "copy", "--trust", "--defaults", "-d", "kind=function", "-d", "name=orders",
        "-d", "packages=polars", str(template()), ".",
    )  # fmt: skip
    assert done.code != 0
    assert "no layer of template.yaml provides polars" in done.err
    assert repository.snapshot() == before


def test_component_is_extended_by_the_command_that_is_named(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "layer", "nums", "-d", "packages=mpmath", "-d", "pin=false"))
    words = ("add", "function", "orders", "--defaults", "-d", "packages=mpmath, tabulate>=0.9")
    line = refusal(repository.here(*words))
    command = "sam-scaffold set nums packages='mpmath, tabulate>=0.9'"
    assert f"Extend NumsLayer, the nearest: `{command}`" in line
    succeeded(repository.here("set", "nums", "packages=mpmath, tabulate>=0.9"))
    succeeded(repository.here(*words))
    assert layers_of(repository) == ["NumsLayer", "SharedCodeLayer"]


def test_conflict_that_cannot_be_avoided_is_said(tmp_path: Path) -> None:
    repository = with_numbers(tmp_path)
    repository.write("layers/http/requirements.txt", "scipy==1.14.1\nnumpy==2.1.0\n")
    words = ("add", "function", "orders", "-d", "packages=pandas, scipy")
    done = succeeded(repository.here(*words))
    line = (
        "warning: HttpLayer has numpy 2.1.0 and NumericLayer numpy 1.26.4. "
        "Only one of them is imported."
    )
    assert done.err.splitlines().count(line) == 1


def orders(root: Path) -> Repository:
    repository = with_numbers(root)
    succeeded(repository.here("add", "function", "orders", "-d", "packages=numpy"))
    repository.commit()
    return repository


CHANGED = {
    "packages": (["packages=httpx"], ["HttpLayer"]),
    "more-packages": (["packages=numpy, httpx"], ["HttpLayer", "NumericLayer"]),
    "no-packages": (["packages=[]"], []),
    "layers-too": (["layers=HttpLayer"], ["HttpLayer", "NumericLayer"]),
    "something-else": (["memory_size=512"], ["NumericLayer"]),
}


@pytest.mark.parametrize(("changes", "layers"), CHANGED.values(), ids=CHANGED.keys())
def test_set_chooses_anew(changes: list[str], layers: list[str], tmp_path: Path) -> None:
    repository = orders(tmp_path)
    succeeded(repository.here("set", "orders", *changes))
    assert layers_of(repository) == [*layers, "SharedCodeLayer"]


def test_set_is_refused_where_nobody_brings_it(tmp_path: Path) -> None:
    repository = orders(tmp_path)
    before = repository.snapshot()
    assert "brings polars" in refusal(repository.here("set", "orders", "packages=polars"))
    assert repository.snapshot() == before


def test_what_is_recorded_stays_though_a_better_layer_came(tmp_path: Path) -> None:
    repository = orders(tmp_path)
    repository.write("layers/http/requirements.txt", "numpy==1.26.4\n")
    succeeded(repository.here("set", "orders", "memory_size=512"))
    assert layers_of(repository) == ["NumericLayer", "SharedCodeLayer"]
    recorded = repository.answers(ANSWERS)
    assert recorded["package_layers"] == {"NumericLayer": ["numpy"]}
    assert recorded["layers"] == []


def test_layer_from_outside_is_chosen(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    arn = "arn:aws:lambda:${AWS::Region}:123456789012:layer:sdk:1"
    words = ("-d", "contents=arn", "-d", f"arn={arn}", "-d", "packages=alpaca-py")
    succeeded(repository.here("add", "layer", "sdk", *words))
    succeeded(repository.here("add", "function", "orders", "-d", "packages=alpaca"))
    assert repository.properties("OrdersFunction")["Layers"] == [
        {"Fn::Sub": "arn:${AWS::Partition}:lambda:${AWS::Region}:${SdkLayer}"},
        {"Ref": "SharedCodeLayer"},
    ]
