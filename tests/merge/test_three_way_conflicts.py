"""Conflicts of both sides' changes, and values that are used elsewhere, which stay."""

from __future__ import annotations

from textwrap import indent

import pytest
from threeway import HEAD, body, check_again, merged, row, snippet, template

from sam_scaffold.merge.snippet_merge import merge

CONFLICTS = [
    row("A: 1\n", "A: 2\n", "A: 3\n", "A", "", id="changed"),
    row("X: 1\n", "X: 1\nA: 2\n", "X: 1\nA: 3\n", "A", "", id="added"),
    row("X: 1\n", "X: 1\nA: [1]\n", "X: 1\nA: [2]\n", "A", "", id="added-list"),
    row("A: 1\nX: 1\n", "X: 1\n", "A: 2\nX: 1\n", "A", "", id="deleted-by-the-user"),
    row("A: 1\nX: 1\n", "A: 2\nX: 1\n", "X: 1\n", "A", "", id="deleted-by-theirs"),
    row("A: {B: 1}\nX: 1\n", "A: {B: 1, U: 1}\nX: 1\n", "X: 1\n", "A", "", id="filled-and-deleted"),
    row("A: {B: 1}\n", "A: 1\n", "A: {B: 2}\n", "A", "", id="another-kind"),
    row("A: !Sub x\n", "A: !Sub y\n", "A: !Sub z\n", "A", "", id="function"),
    row(
        "A: !If [C, 1, 2]\n", "A: !If [C, 3, 2]\n", "A: !If [C, 1, 4]\n", "A", "", id="in-function"
    ),
    row("X: 1\n", "X: 1\nE: {Type: S}\n", "X: 1\nE: {Type: T, P: 1}\n", "E", "", id="other-type"),
    row("X: 1\n", "X: 1\nE: {Type: T}\n", "X: 1\nE: {Type: T, P: 1}\n", "E", "", id="not-theirs"),
    row("X: 1\n", "X: 1\nE: {U: 1}\n", "X: 1\nE: {Type: T, U: 1}\n", "E", "", id="without-type"),
    row("E: {Type: T}\n", "E: {Type: S}\n", "E: {Type: T, P: 1}\n", "E", "", id="now-other-type"),
    row("E: {Type: T}\n", "E: {Type: !Ref S}\n", "E: {Type: T, P: 1}\n", "E", "", id="type-by-ref"),
    row("L: [a]\n", "L: [u]\n", "L: [n]\n", "L", "", id="rivals"),
    row("L: [a, a]\n", "L: [a]\n", "L: [a, a, n]\n", "L", "", id="one-twice"),
    row(
        "L: [{Sid: a, V: 1}]\n",
        "L: [{Sid: a, V: 2}]\n",
        "L: [{Sid: a, V: 3}]\n",
        "L.Sid=a.V",
        "",
        id="named",
    ),
    row(
        "L: [{Sid: a}]\n",
        "L: [{Sid: a}, {Sid: b, V: 1}]\n",
        "L: [{Sid: a}, {Sid: b, V: 2}]\n",
        "L.Sid=b.V",
        "",
        id="named-and-added",
    ),
    row(
        "L: [{Sid: a}, {Sid: b, V: 1}]\n",
        "L: [{Sid: a}]\n",
        "L: [{Sid: a}, {Sid: b, V: 2}]\n",
        "L.Sid=b",
        "",
        id="named-and-deleted",
    ),
    row(
        "L: [{Sid: a}, {Sid: b, V: 1}]\n",
        "L: [{Sid: a}, {Sid: b, V: 2}]\n",
        "L: [{Sid: a}]\n",
        "L.Sid=b",
        "",
        id="named-and-deleted-by-theirs",
    ),
    row(
        "A: 1\nX: 1\n",
        "A: 1 # mine\nX: 1\n",
        "X: 1\n",
        "A",
        "your comment would be removed",
        id="comment-behind",
    ),
    row(
        "A:\n  B: 1\nX: 1\n",
        "A:\n  # mine\n  B: 1\nX: 1\n",
        "X: 1\n",
        "A",
        "your comment would be removed",
        id="comment-inside",
    ),
    row(
        "A:\n  B: 1\nX: 1\n",
        "A:\n  B: 1\n  # mine\nX: 1\n",
        "X: 1\n",
        "A",
        "your comment would be removed",
        id="comment-below",
    ),
    row(
        "L:\n- a\n- b\n",
        "L:\n- a\n- b # mine\n",
        "L:\n- a\n",
        'L."b"',
        "your comment would be removed",
        id="comment-of-an-item",
    ),
    row(
        "A: !If [C, 1]\n",
        "A: !If [C, # mine\n  1]\n",
        "A: !If [C, 2]\n",
        "A",
        "your comment would be removed",
        id="comment-in-brackets",
    ),
    row(
        "M: {A: [1, 1]}\n",
        "M: {A: [1, # mine\n  1]}\n",
        "M: {A: 2}\n",
        "M.A",
        "your comment would be removed",
        id="comment-in-brackets-in-brackets",
    ),
    row(
        "L: [a, b]\n",
        "L: [a, # mine\n  b]\n",
        "L: [b]\n",
        'L."a"',
        "there is a comment",
        id="comment-behind-a-comma",
    ),
    row(
        "L: [a, b]\n",
        "L: [a,\n  b # mine\n  ]\n",
        "L: [a]\n",
        'L."b"',
        "there is a comment",
        id="comment-behind-the-last",
    ),
    row(
        "L: [a]\n",
        "L: [ # mine\n  a]\n",
        "L: [n, a]\n",
        'L."n"',
        "there is a comment",
        id="comment-behind-a-bracket",
    ),
    row(
        "L:\n- a\n- b\n",
        "L:\n- # mine\n  a\n- b\n",
        "L:\n- b\n",
        'L."a"',
        "does not follow its dash",
        id="comment-behind-a-dash",
    ),
    row("A: 1\n", "A: 1 # mine\n", "A: |\n  x\n", "A", "several lines", id="text-before-a-comment"),
    row(
        "M: {A: 1, B: 1}\n",
        "M: {A: 1}\n",
        "M: {B: 1}\n",
        "M.A",
        "nothing would be left",
        id="nothing-left",
    ),
    row("L: [a, b]\n", "L: [a]\n", "L: [b]\n", 'L."a"', "nothing would be left", id="no-item-left"),
    row(
        "L:\n- A: 1\n  Sid: x\n",
        "L:\n- A: 1\n  Sid: x\n  U: 1\n",
        "L:\n- Sid: x\n",
        "L.Sid=x.A",
        "begin its line",
        id="behind-the-dash",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "path", "why"), CONFLICTS)
