"""Pairs, comments and items that only one side changed are merged."""

from __future__ import annotations

from textwrap import indent

import pytest
from threeway import HEAD, body, check_again, merged, row, snippet

KEYS = [
    row("A: 1\n", "A: 1 # mine\n", "A: 2\n", "A: 2 # mine\n", id="changed"),
    row("A: 1\n", "'A': 0x1\n", "A: 2\n", "A: 2\n", id="changed-and-written-otherwise"),
    row("A: 1\nB: 1\n", "A: 2\nB: 1\n", "A: 1\nB: 3\n", "A: 2\nB: 3\n", id="one-each"),
    row("A: 1\n", "A: 2\n", "A: 2\n", "A: 2\n", id="changed-alike"),
    row("A: 1\n", "A: 1\nB: 2\n", "A: 1\nB: 2\n", "A: 1\nB: 2\n", id="added-alike"),
    row("A: 1\nB: 1\n", "A: 1\n", "A: 1\n", "A: 1\n", id="deleted-alike"),
    row("A: 1\nB: 1\n", "A: 1\n", "A: 2\nB: 1\n", "A: 2\n", id="deleted-by-the-user-stays-so"),
    row("A: 1\nB: 1\n", "B: 1\nU: 1\n", "A: 1\n", "U: 1\n", id="each-deleted-one"),
    row(
        "A: 1\nC: 1\n",
        "C: 1\nA: 1\nU: 1\n",
        "A: 1\nB: 1\nC: 1\n",
        "C: 1\nA: 1\nB: 1\nU: 1\n",
        id="behind-the-nearest-before-it",
    ),
    row(
        "A: 1\nB: 1\n",
        "A: 1\nU: 1\n",
        "A: 1\nB: 1\nC: 1\n",
        "A: 1\nC: 1\nU: 1\n",
        id="behind-the-nearest-that-is-there",
    ),
    row(
        "A: 1\n",
        "# of A\nA: 1 # mine\n",
        "N: 1\nM: 1\nA: 1\n",
        "N: 1\nM: 1\n# of A\nA: 1 # mine\n",
        id="first-above-a-comment",
    ),
    row(
        "A:\n  B: 1\nC: 1\n",
        "A:\n  B: 1\n  # B2: 1\n\n  # B3: 1\nC: 1\n",
        "A:\n  B: 1\nN: 1\nC: 1\n",
        "A:\n  B: 1\n  # B2: 1\n\n  # B3: 1\nN: 1\nC: 1\n",
        id="behind-comments-of-the-one-before",
    ),
    row(
        "A:\n  B: 1\n  C: 1\nD: 1\n",
        "A:\n  B: 2\n  C: 1\nD: 1\n",
        "A:\n  B: 1\nN:\n  M: 1\nD: 1\n",
        "A:\n  B: 2\nN:\n  M: 1\nD: 1\n",
        id="behind-what-ends-in-one-that-goes",
    ),
    row(
        "A:\n  B: 1\nD: 1\n",
        "A:\n  B: 2\nD: 1\n",
        "A:\n  B: 1\n  C: 1\nN: 1\nD: 1\n",
        "A:\n  B: 2\n  C: 1\nN: 1\nD: 1\n",
        id="behind-what-ends-in-one-that-comes",
    ),
    row(
        "A: 1\nB: 1\n",
        "A: 1\nB: 1 \n",
        "N: 1\n",
        "N: 1\n",
        id="all-exchanged",
    ),
    row("A: {B: 1}\n", "A: {}\nU: 1\n", "A: {B: 1, N: 1}\n", 'A: {"N": 1}\nU: 1\n', id="emptied"),
    row("A: {B: 1}\n", "A: {B: 1} # mine\n", "A: {}\n", "A: {} # mine\n", id="emptied-by-theirs"),
    row("A:\n  B: 1\n", "A: {B: 1}\n", "A: 1\n", "A: 1\n", id="another-kind"),
    row(
        "A: 1\n",
        "A: 1\nM:\n  U: 1\n",
        "A: 1\nM:\n  N: 1\n",
        "A: 1\nM:\n  N: 1\n  U: 1\n",
        id="both",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), KEYS)
def test_pairs_are_merged_key_by_key(base: str, ours: str, theirs: str, expected: str) -> None:
    result = merged(base, ours, theirs)
    assert result.conflicts == ()
    assert body(result) == expected


