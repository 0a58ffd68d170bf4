"""The corpus runner of `check`: it counts, it notices what breaks, and the same comes twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks import BAD, WARNED

from . import findings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "templates" / "b").mkdir(parents=True)
    (tmp_path / "templates" / "b" / "bad.yaml").write_text(BAD)
    (tmp_path / "templates" / "a.json").write_text("{}")
    (tmp_path / "templates" / "read.me").write_text("no template")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "templates"


@pytest.mark.slow
def test_it_counts_by_rule_and_writes_ours(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert findings.main([str(folder), "--findings", "ours.tsv"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 templates in ")
    assert "  E9101: 1 in 1 templates\n" in out
    assert "  E3717: 1 in 1 templates  (cfn-lint's)\n" in out
    assert out.endswith("0 crashes\n")
    head, row = Path("ours.tsv").read_text().splitlines()
    assert head == "id\tfile\tline\tmessage"
    assert row.startswith("E9101\tb/bad.yaml\t6\tWorker: nowhere does not exist. ")


def test_what_is_raised_is_a_crash(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise TypeError("no\nsuch form")

    monkeypatch.setattr(findings, "check", broken)
    looked = findings.look(folder, "a.json")
    assert looked.crashes == ["TypeError: no such form"]
    assert findings.report([looked], 1)[-2:] == [
        "  BROKE on a.json: TypeError: no such form",
        "1 crashes",
    ]


def test_a_rule_that_breaks_is_a_crash() -> None:
    rows = (("E0002", "a.yaml", 1, "Unknown exception"), ("E9101", "a.yaml", 2, "Gone."))
    looked = findings.Looked("a.yaml", rows)
    assert looked.crashes == ["Unknown exception"]
    assert findings.ours([looked]) == ["E9101\ta.yaml\t2\tGone."]


def test_ours_are_sorted_by_rule_and_place() -> None:
    rows = [("W9401", "a", 10, "x"), ("E9101", "b", 10, "x"), ("E9101", "b", 9, "x")]
    looked = [findings.Looked(row[1], (row,)) for row in rows]
    assert findings.ours(looked) == ["E9101\tb\t9\tx", "E9101\tb\t10\tx", "W9401\ta\t10\tx"]


def test_a_folder_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        findings.main([str(tmp_path / "nowhere")])
    assert ended.value.code == 2


def test_a_folder_without_templates_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("nothing\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        findings.main([str(tmp_path)])
    assert ended.value.code == 2


@pytest.mark.slow
def test_the_order_of_processes_changes_nothing(folder: Path) -> None:
    for number in range(6):
        (folder / f"{number}.yaml").write_text(WARNED)
    one, two = (findings.look_at_all(folder, processes=count) for count in (1, 2))
    assert one == two


@pytest.mark.slow
def test_in_a_sample_our_rules_look_at_every_template(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        (folder / f"{number}.yaml").write_text(BAD)
    whole = findings.look_at_all(folder)
    sampled = findings.look_at_all(folder, sample=1)
    assert findings.ours(sampled) == findings.ours(whole)
    assert sum("E3717" in {row[0] for row in result.rows} for result in whole) == 4
    assert sum("E3717" in {row[0] for row in result.rows} for result in sampled) <= 1
    assert findings.main([str(folder), "--sample", "1"]) == 0
    assert "looked at 1 of them (SAM_SCAFFOLD_SEED=" in capsys.readouterr().out
