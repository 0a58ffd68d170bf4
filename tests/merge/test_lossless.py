"""Merging adds lines and nothing else; removing gives the bytes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from templates_by_feature import AMBIGUOUS, ONE_LINE, SNIPPET, TEMPLATES, VARIANTS

from sam_scaffold.document import Document
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import merge, remove_snippet
from sam_scaffold.sam.model.intrinsics import to_data

Variant = Callable[[str], bytes]

probe = Snippet.parse("snippet.yaml", SNIPPET)

ADDED = {**TEMPLATES, **AMBIGUOUS}
features = pytest.mark.parametrize("feature", ADDED)
variants = pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())


def is_subsequence(before: list[bytes], after: list[bytes]) -> bool:
    rest = iter(after)
    return all(line in rest for line in before)


def test_is_subsequence_can_fail() -> None:
    assert not is_subsequence([b"a", b"b"], [b"b", b"a"])


@features
@variants
def test_merging_adds_lines_and_changes_none(feature: str, variant: Variant) -> None:
    before = variant(ADDED[feature])
    after = merge(Document.parse("t", before), probe).document.encode()
    assert is_subsequence(before.split(b"\n"), after.split(b"\n"))
    assert len(after) > len(before)


@features
@variants
def test_merging_means_exactly_the_new_entries(feature: str, variant: Variant) -> None:
    document = Document.parse("t", variant(ADDED[feature]))
    expected = to_data(document.root)
    for section, entries in probe.sections.items():
        expected[section] = {**(expected.get(section) or {}), **{e.key: e.data for e in entries}}
    assert to_data(merge(document, probe).document.root) == expected


@features
@variants
def test_a_second_merge_changes_nothing(feature: str, variant: Variant) -> None:
    once = merge(Document.parse("t", variant(ADDED[feature])), probe).document
    twice = merge(once, probe)
    assert twice.changed == ()
    assert twice.document.encode() == once.encode()


@pytest.mark.parametrize("feature", [*TEMPLATES, *ONE_LINE])
@variants
def test_removing_gives_the_bytes_back(feature: str, variant: Variant) -> None:
    before = variant({**TEMPLATES, **ONE_LINE}[feature])
    merged = merge(Document.parse("t", before), probe).document
    assert remove_snippet(merged, probe).document.encode() == before


@pytest.mark.parametrize("feature", AMBIGUOUS)
def test_removing_from_an_emptied_section_keeps_the_meaning(feature: str) -> None:
    document = Document.parse("t", AMBIGUOUS[feature].encode())
    after = to_data(remove_snippet(merge(document, probe).document, probe).document.root)
    before = to_data(document.root)
    assert {key: value for key, value in after.items() if value} == {
        key: value for key, value in before.items() if value
    }


@pytest.mark.parametrize("feature", ONE_LINE)
def test_a_section_on_one_line_changes_that_line_and_says_so(feature: str) -> None:
    before = ONE_LINE[feature].encode()
    document = Document.parse("t", before)
    merged = merge(document, probe)
    assert merged.rewritten
    data = to_data(merged.document.root)
    assert data["Resources"]["ProbeQueue"] == {"Type": "AWS::SQS::Queue"}
    lost = set(before.splitlines(keepends=True)) - set(
        merged.document.encode().splitlines(keepends=True)
    )
    assert len(lost) == 1


@pytest.mark.parametrize("feature", TEMPLATES)
def test_whole_lines_are_not_reported_as_rewritten(feature: str) -> None:
    merged = merge(Document.parse("t", TEMPLATES[feature].encode()), probe)
    assert merged.rewritten == ()


def test_crlf_stays_crlf_on_every_line() -> None:
    merged = merge(Document.parse("t", VARIANTS["crlf"](TEMPLATES["plain"])), probe)
    text = merged.document.encode()
    assert text.count(b"\n") == text.count(b"\r\n")


def test_json_gets_json_with_long_functions() -> None:
    merged = merge(Document.parse("t", TEMPLATES["json"].encode()), probe).document.text
    assert '"Fn::GetAtt": [' in merged
    assert "!GetAtt" not in merged


def test_json_with_tabs_gets_tabs() -> None:
    before = Document.parse("t", TEMPLATES["json-with-tabs"].encode())
    after = merge(before, probe).document.text
    added = set(after.split("\n")) - set(before.text.split("\n"))
    assert all(line.startswith("\t") and not line.strip("\t").startswith(" ") for line in added)