COMMENTS = [
    row("# old\nA: 1\n", "# old\nA: 2\n", "# new\nA: 1\n", "# new\nA: 2\n", id="changed"),
    row("A: 1\n", "A: 2\n", "# new\nA: 1\n", "# new\nA: 2\n", id="added"),
    row("# old\nA: 1\n", "# old\nA: 2\n", "A: 1\n", "A: 2\n", id="removed"),
    row(
        "# old\nA: 1\n",
        "# mine\n# old\nA: 2\n",
        "# new\n# more\nA: 1\n",
        "# mine\n# new\n# more\nA: 2\n",
        id="below-one-of-the-users",
    ),
    row("# old\nA: 1\n", "# mine\nA: 2\n", "# new\nA: 1\n", "# mine\nA: 2\n", id="rewritten"),
    row("A: 1\n", "# mine\nA: 1\n", "# new\nA: 1\n", "# mine\nA: 1\n", id="the-user-has-one"),
    row(
        "A:\n  B: 1\n",
        "A: # mine\n  # mine, too\n  B: 1 # and mine\n",
        "A:\n  B: 2\n",
        "A: # mine\n  # mine, too\n  B: 2 # and mine\n",
        id="in-a-changed-mapping",
    ),
    row(
        "A: 1\n# of B\nB: 1\n",
        "A: 2\n# of B\nB: 1\n",
        "A: 1\n",
        "A: 2\n",
        id="goes-with-its-key",
    ),
    row(
        "A: 1\n# of B\nB: 1 # one\n",
        "A: 2\n# mine\n# of B\nB: 1 # one\n",
        "A: 1\n",
        "A: 2\n# mine\n",
        id="stays-without-its-key",
    ),
    row(
        "L:\n- a\n# of b\n- b # one\n",
        "L:\n- a\n# of b\n- b # one\n- u\n",
        "L:\n- a\n",
        "L:\n- a\n- u\n",
        id="goes-with-its-item",
    ),
    row(
        "L:\n- a\n",
        "L:\n- a # mine\n- u\n",
        "L:\n- a\n# of b\n- {b: 'x'} # one\n",
        "L:\n- a # mine\n# of b\n- {b: 'x'} # one\n- u\n",
        id="comes-with-its-item",
    ),
    row(
        "L:\n- a\n",
        "L:\n# of a\n- a\n- u\n",
        "L:\n- n\n- a\n",
        "L:\n- n\n# of a\n- a\n- u\n",
        id="stays-with-its-item",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), COMMENTS)
def test_comments_stay_with_what_they_speak_of(
    base: str, ours: str, theirs: str, expected: str
) -> None:
    result = merged(base, ours, theirs)
    assert result.conflicts == ()
    assert body(result) == expected


def test_a_new_comment_alone_is_a_change() -> None:
    result = merged("# old\nA: 1\n", "# old\nA: 2\n", "# new\nA: 1\n")
    assert result.changed == ("Resources.R.A",)


LISTS = [
    row("L: [a]\n", "L: [u, a]\n", "L: [a, n]\n", 'L: [u, a, "n"]\n', id="both-added"),
    row("L: [a, b]\n", "L: [b, u]\n", "L: [a]\n", "L: [u]\n", id="both-deleted"),
    row("L: [a]\n", "L: [u, a]\n", "L: [n]\n", 'L: ["n", u]\n', id="replaced"),
    row("L: [a]\n", "L:\n- a\n", "L: [n]\n", "L:\n- n\n", id="all-replaced"),
    row(
        "L: [a, b]\n", "L: [b, a]\n", "L: [n, m]\n", 'L: ["n", "m"]\n', id="reordered-and-replaced"
    ),
    row("L: [a, b, c]\n", "L: [a, b, c, u]\n", "L: [c]\n", "L: [c, u]\n", id="the-first-ones-go"),
    row("L: [a, b, c]\n", "L: [u, a, b, c]\n", "L: [a]\n", "L: [u, a]\n", id="the-last-ones-go"),
    row("L: [a]\n", "L: [b]\n", "L: [b]\n", "L: [b]\n", id="replaced-alike"),
    row("L: [a]\n", "L: []\n", "L: [a, n]\n", 'L: ["n"]\n', id="emptied"),
    row(
        "L: [a]\nB: 1\n", "L: [a]\nB: 2\n", "L: []\nB: 1\n", "L: []\nB: 2\n", id="emptied-by-theirs"
    ),
    row("L:\n- 1\n", "L:\n- 1\n- 2\n", "L:\n- 1\n- 2\n", "L:\n- 1\n- 2\n", id="added-alike"),
    row("L:\n- a\n", "L:\n- a\n- u\n", "L:\n- n\n", "L:\n- n\n- u\n", id="replaced-in-lines"),
    row("L: [a, a]\n", "L: [a, a] # mine\n", "L: [a]\n", "L: [a] # mine\n", id="one-twice"),
    row(
        "L: [!Ref A]\n",
        "L:\n- Ref: A\n- !Ref U\n",
        "L: [!Ref A, !Ref B]\n",
        "L:\n- Ref: A\n- !Ref B\n- !Ref U\n",
        id="functions",
    ),
    row(
        "L:\n- - a\n  - b\n",
        "L:\n- - a\n  - b\n- u\n",
        "L:\n- - a\n  - b\n- - n\n  - m\n",
        "L:\n- - a\n  - b\n- - n\n  - m\n- u\n",
        id="lists",
    ),
    row(
        "L:\n- a\n",
        "L:\n    - a\n    - u\n",
        "L:\n- a\n- X: |\n    t\n\n    t\n  # of Y\n  Y: 1\n",
        "L:\n    - a\n    - X: |\n        t\n\n        t\n      # of Y\n      Y: 1\n    - u\n",
        id="as-it-is-written",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), LISTS)
