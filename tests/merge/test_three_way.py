"""How a changed snippet gets into a block that somebody edited: the rules, one by one."""

from __future__ import annotations

from textwrap import indent

import pytest

from sam_scaffold.document import Document
from sam_scaffold.merge.conflict import Conflict
from sam_scaffold.merge.merge import Merged, merge
from sam_scaffold.merge.place import unsettled
from sam_scaffold.merge.snippet import Snippet

HEAD = "Resources:\n  R:\n"


def template(text: str) -> Document:
    return Document.parse("template.yaml", text.encode())


def snippet(text: str) -> Snippet:
    return Snippet.parse("snippet.yaml", text.encode())


def merged(base: str, ours: str, theirs: str) -> Merged:
    """Merge what stands in a resource."""
    base, ours, theirs = (HEAD + indent(text, "    ") for text in (base, ours, theirs))
    return merge(template(ours), snippet(theirs), snippet(base))


def body(result: Merged) -> str:
    lines = result.document.text.removeprefix(HEAD).split("\n")
    return "\n".join(line.removeprefix("    ") for line in lines)


row = pytest.param

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
        "a comment of yours",
        id="comment-behind",
    ),
    row(
        "A:\n  B: 1\nX: 1\n",
        "A:\n  # mine\n  B: 1\nX: 1\n",
        "X: 1\n",
        "A",
        "a comment of yours",
        id="comment-inside",
    ),
    row(
        "A:\n  B: 1\nX: 1\n",
        "A:\n  B: 1\n  # mine\nX: 1\n",
        "X: 1\n",
        "A",
        "a comment of yours",
        id="comment-below",
    ),
    row(
        "L:\n- a\n- b\n",
        "L:\n- a\n- b # mine\n",
        "L:\n- a\n",
        'L."b"',
        "a comment of yours",
        id="comment-of-an-item",
    ),
    row(
        "A: !If [C, 1]\n",
        "A: !If [C, # mine\n  1]\n",
        "A: !If [C, 2]\n",
        "A",
        "a comment of yours",
        id="comment-in-brackets",
    ),
    row(
        "M: {A: [1, 1]}\n",
        "M: {A: [1, # mine\n  1]}\n",
        "M: {A: 2}\n",
        "M.A",
        "a comment of yours",
        id="comment-in-brackets-in-brackets",
    ),
    row(
        "L: [a, b]\n",
        "L: [a, # mine\n  b]\n",
        "L: [b]\n",
        'L."a"',
        "a comment stands",
        id="comment-behind-a-comma",
    ),
    row(
        "L: [a, b]\n",
        "L: [a,\n  b # mine\n  ]\n",
        "L: [a]\n",
        'L."b"',
        "a comment stands",
        id="comment-behind-the-last",
    ),
    row(
        "L: [a]\n",
        "L: [ # mine\n  a]\n",
        "L: [n, a]\n",
        'L."n"',
        "a comment stands",
        id="comment-behind-a-bracket",
    ),
    row(
        "L:\n- a\n- b\n",
        "L:\n- # mine\n  a\n- b\n",
        "L:\n- b\n",
        'L."a"',
        "behind its dash",
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


def check_again(first: Merged, base: Snippet, theirs: Snippet) -> None:
    """With what is recorded, a second merge says the same and does nothing."""
    record = Snippet.parse("record", unsettled(theirs, base, first.conflicts))
    again = merge(first.document, theirs, record)
    assert sorted(map(said, again.conflicts)) == sorted(map(said, first.conflicts))
    assert again.document.text == first.document.text
    assert again.changed == ()


def said(conflict: Conflict) -> tuple[str, ...]:
    return (conflict.name, *conflict.lines(), conflict.why)


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
    row("A: {B: 1, C: 1}\n", "A: {<<: *u, C: 1}\n", "A: {B: 2, C: 1}\n", ["A"], id="merged"),
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
    assert [one.why for one in result.conflicts] == ["it is anchored, and used elsewhere"]
    assert result.document.text == text


# --- Texts and the end of the file --------------------------------------------------

DEEP = " " * 12

TEXTS = [
    row("T: a\n", "T: |\n  b\n", "T: |\n  b\n", id="text"),
    row("A: 1\n", "A: 1\nT: |\n  b\n", "A: 1\nT: |\n  b\n", id="text-comes"),
    row("T: |\n  a\nA: 1\n", "T: |\n  a\n", "T: |\n  a\n", id="behind-a-text-goes"),
    row("T: |\n  a\n", "T: |\n  a\nN: 1\n", "N: 1\nT: |\n  a\n", id="behind-a-text-comes"),
    row("L:\n- |\n  a\n", "L:\n- |\n  a\n- n\n", "L:\n- n\n- |\n  a\n", id="item-behind-a-text"),
    row("A: 1\nB: 1\nC: 1\n", "A: 1\n", "A: 1\n", id="the-last-ones-go"),
]


@pytest.mark.parametrize(("base", "theirs", "expected"), TEXTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_file_without_a_final_newline_is_merged(
    base: str, theirs: str, expected: str, newline: str
) -> None:
    base, theirs, expected = (indent(text, "    ") for text in (base, theirs, expected))
    ours = f"{HEAD}    U: 1\n{base}".rstrip("\n").replace("\n", newline)
    document = Document.parse("template.yaml", ours.encode())
    result = merge(document, snippet(HEAD + theirs), snippet(HEAD + base))
    assert result.conflicts == ()
    text = result.document.text
    assert text.replace("\r\n", "\n").rstrip("\n") == f"{HEAD}    U: 1\n{expected}".rstrip("\n")
    assert text.count("\n") == text.count(newline)


def test_a_new_text_does_not_take_in_the_white_space_below() -> None:
    ours = f"{HEAD}    A: 1\n{DEEP}\n    U: 1\n"
    base, theirs = (snippet(f"{HEAD}    A: 1\n{text}") for text in ("", "    T: |\n      t\n"))
    text = merge(template(ours), theirs, base).document.text
    assert text == f"{HEAD}    A: 1\n{DEEP}\n    T: |\n      t\n    U: 1\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("A: 1\n", f"A: 1\n{DEEP}\nU: 1\n", "A: |\n  t\n"),
        ("T: |\n  t\nA: 1\n", f"T: |\n  t\nA: 1\n{DEEP}\nU: 1\n", "T: |\n  t\n"),
        ("T: 1\nA: 1\n", "T: |+\n  t\nA: 1\n\nU: 1\n", "T: 1\n"),
    ],
    ids=["text-comes", "text-above", "kept-text-above"],
)
def test_what_would_make_a_text_longer_is_a_conflict(base: str, ours: str, theirs: str) -> None:
    result = merged(base, ours, theirs)
    assert [one.why for one in result.conflicts] == ["the white space below would become text"]
    assert result.changed == ()


