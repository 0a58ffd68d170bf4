"""Random answers and merges, some of them in each run, and proof that a wrong end is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import Done
from seeds import SEED, times

from sam_scaffold.sam.model.template_files import TRANSFORM

from . import merges, run
from .cases import Counts
from .cases import run as run_cases
from .refusals import WrongError, check_refusal

HEAD = f"Transform: {TRANSFORM}\nResources:\n"
QUEUE = "  Queue:\n    Type: AWS::SQS::Queue\n"
TOPIC = "  Topic:\n    Type: AWS::SNS::Topic\n"


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "number"), [("answers", 40), ("merges", 250)])
def test_one_clear_line_or_a_right_result(kind: str, number: int) -> None:
    counts = run_cases(kind, range(times(number)))
    assert counts.wrong == [], f"SAM_SCAFFOLD_SEED={SEED}"
    assert sum(counts.ended.values()) == times(number)
    assert 0 < counts.ended["refused"] < times(number)


@pytest.mark.slow
def test_a_seed_gives_the_same_cases_whoever_runs_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["60", "--kind", "merges"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("merges: 60 cases in ")
    for how, number in run_cases("merges", range(60)).ended.items():
        assert f"{number} {how}" in said


def test_a_run_of_nothing_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        run.main(["0"])
    assert ended.value.code == 2


def test_what_went_wrong_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = Counts("merges", wrong=["merges 7: it changed"])
    counts.ended["WRONG"] = 1
    monkeypatch.setattr(run, "in_parallel", lambda _kind, _numbers: counts)
    assert run.main(["1", "--kind", "merges"]) == 1
    assert "1 WRONG\nmerges 7: it changed\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    "done",
    [
        Done(1, "", ""),
        Done(1, "", "no\n"),
        Done(1, "", "error: \n"),
        Done(1, "", "error: one\nerror: two\n"),
        Done(1, "", "error: one\x85two\n"),
        Done(3, "", "error: one\n"),
        Done(1, "", "error: this should not have happened: KeyError\n"),
        Done(1, "", "Traceback (most recent call last):\n"),
    ],
    ids=lambda done: repr(done.err),
)
def test_what_is_no_clear_line_is_found(done: Done) -> None:
    with pytest.raises(WrongError):
        check_refusal(done)


def test_a_clear_line_is_one() -> None:
    check_refusal(Done(2, "", "warning: something\nerror: no such thing; name another.\n"))


@pytest.mark.parametrize(
    ("after", "snippet"),
    [
        (HEAD + QUEUE, TOPIC),
        (HEAD + TOPIC, TOPIC),
        (HEAD + TOPIC + QUEUE + TOPIC, TOPIC),
        (HEAD + QUEUE + TOPIC.replace("SNS", "SQS"), TOPIC),
        (HEAD + QUEUE + TOPIC + "Outputs:\n  A: {Value: 1}\n", TOPIC),
        (HEAD + QUEUE.replace("Type: ", "Type: !Ref ") + TOPIC, TOPIC),
        (HEAD + QUEUE + TOPIC + "    Tags: []\n", TOPIC),
        (HEAD.replace("Transform", "Transforms") + QUEUE + TOPIC, TOPIC),
    ],
    ids=["nothing", "gone", "twice", "other", "more", "tag", "longer", "header"],
)
def test_a_wrong_merge_is_found(after: str, snippet: str) -> None:
    before = (HEAD + QUEUE).encode()
    assert merges.difference(before, after.encode(), f"Resources:\n{snippet}".encode())


def test_json_that_is_no_json_any_more_is_found() -> None:
    before = '{"Resources": {"Queue": {"Type": "X"}}}'
    after = "{Resources: {Queue: {Type: X}, Topic: {Type: Y}}}"
    snippet = "Resources: {Topic: {Type: Y}}"
    texts = (before, after, snippet)
    assert "it was JSON" in merges.difference(*(text.encode() for text in texts))


@pytest.mark.parametrize(
    "spelled",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("Outputs", '"Outputs"'),
        lambda text: text.replace("!Ref Topic", "{Ref: Topic}"),
        lambda text: text.replace("!GetAtt Topic.Arn", "{'Fn::GetAtt': [Topic, Arn]}"),
    ],
    ids=["as it is", "CRLF", "quoted", "Ref", "GetAtt"],
)
def test_a_right_merge_is_right_however_it_is_spelled(spelled: Callable[[str], str]) -> None:
    outputs = "Outputs:\n  A: {Value: !Ref Topic, Other: !GetAtt Topic.Arn}\n"
    after = spelled(HEAD + QUEUE + TOPIC + outputs).encode()
    snippet = ("Resources:\n" + TOPIC + outputs).encode()
    assert merges.difference((HEAD + QUEUE).encode(), after, snippet) == ""
    assert merges.left((HEAD + QUEUE).encode(), (HEAD + QUEUE).encode(), snippet) == ""
    assert merges.left((HEAD + QUEUE).encode(), after, snippet)


def test_a_merge_and_back(tmp_path: Path) -> None:
    case = merges.Case(("Resources:\n" + TOPIC).encode(), (HEAD + QUEUE).encode())
    assert case.judged(tmp_path / "case") == "merged, and removed to the byte"