def test_lists_are_merged_as_sets(base: str, ours: str, theirs: str, expected: str) -> None:
    result = merged(base, ours, theirs)
    assert result.conflicts == ()
    assert body(result) == expected


@pytest.mark.parametrize("name", ["Sid", "AttributeName", "PolicyName", "Name", "Key", "Id"])
def test_items_with_names_are_merged_one_by_one(name: str) -> None:
    result = merged(
        f"L:\n- {name}: a\n  V: 1\n  W: 1\n- {name}: b\n  V: 1\n",
        f"L:\n- {name}: u\n- {name}: b\n  V: 1\n- {name}: a\n  V: 1 # mine\n  W: 2\n",
        f"L:\n- {name}: a\n  V: 2\n  W: 1\n  N: 1\n- {name}: n\n- {name}: m\n",
    )
    assert result.conflicts == ()
    assert body(result) == (
        f"L:\n- {name}: u\n- {name}: a\n  V: 2 # mine\n  W: 2\n  N: 1\n- {name}: n\n- {name}: m\n"
    )


def test_a_new_key_can_come_before_the_one_behind_the_dash() -> None:
    result = merged("L:\n- Sid: a\n", "L:\n- Sid: a\n  U: 1\n", "L:\n- N: 1\n  Sid: a\n")
    assert result.conflicts == ()
    assert body(result) == "L:\n- Sid: a\n  N: 1\n  U: 1\n"


def test_an_item_that_has_another_name_is_the_same() -> None:
    result = merged(
        "L:\n- Sid: a\n  V: 1\n- Sid: x\n",
        "L:\n- Sid: x\n- Sid: a # mine\n  V: 1\n  U: 1\n",
        "L:\n- Sid: b\n  V: 2\n- Sid: x\n",
    )
    assert result.conflicts == ()
    assert body(result) == "L:\n- Sid: x\n- Sid: b # mine\n  V: 2\n  U: 1\n"


def test_a_conflict_in_an_item_that_has_another_name_comes_again() -> None:
    texts = (
        "L:\n- Sid: a\n  V: 1\n- Sid: x\n",
        "L:\n- Sid: x\n- Sid: a\n  V: 2\n",
        "L:\n- Sid: b\n  V: 3\n- Sid: x\n",
    )
    first = merged(*texts)
    assert [conflict.name for conflict in first.conflicts] == ["Resources.R.L.Sid=b.V"]
    assert body(first) == "L:\n- Sid: x\n- Sid: b\n  V: 2\n"
    check_again(first, *(snippet(HEAD + indent(text, "    ")) for text in texts[::2]))


FUNCTIONS = [
    row("A: !Sub x\n", 'A: !Sub "x"\n', "A: !Sub y\n", "A: !Sub y\n", id="quoted"),
    row("A: !Sub x\n", "A: {Fn::Sub: x}\n", "A: !Sub y\n", "A: !Sub y\n", id="long"),
    row("A: !GetAtt B.C\n", "A: !GetAtt [B, C]\n", "A: !Ref B\n", "A: !Ref B\n", id="a-list"),
    row(
        "A: !If [C, 1, 2]\n",
        "A: !If [C, 1, 2] # mine\n",
        "A: !If [C, 1, 3]\n",
        "A: !If [C, 1, 3] # mine\n",
        id="flow",
    ),
    row(
        "A: !If\n- C\n- 1\n",
        "A: !If\n- 'C'\n- 1\n",
        "A: !If\n- C\n- 2\n",
        "A: !If\n- C\n- 2\n",
        id="lines",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), FUNCTIONS)
def test_a_function_is_exchanged_as_a_whole(
    base: str, ours: str, theirs: str, expected: str
) -> None:
    result = merged(base, ours, theirs)
    assert result.conflicts == ()
    assert body(result) == expected
