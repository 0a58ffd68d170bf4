"""Questions about the layers of a function, and the packages of a new layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from contexts import context
from repositories import SHOP, TEMPLATE, Repository

from sam_scaffold.dependencies.resolution.resolver_errors import UnreachableError
from sam_scaffold.questions import layer_questions
from sam_scaffold.questions.context import Phase, QuestionContext
from sam_scaffold.questions.layer_questions import (
    Found,
    asked_packages,
    deciding_answers,
    default_powertools,
    default_shared_code,
    layer_count_problem,
    layers_of_packages,
    layers_problem,
    powertools_problem,
    resolved_packages,
    shared_code_problem,
    third_party_layers,
)
from sam_scaffold.sam.style.house_style import HouseStyle

SHARED: dict[str, Any] = {"shared_layer": "SharedCodeLayer"}


def shop(root: Path, layers: Any = None, template: str = TEMPLATE, **style: Any) -> QuestionContext:
    """Context of a question about a function of the shop."""
    Repository(root, {**SHOP, "template.yaml": template})
    return context({"layers": layers}, root=root, **{**SHARED, **style})


def test_layers_are_offered_without_the_shared_one(tmp_path: Path) -> None:
    assert third_party_layers(shop(tmp_path)) == ["HttpLayer"]
    assert third_party_layers(shop(tmp_path, ["Old"])) == ["Old", "HttpLayer"]
    gone = context({"layers": ["Old"], "template_file": "gone.yaml"}, root=tmp_path, **SHARED)
    assert third_party_layers(gone) == ["Old"]


def test_layers_that_do_not_exist_are_refused(tmp_path: Path) -> None:
    here = shop(tmp_path)
    assert layers_problem(here, ["HttpLayer"]) == ""
    problem = layers_problem(here, ["HtpLayer"])
    assert "'HtpLayer'" in problem
    assert "Did you mean HttpLayer?" in problem


def test_too_many_layers_are_refused(tmp_path: Path) -> None:
    more = "".join(f"  L{n}: {{Type: AWS::Lambda::LayerVersion}}\n" for n in range(5))
    text = TEMPLATE.replace("Outputs:", more + "Outputs:")
    five = [f"L{n}" for n in range(5)]
    here = shop(tmp_path, template=text)
    assert layers_problem(here, five[:4]) == ""
    assert "6 layers" in layers_problem(here, five)
    inherited = {"Layers": [{"Ref": "SharedCodeLayer"}, {"Ref": "HttpLayer"}]}
    given = shop(tmp_path, template=text, globals=inherited)
    assert layers_problem(given, five[:3]) == ""
    assert "6 layers" in layers_problem(given, five[:4])


def test_layers_that_come_by_themselves_are_counted() -> None:
    style = HouseStyle(globals={"Layers": [{"Ref": "A"}]})
    four = [{"Ref": name} for name in "BCDE"]
    assert layer_count_problem(four, style, "ours") == ""
    problem = layer_count_problem([*four, "arn:aws:lambda:x"], style, "ours")
    assert "6 layers with ours" in problem
    assert "Lambda allows 5" in problem


# --- Shared code and Powertools ---------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "takes"), [(Phase.NEW, False), (Phase.CHANGED, True), (Phase.AGAIN, True)]
)
def test_functions_from_before_the_question_have_shared_code(phase: Phase, *, takes: bool) -> None:
    full = {"Layers": [{"Ref": name} for name in "ABCDE"]}
    assert default_shared_code(context(phase=phase, globals=full)) is takes


def test_shared_code_is_counted_among_the_layers() -> None:
    five = context({"layers": list("ABCDE")}, **SHARED)
    assert shared_code_problem(five, shared_code=False) == ""
    problem = shared_code_problem(five, shared_code=True)
    assert "6 layers with the shared code" in problem
    assert "-d shared_code=false" in problem


@pytest.mark.parametrize(
    ("style", "brings"),
    [
        ({}, False),
        ({"powertools_layer": {"Ref": "PowertoolsLayer"}}, True),
        ({"powertools_inherited": True}, True),
    ],
    ids=["none", "layer", "inherited"],
)
def test_powertools_are_the_default_where_a_layer_brings_them(
    style: dict[str, Any],
    brings: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    here = context(**style)
    assert default_powertools(here) is brings
    assert powertools_problem(here, powertools=False) == ""
    problem = powertools_problem(here, powertools=True)
    assert (problem == "") is brings
    if not brings:
        assert "template.yaml" in problem
        assert "sam-scaffold add layer powertools" in problem


def test_powertools_are_counted_among_the_layers() -> None:
    style: dict[str, Any] = {"powertools_layer": {"Ref": "P"}, "shared_layer": "S"}
    three, four = list("ABC"), list("ABCD")
    assert powertools_problem(context({"layers": three}, **style), powertools=True) == ""
    problem = powertools_problem(context({"layers": four}, **style), powertools=True)
    assert "6 layers with the shared code and Powertools" in problem


# --- Defaults that take time ------------------------------------------------------


def test_packages_of_an_update_are_not_looked_for() -> None:
    packages = {"packages": ["requests"]}
    assert deciding_answers(context(packages, phase=Phase.AGAIN)) is None
    assert layers_of_packages(context(packages, phase=Phase.AGAIN)) == Found({})


LAYER = {"kind": "layer", "contents": "requirements", "pin": True, "packages": ["tenacity>=8"]}
ASKED = {"packages": ["tenacity>=8"], "runtime": "python3.12", "architecture": "x86_64"}


def test_packages_that_are_not_to_be_pinned_are_not_resolved() -> None:
    here = context({**LAYER, "pin": False})
    assert asked_packages(here) is None
    assert resolved_packages(here) == Found({})


def test_packages_stay_as_asked_for_where_nobody_can_be_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreachable(_answers: Any) -> None:
        raise UnreachableError("PyPI cannot be reached.")

    monkeypatch.setattr(layer_questions, "pinned", unreachable)
    here = context(LAYER)
    found = resolved_packages(here)
    assert found.value == asked_packages(here) == {**ASKED, "pins": [], "size": 0}
    (line,) = found.warnings
    assert line.startswith("PyPI cannot be reached.")
    assert line.endswith("sam-scaffold set order_router pin=true")
