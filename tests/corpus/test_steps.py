"""Steps of a life: each changes only what was requested, and other changes are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from templates_by_feature import TEMPLATES

from sam_scaffold.errors import ScaffoldError

from . import commands, run, steps
from .state import Names, State, found, gained, lost

HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n"
FUNCTION = (
    "    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n"
    "      CodeUri: functions/{0}/\n      Handler: app.handler\n"
)
OWN = {
    "one": f"{HEAD}  Billing:\n{FUNCTION.format('billing')}",
    "no-ending": "".join(
        [HEAD, *(f"  {name.title()}:\n{FUNCTION.format(name)}" for name in ("orders", "refunds"))]
    ),
    "api": f"{HEAD}  BillingFunction:\n{FUNCTION.format('billing')}"
    "      Events:\n        Get: {Type: Api, Properties: {Path: /, Method: get}}\n"
    "Outputs:\n  Arn: {Value: !GetAtt BillingFunction.Arn}\n",
    "schedule": f"{HEAD}  Nightly:\n{FUNCTION.format('nightly')}"
    "      Events:\n        Schedule: {Type: Schedule, Properties: {Schedule: rate(1 day)}}",
}
LIFE = ("add", "set", "set another trigger", "rename", "remove")
ADOPTED = ("adopt", "set what is adopted", "rename what is adopted")


def files(templates: dict[str, str]) -> dict[str, bytes]:
    return {f"{name}.yaml": text.encode() for name, text in templates.items()}


@pytest.fixture
def _template() -> Iterator[None]:
    with run._template():
        yield


@pytest.mark.slow
def test_every_step_keeps_the_rest() -> None:
    found = run.step_by_step(files(OWN))
    assert found.holds, run.report_of_steps(found)
    assert found.done == {**dict.fromkeys((*LIFE, *ADOPTED), len(OWN)), **_removed(found)}


def _removed(found: steps.Steps) -> dict[str, int]:
    """Return the adopted components that can be removed, because nothing refers to them."""
    refused = len(found.refused.get("remove what is adopted", ()))
    assert refused == 1  # by the output
    return {"remove what is adopted": len(OWN) - refused}


LAYOUTS = ("plain", "anchors", "flow-resources", "json", "yaml-in-json-style")


@pytest.mark.slow
def test_every_notation_keeps_the_rest() -> None:
    found = run.step_by_step(files({name: TEMPLATES[name] for name in LAYOUTS}))
    assert found.holds, run.report_of_steps(found)
    assert found.done["remove"] == len(LAYOUTS)


def test_sample_is_the_same_each_time() -> None:
    templates = files({str(number): "" for number in range(50)})
    assert run.drawn(templates, None) == templates
    assert len(run.drawn(templates, 5)) == 5
    assert run.drawn(templates, 5) == run.drawn(templates, 5)


def test_report_counts_steps_and_names_reasons() -> None:
    refused = ["a.yaml: OrdersFunction has none.", "b.yaml: BillsFunction has none.", "c.yaml: No."]
    counted = steps.Steps({"add": 2}, {"add": refused}, {"add": ["d.yaml: a line is gone: x"]})
    text = "\n".join(run.report_of_steps(counted.plus(steps.Steps({"add": 1}))))
    assert "add: 3 done, 3 refused, 1 broken" in text
    assert "2 as a.yaml: OrdersFunction has none." in text
    assert "BROKEN: add (1)\n    d.yaml: a line is gone: x" in text
    assert text.endswith("IT IS BROKEN.")


# --- It can fail: wrong steps, and what is found ------------------------------------


def state(text: str, *findings: tuple[str, str]) -> State:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": len(text)}}
    resources = dict.fromkeys(text.split(), queue)
    return State(text.encode(), {"Resources": resources}, Counter(findings))


def test_what_is_lost_gained_and_found_is_said() -> None:
    one, other = state("A B"), state("A C", ("E1", "no A"))
    assert lost(one, other) == "Resources.B is gone in what SAM makes of it"
    assert lost(one, other, but=["b"]) == ""
    assert gained(one, other) == "Resources.C is new"
    assert found(one, other) == "found since: E1 no A"
    assert found(one, other, but=["E1"]) == ""
    assert lost(one, State(b"", None)) == "SAM does not translate it any more"
    names = Names(("C", "B"))
    assert (lost(one, other, names=names), gained(one, other, names=names)) == ("", "")


@pytest.mark.parametrize(
    ("wrong", "step", "problem"),
    [
        (lambda text: text.replace("3.13", "3.12"), "add", "a line is gone"),
        (lambda text: text.replace("Type: AWS::SQS", "Type: AWS::XYZ"), "add", "found since"),
        (lambda _: HEAD, "add", "a line is gone"),
    ],
    ids=["value", "type", "all"],
)
@pytest.mark.usefixtures("_template")
def test_a_wrong_step_is_found(
    wrong: object, step: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = commands.run

    def run_wrongly(folder: Path, *words: str) -> None:
        right(folder, *words)
        if words[0] == step:
            path = folder / "template.yaml"
            path.write_text(wrong(path.read_text()))  # type: ignore[operator]

    monkeypatch.setattr(steps, "run", run_wrongly)
    found = steps.stepped(files({"one": OWN["one"]}))
    assert any(problem in line for line in found.broken[step])


@pytest.mark.parametrize("error", [ScaffoldError("no"), TypeError("broken")])
def test_what_refuses_and_changes_or_crashes_is_found(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(folder: Path, *_words: str) -> None:
        (folder / "left.txt").write_text("x")
        raise error

    monkeypatch.setattr(steps, "run", fails)
    found = steps.stepped(files({"one": OWN["one"]}))
    assert found.broken.keys() == {"add", "adopt"}
    assert not found.holds
