"""The shared code layer is declined by an answer, or for want of room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from repositories import WITHOUT_SHARED_LAYER, Repository, refusal, succeeded

from sam_scaffold.questions.shared_layers import wants_shared_code, why_without
from sam_scaffold.sam.style.house_style import HouseStyle

SHARED = {"Ref": "SharedCodeLayer"}
OWN = {"shared_layer": "SharedCodeLayer"}


def layers(count: int) -> dict[str, Any]:
    """Globals that give so many layers."""
    head = "arn:aws:lambda:${AWS::Region}:123456789012:layer:"
    return {"globals": {"Layers": [{"Fn::Sub": f"{head}l{n}:1"} for n in range(count)]}}


@pytest.mark.parametrize(
    ("style", "given", "wanted"),
    [
        pytest.param({}, {}, True, id="nothing-said"),
        pytest.param({}, {"shared_code": "no"}, False, id="declined"),
        pytest.param(layers(4), {}, True, id="room-for-one"),
        pytest.param(layers(5), {}, False, id="no-room"),
        pytest.param(layers(5), {"shared_code": "true"}, True, id="no-room-and-asked-for"),
        pytest.param({**layers(4), "powertools_layer": {"Ref": "P"}}, {}, False, id="powertools"),
        pytest.param(
            {**layers(4), "powertools_layer": {"Ref": "P"}}, {"powertools": "false"}, True,
            id="powertools-declined",
        ),
        pytest.param(
            {**OWN, "globals": {"Layers": [*layers(4)["globals"]["Layers"], SHARED]}}, {}, True,
            id="among-those-of-globals",
        ),
    ],
)  # fmt: skip
def test_a_function_has_it_where_there_is_room(
    style: dict[str, Any], given: dict[str, Any], *, wanted: bool
) -> None:
    assert wants_shared_code(HouseStyle(**style), given) is wanted


def test_what_was_declined_needs_no_reason() -> None:
    answers = {"house": HouseStyle().to_dict(), "shared_code": False, "powertools": False}
    assert why_without(answers) == []
    (line,) = why_without({**answers, "house": HouseStyle(**layers(5)).to_dict()})
    assert "Globals" in line
    assert "l0:1" in line
    assert "5" in line


FULL = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    Layers:
""" + "".join(
    f"      - !Sub arn:aws:lambda:${{AWS::Region}}:123456789012:layer:l{n}:1\n" for n in range(5)
)
FULL += "Resources:\n  Queue: {Type: AWS::SQS::Queue}\n"


@pytest.mark.parametrize("powertools", ["true", "false"])
def test_globals_that_leave_no_room_get_a_function_without(powertools: str, tmp_path: Path) -> None:
    text = FULL.replace("layer:l4:1", "layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7")
    repository = Repository(tmp_path, {"template.yaml": text})
    words = ("-d", "trigger=sqs", "-d", f"powertools={powertools}")
    done = succeeded(repository.here("add", "function", "orders", *words))
    assert "without the shared code layer: Globals" in done.out
    assert "l0:1" in done.out
    assert "Layers" not in repository.properties("OrdersFunction")
    assert not (tmp_path / "layers").exists()
    done = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "functions")
    assert done.code == 0, done.out


def test_one_that_was_asked_for_is_refused_with_the_layers_of_globals(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": FULL})
    before = repository.snapshot()
    line = refusal(repository.here("add", "function", "orders", "-d", "shared_code=true"))
    for word in ("6 layers", "Globals' l0:1", "Lambda allows 5", "shared_code=false"):
        assert word in line
    assert repository.snapshot() == before


def test_declined_it_is_not_made(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER})
    succeeded(repository.here("add", "function", "orders", "-d", "shared_code=false"))
    assert "SharedCodeLayer" not in repository.data()["Resources"]
    assert not (tmp_path / "layers").exists()
    succeeded(repository.here("add", "function", "billing", "-d", "shared_code=true"))
    assert repository.properties("BillingFunction")["Layers"] == [SHARED]
    assert "Layers" not in repository.properties("OrdersFunction")