def test_a_kept_text_of_crlf_lines_keeps_its_blank_lines() -> None:
    ours = (HEAD + "    A: 1\n    T: |+\n      t\n\n    U: 1\n").replace("\n", "\r\n")
    base, theirs = (
        snippet(HEAD + "    A: 1\n    T: 1\n"),
        snippet(HEAD + "    A: 1\n    T: 1\n    N: 1\n"),
    )
    text = merge(Document.parse("t", ours.encode()), theirs, base).document.text
    assert text == ours.replace("    U:", "    N: 1\r\n    U:")


# --- JSON ---------------------------------------------------------------------------


def as_json(text: str) -> str:
    return '{\n  "Resources": {\n    "R": {\n' + indent(text, " " * 6) + "\n    }\n  }\n}\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ('"A": 1,\n"B": 1', "A: 2\nB: 1\n", '"A": 2,\n"B": 1'),
        ('"A": 1,\n"B": 1', "A: 1\nN: {M: 1}\nB: 1\n", '"A": 1,\n"N": {\n  "M": 1\n},\n"B": 1'),
        ('"A": 1,\n"B": 1', "N: 1\nA: 1\nB: 1\n", '"N": 1,\n"A": 1,\n"B": 1'),
        ('"A": 1,\n"B": 1,\n"U": 1', "N: 1\n", '"N": 1,\n"U": 1'),
        ('"U": 1,\n"A": 1,\n"B": 1', "N: 1\n", '"N": 1,\n"U": 1'),
        ('"A": 1,\n"U": 1,\n"B": 1', "A: 1\n", '"A": 1,\n"U": 1'),
        ('"A": 1,\n"B": 1', "N: 1\nM: !Ref X\n", '"N": 1,\n"M": {\n  "Ref": "X"\n}'),
    ],
    ids=["changed", "behind", "first", "the-first-go", "the-last-go", "last-goes", "all-exchanged"],
)
def test_json_stays_json(ours: str, theirs: str, expected: str) -> None:
    base = snippet(HEAD + "    A: 1\n    B: 1\n")
    result = merge(template(as_json(ours)), snippet(HEAD + indent(theirs, "    ")), base)
    assert result.conflicts == ()
    assert result.document.text == as_json(expected)