def test_what_both_changed_is_a_conflict_and_stays(
    base: str, ours: str, theirs: str, path: str, why: str
) -> None:
    result = merged(base, ours, theirs)
    assert [conflict.name for conflict in result.conflicts] == [f"Resources.R.{path}"]
    assert why in result.conflicts[0].why
    assert bool(why) == bool(result.conflicts[0].why)
    assert body(result) == ours
    assert result.changed == ()


@pytest.mark.parametrize(("base", "ours", "theirs", "path", "why"), CONFLICTS)
def test_a_conflict_comes_again_until_it_is_settled(
    base: str, ours: str, theirs: str, path: str, why: str
) -> None:
    first = merged(base, ours, theirs)
    assert first.conflicts[0].name.endswith(path)
    assert why in first.conflicts[0].why
    check_again(first, *(snippet(HEAD + indent(text, "    ")) for text in (base, theirs)))


def test_the_rest_is_merged_beside_a_conflict() -> None:
    result = merged("A: 1\nB: 1\n", "A: 2\nB: 1\n", "A: 3\nB: 2\nC: 1\n")
    assert [conflict.name for conflict in result.conflicts] == ["Resources.R.A"]
    assert result.document.position(result.conflicts[0].offset or 0) == "template.yaml:3:8"
    assert body(result) == "A: 2\nB: 2\nC: 1\n"


