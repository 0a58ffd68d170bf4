"""A snippet: a partial SAM template, and what it must not hold."""

from __future__ import annotations

import json

import pytest

from sam_scaffold.document import Document
from sam_scaffold.document.layout import TextLayout
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.sam_meaning import SAM
from sam_scaffold.merge.snippet import Snippet

YAML = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Description: ignored
Parameters:
  Stage:
    Type: String

Resources:
  # Work to do.
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      Tags:
        - Key: stage
          Value: !Ref Stage
  Topic: {Type: AWS::SNS::Topic}
"""


def parsed(text: str) -> Snippet:
    return Snippet.parse("s.yaml", text.encode())


def test_entries_come_by_section_in_order() -> None:
    snippet = parsed(YAML)
    assert list(snippet.sections) == ["Parameters", "Resources"]
    assert snippet.keys("Resources") == ["Queue", "Topic"]
    assert snippet.keys("Outputs") == []
    queue = snippet.find("Resources", "Queue")
    assert queue is not None
    assert queue.data == {
        "Type": "AWS::SQS::Queue",
        "Properties": {"Tags": [{"Key": "stage", "Value": {"Ref": "Stage"}}]},
    }
    assert snippet.find("Resources", "Other") is None
    assert snippet.find("Outputs", "Queue") is None


@pytest.mark.parametrize("section", SAM.sections)
def test_every_section_of_sam_may_hold_entries(section: str) -> None:
    assert parsed(f"{section}:\n  A: {{Type: X}}\n").keys(section) == ["A"]


def test_yaml_keeps_comments_and_takes_the_templates_indentation() -> None:
    queue = parsed(YAML).find("Resources", "Queue")
    assert queue is not None
    lines = queue.block(4, TextLayout(mapping=4, sequence=0)).lines
    assert lines == (
        "    # Work to do.",
        "    Queue:",
        "        Type: AWS::SQS::Queue",
        "        Properties:",
        "            Tags:",
        "            - Key: stage",
        "              Value: !Ref Stage",
    )


def test_entry_in_json_is_written_as_yaml_and_back() -> None:
    data = {"Type": "X", "Properties": {"A": {"Fn::GetAtt": ["Q", "Arn"]}, "B": ["yes", 1, True]}}
    snippet = parsed(json.dumps({"Resources": {"Queue": data}}))
    entry = snippet.find("Resources", "Queue")
    assert entry is not None
    block = "\n".join(entry.block(2, TextLayout()).lines)
    assert "A: !GetAtt Q.Arn" in block
    again = parsed(f"Resources:\n{block}\n").find("Resources", "Queue")
    assert again is not None
    assert again.data == data


def test_entry_in_yaml_is_written_as_json_with_long_functions() -> None:
    queue = parsed(YAML).find("Resources", "Queue")
    assert queue is not None
    text = "\n".join(queue.flow(4, TextLayout(mapping=2)).lines)
    assert text.startswith('    "Queue": {\n      "Type"')
    assert json.loads("{" + text + "}") == {"Queue": queue.data}


def test_crlf_and_bom_of_a_snippet_mean_nothing() -> None:
    plain = parsed(YAML)
    windows = Snippet.parse("s.yaml", b"\xef\xbb\xbf" + YAML.replace("\n", "\r\n").encode())
    for section in plain.sections:
        for ours, theirs in zip(plain.sections[section], windows.sections[section], strict=True):
            assert ours.data == theirs.data
            assert ours.block(2, TextLayout()).lines == theirs.block(2, TextLayout()).lines


def test_block_means_the_entry() -> None:
    """The signatures that verification expects are those of the text."""
    for entry in parsed(YAML).sections["Resources"]:
        block = entry.block(0, TextLayout())
        text = "\n".join(block.lines) + "\n"
        assert tuple(Document.parse("t", text.encode()).signatures[1:-1]) == tuple(block.signatures)


REFUSED = {
    "empty": ("", "s.yaml"),
    "list": ("- A\n", "s.yaml"),
    "scalar": ("text\n", "s.yaml"),
    "headers-alone": ("Transform: X\n", "no entries"),
    "empty-section": ("Resources:\n", "s.yaml:1:1"),
    "empty-sections": ("Resources: {}\nOutputs: {}\n", "no entries"),
    "unknown-section": ("Resources:\n  A: {}\nResource:\n  B: {}\n", "s.yaml:3:1.*'Resource'"),
    "section-is-list": ("Resources:\n  - A\n", "s.yaml:2:3.*mapping"),
    "section-with-tag": ("Resources: !Ref A\n", "s.yaml:1:12.*mapping"),
    "anchor": ("Resources:\n  A: &a {}\n", "s.yaml:2:6.*anchor"),
    "alias": ("Resources:\n  A: &a {}\n  B: *a\n", "s.yaml:2:6.*anchor"),
    "entry-twice": ("Resources:\n  A: {}\n  A: {}\n", "s.yaml:3:3.*Resources.A.*twice"),
    "section-twice": ("Resources:\n  A: {}\nResources:\n  B: {}\n", "s.yaml:3:1.*twice"),
    "conflict-ours": ("Resources:\n<<<<<<< ours\n  A: {}\n", "s.yaml:2.*conflict"),
    "conflict-middle": ("Resources:\n  A: {}\n=======\n", "s.yaml:3.*conflict"),
    "conflict-theirs": ("Resources:\n  A: {}\n>>>>>>> theirs\n", "s.yaml:3.*conflict"),
    "two-documents": ("Resources:\n  A: {}\n---\nResources:\n  B: {}\n", "s.yaml"),
    "invalid": ("Resources: [\n", "s.yaml:2:1.*YAML"),
}


@pytest.mark.parametrize(("text", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_snippet_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(ScaffoldError, match=problem) as refused:
        parsed(text)
    assert "\n" not in str(refused.value)


def test_equals_signs_in_text_are_no_conflict() -> None:
    text = 'Resources:\n  A:\n    D: "======= x"\n    E: |\n      ========\n      <<<<<<<<<\n'
    assert parsed(text).keys("Resources") == ["A"]


@pytest.mark.parametrize("header", ["|+", ">+", "|2+", "!Sub |+"])
def test_values_that_keep_blank_lines_are_refused_by_place(header: str) -> None:
    text = f"Resources:\n  B: {header}\n    x\n\n  C: 1\n"
    with pytest.raises(ScaffoldError, match=r"^s\.yaml:2:6: a snippet cannot have [|>]\+ values"):
        Snippet.parse("s.yaml", text.encode())