# --- Whole entries ------------------------------------------------------------------

QUEUE = "  Queue:\n    Type: AWS::SQS::Queue\n"
FUNCTION = "  Function:\n    Type: F\n    Timeout: 3\n"
TOPIC = "  Topic:\n    Type: AWS::SNS::Topic\n"
MINE = "  Mine:\n    Type: M\n"


def of_resources(base: str, ours: str, theirs: str) -> Merged:
    base, ours, theirs = (f"Resources:\n{text}" for text in (base, ours, theirs))
    return merge(template(ours), snippet(theirs), snippet(base))


def resources(result: Merged) -> str:
    return result.document.text.removeprefix("Resources:\n")


ENTRIES = [
    row(QUEUE, MINE + QUEUE, QUEUE + TOPIC, MINE + QUEUE + TOPIC, id="comes-behind"),
    row(QUEUE, QUEUE + MINE, QUEUE + TOPIC, QUEUE + TOPIC + MINE, id="comes-behind-a-moved-one"),
    row(QUEUE, QUEUE + MINE, TOPIC + QUEUE, QUEUE + MINE + TOPIC, id="comes-first"),
    row(
        QUEUE + TOPIC,
        f"{QUEUE}\n{MINE}\n{TOPIC}",
        QUEUE + FUNCTION + TOPIC,
        f"{QUEUE}\n{FUNCTION}\n{MINE}\n{TOPIC}",
        id="comes-with-a-blank-line",
    ),
    row(QUEUE + TOPIC, MINE + QUEUE + TOPIC, TOPIC, MINE + TOPIC, id="goes"),
    row(QUEUE + TOPIC, TOPIC + MINE, TOPIC + QUEUE, TOPIC + MINE, id="deleted"),
    row(
        QUEUE + TOPIC,
        TOPIC + MINE,
        TOPIC + QUEUE + "    N: 1\n",
        TOPIC + MINE,
        id="deleted-and-changed",
    ),
    row(QUEUE + TOPIC, TOPIC + MINE, TOPIC, TOPIC + MINE, id="deleted-by-both"),
    row(QUEUE, QUEUE + TOPIC, QUEUE + TOPIC, QUEUE + TOPIC, id="added-by-both"),
    row(
        QUEUE + FUNCTION + "    Q: !Ref Queue\n",
        MINE + FUNCTION + "    Q: !Ref Queue\n",
        QUEUE + FUNCTION.replace("3", "4") + "    Q: !Ref Queue\n",
        MINE + FUNCTION.replace("3", "4") + "    Q: !Ref Queue\n",
        id="what-needs-it-changes-elsewhere",
    ),
    row(
        QUEUE + FUNCTION + "    Q: !Ref Queue\n",
        QUEUE + FUNCTION + "    Q: !Ref Queue\n    U: 1\n",
        FUNCTION,
        FUNCTION + "    U: 1\n",
        id="goes-with-what-refers-to-it",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), ENTRIES)
def test_entries_come_and_go(base: str, ours: str, theirs: str, expected: str) -> None:
    result = of_resources(base, ours, theirs)
    assert result.conflicts == ()
    assert resources(result) == expected


