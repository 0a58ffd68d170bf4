"""JSON is read as JSON, and every offset is one of the file."""

from __future__ import annotations

import json
from random import Random

import pytest

from sam_scaffold.document import Document, Node
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import merge, remove_snippet
from sam_scaffold.sam.model.intrinsics import Data, to_data

PARTS = [
    "\U0001f600", "\U00010000", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\uffff", "\\", '"',
    "u", "ud83d", "/", " ", "\n", "ü", "\ue000", "\ue001", "a", "\0", "#",
]  # fmt: skip


def texts(seed: int) -> list[str]:
    random = Random(seed)  # noqa: S311 - examples
    return ["".join(random.choices(PARTS, k=random.randint(0, 9))) for _ in range(20)]


def data_of(text: str) -> Data:
    return to_data(Document.parse("t.json", text.encode("utf-8")).root)


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_is_read_as_json(seed: int, ascii_only: bool) -> None:  # noqa: FBT001
    value = {f"k{number}": {text: [text]} for number, text in enumerate(texts(seed))}
    for indent in (None, 2):
        text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
        assert data_of(text) == value


@pytest.mark.parametrize("seed", range(20))
def test_offsets_are_those_of_the_file(seed: int) -> None:
    value = dict(zip(texts(seed), texts(seed + 1), strict=True))
    document = Document.parse("t", json.dumps(value).encode())
    for node in document.root.items:
        assert json.loads(written(document, node)) == node.value


def written(document: Document, node: Node) -> str:
    return document.text[node.start : node.end]


TEMPLATE = r"""{
  "Description": "Orders \ud83d\uDE00 \\ud83d",
  "Resources": {
    "Topic\ud83d\ude00": {"Type": "AWS::SNS::Topic", "DisplayName": "RAW"}
  }
}
""".replace("RAW", "\x7f\x85\u2028")


def test_a_template_with_pairs_gets_an_entry_and_gives_it_back() -> None:
    snippet = Snippet.parse("s.json", rb'{"Resources": {"Queue": {"Type": "Q \ud83d\ude00"}}}')
    document = Document.parse("t.json", TEMPLATE.encode())
    merged = merge(document, snippet).document
    found = json.loads(merged.text)
    assert found["Resources"].pop("Queue") == {"Type": "Q \U0001f600"}
    assert found == json.loads(TEMPLATE)
    assert remove_snippet(merged, snippet).document.text == TEMPLATE


@pytest.mark.parametrize("half", [r"\ud83d", r"\uDE00", r"\ud83dx\ude00"])
def test_half_a_pair_is_refused_at_its_place(half: str) -> None:
    with pytest.raises(ScaffoldError, match=r"^t:2:7: \\u[dD].* surrogate pair; ") as caught:
        data_of_named("t", f'{{"a": 1,\n"b": "{half}"}}')
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ['a: "\\ud83d\\ude00"\n', '{a: "\\ud83d\\ude00"}\n'])
def test_yaml_has_no_pairs_and_says_so(text: str) -> None:
    with pytest.raises(ScaffoldError, match="write the character itself"):
        data_of_named("t", text)


def test_what_only_looks_like_a_pair_is_text_in_yaml() -> None:
    assert data_of_named("t", "{a: '\\ud83d\\ude00'}\n") == {"a": "\\ud83d\\ude00"}


def data_of_named(name: str, text: str) -> Data:
    return to_data(Document.parse(name, text.encode()).root)
