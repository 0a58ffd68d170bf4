"""The corpus check over the project's own fixtures, and proof that it can fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from templates_by_feature import AMBIGUOUS, ONE_LINE, SNIPPET, TEMPLATES

from sam_scaffold.errors import ScaffoldError

from . import check, run
from .check import ADDITIONS, MEANING, MERGED, NO_OP, PROCESSES, RESTORED, Counts, in_process

PLAIN = {"plain.yaml": TEMPLATES["plain"].encode()}


def files(templates: dict[str, str]) -> dict[str, bytes]:
    return {f"{feature}.yaml": text.encode() for feature, text in templates.items()}


def checked(merge: check.Run) -> Counts:
    return check.check(PLAIN, "as it is", merge, sample=0)


@pytest.mark.slow
@pytest.mark.parametrize("variant", check.VARIANTS)
def test_every_feature_keeps_the_promises(variant: str) -> None:
    counts = check.check(files(TEMPLATES), variant)
    assert counts.holds, run.report([counts])
    assert len(counts.merged) == len(TEMPLATES)
    assert counts.one_line == []
    assert counts.blank_lines == []


def test_a_section_on_one_line_is_excused_and_named() -> None:
    counts = check.check(files(ONE_LINE), "as it is", sample=0)
    assert counts.holds, run.report([counts])
    assert counts.one_line == sorted(files(ONE_LINE))


@pytest.mark.parametrize("feature", AMBIGUOUS)
def test_emptied_sections_are_merged_losslessly(feature: str) -> None:
    counts = check.check(files({feature: AMBIGUOUS[feature]}), "as it is", sample=0)
    assert not counts.broken.keys() & {MERGED, ADDITIONS, MEANING, NO_OP}


@pytest.mark.slow
def test_a_folder_is_checked_in_all_variants(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.yaml").write_bytes(PLAIN["plain.yaml"])
    (tmp_path / "b.json").write_text(TEMPLATES["json"], encoding="utf-8")
    (tmp_path / "list.yml").write_text("- 1\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no template", encoding="utf-8")
    assert run.main([str(tmp_path)]) == 0
    out = capfd.readouterr().out
    rows = [line.split() for line in out.splitlines()]
    assert ["as", "it", "is", "3", "1", "2", "2", "0", "2", "2", "2"] in [row[:11] for row in rows]
    assert "list.yml: no mapping" in out
    assert "All promises are kept." in out


def test_in_a_sample_every_template_is_tried_as_it_is_and_in_another_variant() -> None:
    templates = files({str(number): TEMPLATES["plain"] for number in range(7)})
    as_it_is, *others = run.by_merge(templates, is_sample=True)
    assert sorted(as_it_is.merged) == sorted(templates)
    assert sorted(name for counts in others for name in counts.merged) == sorted(templates)
    assert {len(counts.merged) for counts in others} == {2, 3}


@pytest.mark.parametrize("name", ["readme.md", "values.yaml"])
def test_a_folder_without_a_template_is_wrong_usage(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("- nothing\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        run.main([str(tmp_path)])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Resources: [\n", "invalid YAML"),
        ("a: 1\n---\nb: 2\n", "2 documents"),
        ("just text\n", "no mapping"),
        ("Resources:\n  A: {Type: X}\nResources:\n  B: {Type: X}\n", "Resources stands twice"),
        ("Resources: text\n", "Resources is no mapping"),
        ("A: &a {Q: {Type: X}}\nResources: *a\n", "Resources is an alias"),
        ("Resources:\n  ProbeQueue: {Type: X}\n", "has an entry of the snippet's name"),
    ],
    ids=lambda value: value.strip().replace("\n", "|") if isinstance(value, str) else None,
)
def test_what_is_no_template_counts_as_refused(text: str, reason: str) -> None:
    counts = check.check({"t.yaml": text.encode()}, "as it is", sample=0)
    assert counts.holds, run.report([counts])
    assert reason in counts.refused[0]


# --- It can fail: wrong merges, and the promise that each of them breaks ------


def refuses(_snippet: Path, _template: Path, _mode: str | None) -> str:
    raise ScaffoldError("no")


def reformats(snippet: Path, template: Path, mode: str | None) -> str:
    said = in_process(snippet, template, mode)
    template.write_bytes(
        template.read_bytes().replace(b"    Type: AWS::SQS", b"    Type:  AWS::SQS")
    )
    return said


def forgets_the_output(snippet: Path, template: Path, mode: str | None) -> str:
    shorter = snippet.with_name("shorter.yaml")
    shorter.write_bytes(SNIPPET.partition(b"Outputs:")[0])
    return in_process(shorter, template, mode)


def adds_something_else(snippet: Path, template: Path, mode: str | None) -> str:
    said = in_process(snippet, template, mode)
    if mode is None:
        template.write_bytes(template.read_bytes() + b"  Other:\n    Value: 1\n")
    return said


def misspells(snippet: Path, template: Path, mode: str | None) -> str:
    said = in_process(snippet, template, mode)
    template.write_bytes(template.read_bytes().replace(b"!Ref SharedCode", b"!Ref Sharedcode"))
    return said


def adds_a_blank_line_each_time(snippet: Path, template: Path, mode: str | None) -> str:
    said = in_process(snippet, template, mode)
    template.write_bytes(template.read_bytes() + b"\n")
    return said


def never_removes(snippet: Path, template: Path, mode: str | None) -> str:
    return "" if mode == "remove" else in_process(snippet, template, mode)


def removes_a_comment_too(snippet: Path, template: Path, mode: str | None) -> str:
    said = in_process(snippet, template, mode)
    if mode == "remove":
        template.write_bytes(template.read_bytes().removeprefix(b"AWSTemplateFormatVersion"))
    return said


@pytest.mark.parametrize(
    ("wrong", "promise"),
    [
        (refuses, MERGED),
        (reformats, ADDITIONS),
        (forgets_the_output, MEANING),
        (adds_something_else, MEANING),
        (misspells, MEANING),
        (adds_a_blank_line_each_time, NO_OP),
        (never_removes, RESTORED),
        (removes_a_comment_too, RESTORED),
    ],
)
def test_a_wrong_merge_is_found(wrong: check.Run, promise: str) -> None:
    counts = checked(wrong)
    assert not counts.holds
    assert counts.broken[promise]
    assert any(f"BROKEN: {promise}" in line for line in run.report([counts]))


def test_other_blank_lines_are_too_many_above_two_percent() -> None:
    def loses_blank_lines(snippet: Path, template: Path, mode: str | None) -> str:
        said = in_process(snippet, template, mode)
        if mode == "remove":
            template.write_bytes(template.read_bytes().replace(b"\n\n", b"\n"))
        return said

    counts = checked(loses_blank_lines)
    assert counts.blank_lines == ["plain.yaml"]
    assert counts.broken == {}
    assert not counts.holds


@pytest.mark.slow
def test_processes_that_come_to_other_bytes_are_found() -> None:
    def ends_with_a_comment(snippet: Path, template: Path, mode: str | None) -> str:
        said = in_process(snippet, template, mode)
        if mode is None:
            before = template.read_bytes()
            template.write_bytes(before.removesuffix(b"# end\n") + b"# end\n")
        return said

    assert check.check(PLAIN, "as it is", ends_with_a_comment, sample=1).broken[PROCESSES]


@pytest.mark.slow
def test_add_and_remove_give_every_feature_back() -> None:
    lives = run.by_command(files({**TEMPLATES, **ONE_LINE}))
    assert lives.holds, run.report_of_lives(lives)
    assert lives.blank_lines == []