NEEDS_QUEUE = "needs Queue, which is not in the template"
KEPT = [
    row(QUEUE + TOPIC, TOPIC + QUEUE + "    U: 1\n", TOPIC, ["Queue"], "", id="edited"),
    row(
        QUEUE + TOPIC,
        TOPIC + QUEUE + "    # mine\n",
        TOPIC,
        ["Queue"],
        "a comment of yours",
        id="commented",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC + QUEUE.replace("Type:", "Type: &q") + MINE + "    A: *q\n",
        TOPIC,
        ["Queue"],
        "it is anchored",
        id="anchored",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC + QUEUE + MINE + "    Q: !Ref Queue\n",
        TOPIC,
        ["Queue"],
        "Resources.Mine refers",
        id="needed",
    ),
    row(
        QUEUE + FUNCTION + "    Q: !Ref Queue\n",
        QUEUE + FUNCTION + "    Q: !GetAtt Queue.Arn\n",
        FUNCTION,
        ["Function.Q", "Queue"],
        "",
        id="needed-by-a-conflict",
    ),
    row(
        QUEUE,
        QUEUE + TOPIC + "    U: 1\n",
        QUEUE + TOPIC,
        ["Topic"],
        "has this name",
        id="name-taken",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC,
        QUEUE + TOPIC + FUNCTION + "    Q: !Ref Queue\n",
        ["Function"],
        NEEDS_QUEUE,
        id="needs-what-is-gone",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC,
        QUEUE + TOPIC + "    Q: !Ref Queue\n",
        ["Topic.Q"],
        NEEDS_QUEUE,
        id="key-needs-it",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC,
        QUEUE + TOPIC + "    DependsOn: Queue\n",
        ["Topic.DependsOn"],
        NEEDS_QUEUE,
        id="key-depends-on-it",
    ),
    row(
        QUEUE + TOPIC + "    DependsOn: [M]\n",
        TOPIC + "    DependsOn: [M]\n",
        QUEUE + TOPIC + "    DependsOn: [M, Queue]\n",
        ['Topic.DependsOn."Queue"'],
        NEEDS_QUEUE,
        id="item-depends-on-it",
    ),
    row(
        QUEUE + TOPIC + "    L: [1]\n",
        TOPIC + "    L: [1]\n",
        QUEUE + TOPIC + "    L: [1, !GetAtt Queue.Arn]\n",
        ['Topic.L.{"Fn::GetAtt": ["Queue", "Arn"]}'],
        NEEDS_QUEUE,
        id="item-needs-it",
    ),
    row(
        QUEUE + TOPIC + "    A: 1\n",
        TOPIC + "    A: 1\n",
        QUEUE + TOPIC + "    A: !Sub ${Queue}\n",
        ["Topic.A"],
        NEEDS_QUEUE,
        id="value-needs-it",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "paths", "why"), KEPT)
def test_entries_that_cannot_come_or_go_are_conflicts(
    base: str, ours: str, theirs: str, paths: list[str], why: str
) -> None:
    result = of_resources(base, ours, theirs)
    names = sorted(conflict.name for conflict in result.conflicts)
    assert names == [f"Resources.{path}" for path in paths]
    assert all(why in conflict.why for conflict in result.conflicts)
    assert resources(result) == ours
    check_again(result, *(snippet(f"Resources:\n{text}") for text in (base, theirs)))


def test_what_stays_keeps_what_it_needs() -> None:
    queue = QUEUE + "    Dead: !Ref Topic\n"
    ours = FUNCTION + queue + TOPIC + MINE + "    Q: !Ref Queue\n"
    result = of_resources(FUNCTION + queue + TOPIC, ours, FUNCTION)
    assert [(one.name, one.why) for one in result.conflicts] == [
        ("Resources.Queue", "Resources.Mine refers to it"),
        ("Resources.Topic", "Resources.Queue refers to it"),
    ]
    assert resources(result) == ours


def test_what_needs_something_that_does_not_come_does_not_come() -> None:
    theirs = QUEUE + TOPIC + "    Q: !Ref Queue\n" + FUNCTION + "    T: !Ref Topic\n"
    result = of_resources(QUEUE + MINE, MINE, theirs + MINE)
    assert [(one.name, one.why) for one in result.conflicts] == [
        ("Resources.Topic", f"it {NEEDS_QUEUE}"),
        ("Resources.Function", "it needs Topic, which is not in the template"),
    ]
    assert resources(result) == MINE


@pytest.mark.parametrize(
    ("ours", "theirs", "path"),
    [
        ("Resources:\n  R: {A: 1}\n", "Resources:\n  R: {A: !Ref P}\n", "Resources.R.A"),
        (
            "Parameters:\n  P: {Type: String}\nResources:\n  R: {A: 1}\n  U: {A: !Ref P}\n",
            "",
            "Parameters.P",
        ),
    ],
    ids=["deleted", "needed"],
)
def test_parameters_are_needed_like_resources(ours: str, theirs: str, path: str) -> None:
    base = "Parameters:\n  P: {Type: String}\nResources:\n  R: {A: 1}\n"
    new = base.replace("Resources:\n  R: {A: 1}\n", theirs) if theirs else base.partition("Res")[2]
    result = merge(template(ours), snippet(new if theirs else f"Res{new}"), snippet(base))
    assert [conflict.name for conflict in result.conflicts] == [path]
    assert result.document.text == ours
