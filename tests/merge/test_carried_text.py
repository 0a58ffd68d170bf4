"""Text that is written again, which means the same as in the snippet, or is refused in one line."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import merge
from sam_scaffold.sam.model.intrinsics import Data, to_data

YAML = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n"
JSON = '{"Transform": "AWS::Serverless-2016-10-31",\n "Resources": {"Topic": {"Type": "X"}}}\n'

IN_BRACKETS = "Resources:\n  Queue: {{Type: X, P: {}}}\n"
IN_BRACES = "{{Resources: {{Queue: {{Type: X, P: {}}}}}}}\n"
IN_LINES = "Resources:\n  Queue:\n    Type: X\n    P: {}\n"
IN_A_LIST = "Resources:\n  Queue: {{Type: X, P: !Join [a, [{}]]}}\n"

ANEW = [(YAML, IN_BRACKETS), (YAML, IN_BRACES), (YAML, IN_A_LIST), (JSON, IN_LINES)]
ANEW_IDS = ["brackets", "braces", "list", "json"]


def merged(template: str, snippet: str) -> str:
    document = Document.parse("t", template.encode())
    return merge(document, Snippet.parse("s", snippet.encode())).document.text


def queue(text: str) -> Data:
    return to_data(Document.parse("t", text.encode()).root)["Resources"]["Queue"]


LOST = {
    "binary": '!!binary "Yg=="',
    "set": "!!set {a, b}",
    "ordered": "!!omap [a: 1]",
    "timestamp": "!!timestamp 2030-01-01",
    "of-somebody": "!<tag:example.com,2000:x> 1",
    "of-python": "!!python/name:os.system x",
    "core-tag-of-another-kind": "!!map [a]",
    "unknown-function": "!My {a: 1}",
    "unknown-function-below-a-function": "!Join [a, [!Other b]]",
    "on-a-key": "{!!binary Yg==: 1}",
    "short-on-a-key": "{!Ref a : 1}",
    "mapping-as-a-key": "{{a: 1}: 2}",
    "list-as-a-key": "{[a]: 2}",
    "key-twice": "{a: 1, b: 1, a: 2}",
    "switch-as-a-key": "{yes: 1}",
    "octal-as-a-key": "{0123: 1}",
    "null-as-a-key": "{~: 1}",
    "below-a-function": '!Equals [!Ref A, !!binary "Yg=="]',
}


@pytest.mark.parametrize("value", LOST.values(), ids=LOST.keys())
@pytest.mark.parametrize(("template", "snippet"), ANEW, ids=ANEW_IDS)
def test_what_would_be_lost_is_refused_at_its_place(
    value: str, template: str, snippet: str
) -> None:
    with pytest.raises(ScaffoldError, match=r"^s:\d+:\d+: .* carried over") as caught:
        merged(template, snippet.format(value))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", LOST.values(), ids=LOST.keys())
def test_what_stands_in_lines_is_kept_to_the_letter(value: str) -> None:
    assert f"    P: {value}\n" in merged(YAML, IN_LINES.format(value))


CARRIED = {
    "text-by-its-tag": "!!str 5",
    "number-by-its-tag": '!!int "5"',
    "switch-by-its-tag": '!!bool "yes"',
    "null-by-its-tag": '!!null ""',
    "list-by-its-tag": "!!seq [1]",
    "mapping-by-its-tag": "!!map {a: 1}",
    "text-by-force": "! 5",
    "text-as-a-key": '{!!str 5: 1, "yes": 2}',
    "account-as-a-key": "{123456789012: 1}",
    "nested-functions": "!If [C, !Sub a, !Join [a, [!Ref B]]]",
    "attribute": "!GetAtt A.B.C",
    "attribute-by-reference": "{Fn::GetAtt: [A, !Ref B]}",
    "characters": r'"\e\N\u2028\ufeff\U0001f600 \x7f"',
    "merge": "{<<: {a: 1}, b: 2}",
    "numbers": "[1.50, 0755, 1:30, 1_0, 1e5, 1.5e+5, -0]",
    "dates": "[2030-01-01, 2030-01-01T06:00:00Z]",
}


@pytest.mark.parametrize("value", CARRIED.values(), ids=CARRIED.keys())
@pytest.mark.parametrize(("template", "snippet"), ANEW, ids=ANEW_IDS)
def test_all_else_means_the_same(value: str, template: str, snippet: str) -> None:
    text = snippet.format(value)
    assert repr(queue(merged(template, text))) == repr(queue(text))


def test_an_attribute_has_two_forms() -> None:
    text = merged(YAML, IN_BRACKETS.format("{Fn::GetAtt: A.B}"))
    assert queue(text)["P"] == {"Fn::GetAtt": ["A", "B"]}


def test_what_json_has_no_word_for_is_refused() -> None:
    assert "- .nan" in merged(YAML, IN_BRACKETS.format("[.nan]"))
    with pytest.raises(ScaffoldError, match="mean something else"):
        merged(JSON, IN_LINES.format("[.nan]"))


@pytest.mark.parametrize("key", ["On", "123", "a b", "a: b", "x:", "#a", "\u2028", "-"], ids=ascii)
def test_a_key_is_written_so_that_it_is_read_again(key: str) -> None:
    text = Snippet.parse("s", f'{{"Mappings": {{"{key}": {{"a": 1}}}}}}'.encode())
    document = Document.parse("t", YAML.encode())
    found = to_data(Document.parse("t", merge(document, text).document.encode()).root)
    assert found["Mappings"] == {key: {"a": 1}}


@pytest.mark.parametrize("directive", ["%TAG ! tag:x,2000:", "%TAG !e! tag:x,2000:"])
def test_directives_for_tags_are_refused(directive: str) -> None:
    with pytest.raises(ScaffoldError, match=r"^s:2:1: .*%TAG") as caught:
        merged(YAML, f"# A comment.\n{directive}\n---\n{IN_LINES.format('!Ref A')}")
    assert "\n" not in str(caught.value)