ANCHORS = [
    row("A: 1\nB: 1\n", "A: &a 1\nB: *a\n", "A: 2\nB: 1\n", ["A"], id="anchored"),
    row("A: 1\nB: 1\n", "A: &a 1\nB: *a\n", "A: 1\nB: 2\n", ["B"], id="alias"),
    row("A: 1\nB: 1\n", "A: &a 1\nB: *a\n", "B: 1\n", ["A"], id="anchored-goes"),
    row("A: 1\nB: 1\n", "A: &a 1\nB: *a\n", "A: 1\n", ["B"], id="alias-goes"),
    row(
        "A: {B: 1}\nC: 1\n", "A: &a {B: 1}\nC: 1\nU: *a\n", "A: {B: 2}\nC: 1\n", ["A"], id="inside"
    ),
    row(
        "A: {B: 1}\nC: 1\n",
        "A: &a {B: 1}\nC: 1\nU: *a\n",
        "A: {B: 1, N: 1}\nC: 1\n",
        ["A"],
        id="comes-inside",
    ),
    row("L: [a]\n", "L: &l [a]\nU: *l\n", "L: [a, n]\n", ["L"], id="list"),
    row(
        "L: [{Sid: a}, b]\n",
        "L: [&a {Sid: a}, b]\nU: *a\n",
        "L: [b]\n",
        ['L.{"Sid": "a"}'],
        id="item",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "paths"), ANCHORS)
def test_what_an_alias_repeats_is_left_alone_and_reported(
    base: str, ours: str, theirs: str, paths: list[str]
) -> None:
    top = "Mappings:\n  U: &u {B: 1}\n" if "*u" in ours else ""
    base, ours, theirs = (indent(text, "    ") for text in (base, ours, theirs))
    document = template(f"{top}{HEAD}{ours}")
    result = merge(document, snippet(HEAD + theirs), snippet(HEAD + base))
    names = [conflict.name for conflict in result.conflicts]
    assert names[: len(paths)] == [f"Resources.R.{path}" for path in paths]
    assert result.document.text == document.text


def test_an_anchor_that_no_alias_uses_is_no_obstacle() -> None:
    result = merged("A:\n  B: 1\n", "A: &a\n  B: 1\n", "A:\n  B: 2\n")
    assert body(result) == "A: &a\n  B: 2\n"


def test_a_section_that_an_alias_repeats_is_left_alone() -> None:
    text = "Resources: &r\n  R:\n    A: 1\nX: *r\n"
    result = merge(template(text), snippet(HEAD + "    A: 2\n"), snippet(HEAD + "    A: 1\n"))
    assert [conflict.why for conflict in result.conflicts] == ["it is anchored, and used elsewhere"]
    assert result.document.text == text


def test_an_item_that_only_got_another_name_does_not_come_where_it_never_was() -> None:
    base = "L: [{Sid: a, V: 1}]\n"
    ours = "L: [{Sid: u}]\n"
    result = merged(base, ours, base.replace("a", "b"))
    assert not result.conflicts
    assert body(result) == ours


FORMS = {
    "flow": (
        "A: !Sub [\n  'it''s-${I}', # mine\n  {I: !Ref x}\n]  # ours\n",
        "A: !Sub\n  - it's-${I}\n  - I: !Ref x\n",
    ),
    "block": (
        'A: !If\n  - C # mine\n  - 1\n  - "it\'s-${I}"\n',
        'A: !If [C, 1, "it\'s-${I}"]\n',
    ),
}


@pytest.mark.parametrize(("ours", "base"), FORMS.values(), ids=FORMS.keys())
def test_a_long_value_with_comments_changes_where_it_says_something_else(
    ours: str, base: str
) -> None:
    result = merged(base, ours, base.replace("it's", "it's-new"))
    assert not result.conflicts
    assert body(result) == ours.replace("it''s", "it''s-new").replace("it's", "it's-new")
