"""States of entries in a template, and refusals of a merge."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.entry_status import EntryState, entry_statuses
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import merge, remove_snippet

HEAD = "Resources:\n  A:\n    Type: X\n"


def template(text: str) -> Document:
    return Document.parse("template.yaml", text.encode())


def snippet(text: str) -> Snippet:
    return Snippet.parse("snippet.yaml", text.encode())


B = snippet("Resources:\n  B:\n    Type: Y\n    P: !Ref A\n")


@pytest.mark.parametrize(
    ("text", "base", "state"),
    [
        (HEAD, None, EntryState.MISSING),
        (HEAD + "  B:\n    Type: Y\n    P: !Ref A\n", None, EntryState.SAME),
        (HEAD + "  B: {P: {Ref: A}, 'Type': \"Y\"}\n", None, EntryState.SAME),
        (HEAD + "  B:\n    Type: Z\n", None, EntryState.DIFFERENT),
        (HEAD + "  B:\n    Type: Z\n", B, EntryState.EDITED),
        (HEAD, B, EntryState.DELETED),
    ],
    ids=["missing", "same", "same-otherwise-written", "different", "edited", "deleted"],
)
def test_an_entry_stands_as_its_meaning_and_its_past_say(
    text: str, base: Snippet | None, state: EntryState
) -> None:
    assert [entry.state for entry in entry_statuses(template(text), B, base)] == [state]


@pytest.mark.parametrize("text", [HEAD, HEAD + "  B:\n    Type: Z\n"], ids=["deleted", "edited"])
def test_what_the_user_did_since_the_last_merge_is_left_alone(text: str) -> None:
    merged = merge(template(text), B, base=B)
    assert merged.changed == ()
    assert merged.document.text == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HEAD + "  B:\n    Type: Z\n",
            r"^template\.yaml:4:3: Resources\.B exists already and differs from snippet",
        ),
        (HEAD + "Parameters:\n  B:\n    Type: String\n", r"^template\.yaml:5:3: Parameters\.B has"),
        (HEAD + "  B: {Type: Y}\n  B: {Type: Y}\n", r"^template\.yaml:5:3: Resources\.B appears"),
        ("Resources: [1]\n", r"^template\.yaml:1:12: Resources must be a mapping"),
        ("Resources: text\n", r"^template\.yaml:1:12: Resources must be a mapping"),
        ("Resources: !Foo {}\n", r"^template\.yaml:1:12: Resources must be a mapping"),
        ("Resources: &r {A: {}}\nX: *r\n", r"^template\.yaml:1:12: Resources is anchored as &r"),
        ("X: &r {A: {}}\nResources: *r\n", r"^template\.yaml:2:12: Resources is an alias"),
        (HEAD + "Resources: {}\n", r"^template\.yaml:4:1: Resources appears twice"),
    ],
    ids=[
        "differs", "parameter", "entry-twice", "list", "text", "tagged", "anchored", "alias",
        "section-twice",
    ],
)  # fmt: skip
def test_what_cannot_be_merged_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(ScaffoldError, match=message) as caught:
        merge(template(text), B)
    assert "\n" not in str(caught.value)


def test_all_sections_of_a_snippet_are_merged() -> None:
    sections = ("Metadata", "Parameters", "Mappings", "Conditions", "Resources", "Outputs")
    text = "".join(f"{name}:\n  New{name}:\n    K: 1\n" for name in sections)
    merged = merge(template(HEAD + "Outputs:\n  O:\n    Value: 1\n"), snippet(text))
    assert merged.changed == tuple(f"{name}.New{name}" for name in sections)
    assert merge(merged.document, snippet(text)).changed == ()


def test_an_edited_entry_is_not_removed() -> None:
    with pytest.raises(ScaffoldError, match=r"Resources\.B differs from snippet\.yaml"):
        remove_snippet(template(HEAD + "  B:\n    Type: Z\n"), B)


def test_an_entry_whose_anchor_is_used_elsewhere_is_not_removed() -> None:
    text = HEAD + "  B: &b\n    Type: Y\n    P: !Ref A\n  C: *b\n"
    with pytest.raises(ScaffoldError, match="defines the anchor &b, which is used elsewhere"):
        remove_snippet(template(text), B)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            HEAD + "\n  # mine\n  B:\n    Type: Y\n    P: !Ref A\n\n  C:\n    Type: Z\n",
            HEAD + "\n  # mine\n  C:\n    Type: Z\n",
        ),
        (
            HEAD + "\n  # of B\n  B: {Type: Y, P: !Ref A}\n\n\n  # of C\n  C:\n    Type: Z\n",
            HEAD + "\n\n  # of C\n  C:\n    Type: Z\n",
        ),
    ],
    ids=["comment-added", "rewritten"],
)
def test_a_block_goes_as_inserted_or_else_with_its_comment_and_one_blank_line(
    text: str, expected: str
) -> None:
    assert remove_snippet(template(text), B).document.text == expected


PAIRS = {
    "yaml": "Resources:\n  A: 1\n",
    "no-final-newline": "Resources:\n  A: 1",
    "white-space-at-the-end": "Resources:\n  A: 1\n \n",
    "json": '{\n  "Resources": {\n    "A": 1\n  }\n}\n',
    "one-line-json": '{"Transform": "x", "Resources": {"A": {"Type": "X"}}}\n',
}


@pytest.mark.parametrize("text", PAIRS.values(), ids=PAIRS.keys())
@pytest.mark.parametrize("first_out", [0, 1], ids=["first-in-first-out", "last-in-first-out"])
def test_two_snippets_come_out_in_any_order(text: str, first_out: int) -> None:
    both = [snippet("Outputs:\n  O: 1\n"), snippet("Mappings:\n  M: 1\nConditions:\n  C: 1\n")]
    document = template(text)
    for part in both:
        document = merge(document, part).document
    for part in (both[first_out], both[1 - first_out]):
        document = remove_snippet(document, part).document
    assert [line for line in document.text.split("\n") if line.strip()] == [
        line for line in text.split("\n") if line.strip()
    ]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("Resources: &unused {A: 1}\n", "Resources:\n  B: 1\n"),
        ("Resources: &unused {}\n", "Resources:\n  B: 1\n"),
        ("Resources:\n  A:\n  - 1\n", "Resources:\n  B:\n    -\n      - x\n"),
        ("Resources:\n  A: 1\n", "Resources:\n  B: |\n    x"),
    ],
    ids=["anchored-line", "anchored-empty", "dash-below-dash", "snippet-without-final-newline"],
)
def test_odd_forms_are_merged_and_come_back(text: str, added: str) -> None:
    merged = merge(template(text), snippet(added))
    assert merged.changed == ("Resources.B",)
    assert remove_snippet(merged.document, snippet(added)).document.text == text


QUEUE = snippet("Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n")

NEEDED = {
    "ref": "Value: !Ref Queue",
    "attribute": "Value: !GetAtt Queue.Arn",
    "sub": 'Value: !Sub "x-${Queue.Arn}"',
    "deep": "Value: {a: [1, {b: !Ref Queue}]}",
}


@pytest.mark.parametrize("needed", NEEDED.values(), ids=NEEDED.keys())
@pytest.mark.parametrize("where", ["Resources", "Outputs"])
def test_what_others_refer_to_is_not_taken_out(needed: str, where: str) -> None:
    text = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n  Other:\n    Type: X\n"
    text += f"    {needed}\n" if where == "Resources" else f"Outputs:\n  Other:\n    {needed}\n"
    expected = rf"{where}\.Other refers to Resources\.Queue.* Resources\.Queue from snippet\.yaml"
    with pytest.raises(ScaffoldError, match=expected):
        remove_snippet(template(text), QUEUE)


@pytest.mark.parametrize("depends", ["Queue", "[Queue]"])
def test_what_others_depend_on_is_not_taken_out(depends: str) -> None:
    text = f"Resources:\n  Queue: {{Type: AWS::SQS::Queue}}\n  Other: {{DependsOn: {depends}}}\n"
    with pytest.raises(ScaffoldError, match=r"Resources\.Other refers to Resources\.Queue"):
        remove_snippet(template(text), QUEUE)


@pytest.mark.parametrize("depends", ["[{}]", "[[Queue]]", "5", "true", "{Queue: 1}", "[]", "null"])
def test_a_dependency_on_nothing_that_has_a_name_is_none(depends: str) -> None:
    other = f"Resources:\n  Other: {{DependsOn: {depends}}}\n"
    both = f"{other}  Queue: {{Type: AWS::SQS::Queue}}\n"
    assert remove_snippet(template(both), QUEUE).changed == ("Resources.Queue",)
    assert merge(template(HEAD), snippet(other)).changed == ("Resources.Other",)


def test_what_goes_together_may_refer_to_each_other() -> None:
    both = "Resources:\n  Queue: {Type: AWS::SQS::Queue}\n  Other: {Type: X, Value: !Ref Queue}\n"
    assert remove_snippet(template(both), snippet(both)).changed == (
        "Resources.Queue",
        "Resources.Other",
    )
