"""``make replay`` prints each case and the means, and fails beyond its limits."""

from __future__ import annotations

import pytest

from . import run
from .cases import cases
from .replayed import Replayed, replay
from .scoring import Key, Score

LINK, SHORT = cases("pair")
KEY = Key("function", ("Properties", "Timeout"), "<number>")
OTHER = Key("AWS::CloudWatch::Alarm!", ("Type",), "AWS::CloudWatch::Alarm")


def shown(*results: Replayed, show: bool = False) -> list[str]:
    return [line for result in results for line in run.lines_of(result, show=show)]


def test_a_case_is_a_line_with_its_shares_and_largest_groups() -> None:
    result = Replayed(LINK, Score((KEY,) * 3, (KEY,), (OTHER, OTHER)))
    (line,) = shown(result)
    assert line.split() == [
        "pair/resolve_link", "recall", "75.0%", "surplus", "40.0%",
        "-1", "function.Timeout", "+2", "AWS::CloudWatch::Alarm!",
    ]  # fmt: skip
    assert shown(result, show=True)[1:] == [
        "    - function: Properties.Timeout = <number>",
        *["    + AWS::CloudWatch::Alarm!: Type = AWS::CloudWatch::Alarm"] * 2,
    ]


def test_means_are_those_of_the_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    results = [Replayed(LINK, Score((KEY,))), Replayed(SHORT, Score((KEY,), (KEY,), (OTHER,)))]
    assert [line.split() for line in run.means(results)] == [
        ["pair", "2", "cases", "recall", "75.0%", "surplus", "25.0%"]
    ]
    monkeypatch.setattr(run, "RECALL_FLOOR", 0.75)
    monkeypatch.setattr(run, "SURPLUS_CEILING", 0.25)
    assert run.faults(results) == []
    monkeypatch.setattr(run, "RECALL_FLOOR", 0.751)
    monkeypatch.setattr(run, "SURPLUS_CEILING", 0.249)
    assert run.faults(results) == [
        "recall is 75.0%, below 75.1%",
        "surplus is 25.0%, above 24.9%",
    ]


def test_a_refused_case_is_an_error() -> None:
    case = next(cases("notify"))
    refused = replay(type(case)(case.folder, case.function, case.name, {"trigger": "comet"}))
    assert refused.score.recall == 0.0
    assert refused.error.startswith("error: trigger: ")
    assert shown(refused)[1] == f"    refused: {refused.error}"
    assert run.refusals([refused]) == ["notify/send_email was refused"]


def test_one_repository_is_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["pair", "--show"]) == 0
    out = capsys.readouterr().out
    assert "pair/resolve_link" in out
    assert "pair/shorten_link" in out
    assert "pair           2 cases  recall " in out


def test_an_unknown_repository_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["atlantis"])
    assert "atlantis" in capsys.readouterr().err
