"""Repositories with an old runtime, from the command and from plain copier."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from command_environment import template
from repositories import Repository, refusal, shop, succeeded

OLD = """\
Transform: AWS::Serverless-2016-10-31
{head}Resources:
  SharedCodeLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {{BuildMethod: python3.8}}
    Properties: {{ContentUri: layers/shared/, CompatibleRuntimes: [python3.8]}}

  ParcelsFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/parcels/
      Handler: app.handler
{own}"""
PARAMETER = "Parameters: {Py: {Type: String, Default: python3.8}}\n"
MAPPING = "Mappings: {Of: {Python: {runtime: python3.7}}}\n"

HOUSES = {
    "own": OLD.format(head="", own="      Runtime: python3.8\n"),
    "globals": OLD.format(head="Globals: {Function: {Runtime: python3.8}}\n", own=""),
    "parameter": OLD.format(head=PARAMETER + "Globals: {Function: {Runtime: !Ref Py}}\n", own=""),
    "mapping": OLD.format(
        head=MAPPING + "Globals: {Function: {Runtime: !FindInMap [Of, Python, runtime]}}\n",
        own="",
    ),
}


def house(root: Path, name: str = "globals") -> Repository:
    return shop(root, **{"template.yaml": HOUSES[name]})


def function(repository: Repository) -> Any:
    return repository.properties("OrdersFunction")


@pytest.mark.parametrize("name", HOUSES)
def test_a_function_gets_the_oldest_that_can_and_it_is_said(tmp_path: Path, name: str) -> None:
    repository = house(tmp_path, name)
    done = succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert function(repository)["Runtime"] == "python3.11"
    old = "python3.7" if name == "mapping" else "python3.8"
    assert f"warning: {old}, the runtime of the existing functions, " in done.err
    assert "The new component has python3.11, the oldest suitable runtime" in done.err
    assert "SharedCodeLayer has CompatibleRuntimes python3.8" in done.err
    assert "past its end" not in done.err


def test_a_new_house_is_told_nothing(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    done = succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert "python3" not in done.err


@pytest.mark.parametrize("runtime", ["python3.15", "python3.16", "python3.99"])
def test_a_newer_one_is_taken_and_kept(tmp_path: Path, runtime: str) -> None:
    repository = house(tmp_path)
    words = ("add", "function", "orders", "--defaults", "-d", f"runtime={runtime}")
    done = succeeded(repository.here(*words))
    assert function(repository)["Runtime"] == runtime
    assert "deprecated" not in done.err
    is_newer = runtime != "python3.15"
    assert (f"{runtime} is newer than python3.15" in done.err) is is_newer
    repository.commit()
    succeeded(repository.here("set", "orders", "timeout=20"))
    assert function(repository)["Runtime"] == runtime


def test_a_house_with_a_newer_one_is_not_advised_down(tmp_path: Path) -> None:
    new = HOUSES["globals"].replace("python3.8", "python3.99")
    repository = shop(tmp_path, **{"template.yaml": new})
    done = succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert "Runtime" not in function(repository)
    assert done.err.count("python3.99 is newer than python3.15") == 1
    assert "-d runtime=" not in done.err


def test_a_house_with_a_deprecated_one_is_told_since_when(tmp_path: Path) -> None:
    old = HOUSES["globals"].replace("python3.8", "python3.10")
    repository = shop(tmp_path, **{"template.yaml": old})
    done = succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert "functions, python3.10, is deprecated since 2026-10-31; for a newer one" in done.err
    assert "give -d runtime=python3.14." in done.err


@pytest.mark.parametrize("runtime", ["python3.6", "python3.7", "python3.8", "python3.9"])
def test_an_old_one_that_is_asked_for_is_refused(tmp_path: Path, runtime: str) -> None:
    repository = house(tmp_path)
    words = ("add", "function", "orders", "--defaults", "-d", f"runtime={runtime}")
    said = refusal(repository.here(*words))
    assert said.startswith(f"error: runtime: {runtime} ")
    assert "Use python3.11" in said


def test_plain_copier_says_and_refuses_the_same(tmp_path: Path) -> None:
    repository = house(tmp_path)
    words = ("copy", "--trust", "--defaults", "--quiet", "-d", "kind=function")
    done = repository.copier(*words, "-d", "name=orders", str(template()), ".")
    assert "The new component has python3.11, the oldest" in done.err
    assert function(repository)["Runtime"] == "python3.11"
    more = ("-d", "name=other", "-d", "runtime=python3.8", str(template()), ".")
    assert "Use python3.11" in repository.copier(*words, *more).err


def test_a_layer_of_packages_is_for_the_functions_that_are_there(tmp_path: Path) -> None:
    repository = house(tmp_path)
    succeeded(
        repository.here(
            "add", "layer", "nums", "--defaults", "-d", "packages=mpmath", "-d", "pin=false"
        )
    )
    layer = repository.properties("NumsLayer")
    assert layer["CompatibleRuntimes"] == ["python3.8"]
    said = refusal(
        repository.here("add", "function", "orders", "--defaults", "-d", "packages=mpmath")
    )
    assert "add layer NAME -d packages='mpmath' -d runtime=python3.11" in said


def test_powertools_come_along_for_the_functions_runtime(tmp_path: Path) -> None:
    repository = house(tmp_path)
    succeeded(repository.here("add", "function", "orders", "--defaults", "-d", "powertools=true"))
    layer = repository.properties("PowertoolsLayer")
    assert layer["CompatibleRuntimes"] == ["python3.11"]


@pytest.mark.parametrize("powertools", ["true", "false"])
@pytest.mark.parametrize("publishes_to", ["new_queue", "none"])
def test_generated_code_is_of_the_oldest_python(
    tmp_path: Path, powertools: str, publishes_to: str
) -> None:
    """Checks only the grammar; `component_runtime.OLDEST` is about annotations."""
    repository = shop(tmp_path)
    data = ("trigger=schedule", f"powertools={powertools}", f"publishes_to={publishes_to}")
    words = [word for answer in data for word in ("-d", answer)]
    succeeded(repository.here("add", "function", "orders", "--defaults", *words))
    files = [*tmp_path.glob("functions/orders/**/*.py"), *tmp_path.glob("layers/**/*.py")]
    assert files
    for file in files:
        ast.parse(file.read_text("utf-8"), feature_version=(3, 10))
