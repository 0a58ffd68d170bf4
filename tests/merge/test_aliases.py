"""With a merge key (``<<``), a mapping's own pairs are merged, and nothing of others changes."""

from __future__ import annotations

from textwrap import indent

import pytest
from threeway import HEAD, check_again, row, snippet, template

from sam_scaffold.merge.snippet_merge import Merged, merge

TOP = "Mappings:\n  U: &u {B: 1, L: [a]}\n"

BASE = "P:\n  A: 1\n  B: 1\n  L: [a]\n"
TAKES = "P:\n  <<: *u\n  A: 1 # mine\n"
GIVES = "P: &p\n  A: 1\n  B: 1\n  L: [a]\n"


def merged(ours: str, base: str, theirs: str, heir: str = "") -> Merged:
    """Merge into a resource next to others that take part in merge keys."""
    texts = [HEAD + indent(text, "    ") for text in (base, theirs)]
    there = f"{TOP}{HEAD}{indent(ours, '    ')}{heir}"
    result = merge(template(there), snippet(texts[1]), snippet(texts[0]))
    if result.conflicts:
        check_again(result, snippet(texts[0]), snippet(texts[1]))
    return result


def body(result: Merged, heir: str = "") -> str:
    text = result.document.text.removeprefix(TOP + HEAD).removesuffix(heir)
    return "\n".join(line.removeprefix("    ") for line in text.split("\n"))


CHANGES = [
    row(TAKES, BASE.replace("A: 1", "A: 2"), TAKES.replace("A: 1", "A: 2"), id="own"),
    row(TAKES, BASE.replace("B: 1", "B: 2"), TAKES + "  B: 2\n", id="taken"),
    row(TAKES, BASE.replace("[a]", "[a, b]"), TAKES + "  L: [a, b]\n", id="taken-list"),
    row(TAKES, BASE + "  N: 1\n", TAKES + "  N: 1\n", id="comes"),
    row(TAKES.replace(" # mine", ""), "P:\n  B: 1\n  L: [a]\n", "P:\n  <<: *u\n", id="goes"),
    row(
        TAKES + "  B: 2\n",
        BASE.replace("A: 1", "A: 3"),
        TAKES.replace("A: 1", "A: 3") + "  B: 2\n",
        id="own-beside-an-edit",
    ),
    row(
        "P: {<<: *u, A: 1}\n",
        BASE.replace("B: 1", "B: 2"),
        'P: {<<: *u, A: 1, "B": 2}\n',
        id="brackets",
    ),
    row("P: *u\n", BASE, "P: *u\n", id="alias-without-a-change"),
    row(
        "<<: {N: 1}\nP:\n  A: 1\n  B: 1\n  L: [a]\n",
        BASE.replace("A: 1", "A: 2"),
        "<<: {N: 1}\nP:\n  A: 2\n  B: 1\n  L: [a]\n",
        id="above",
    ),
]


@pytest.mark.parametrize(("ours", "theirs", "expected"), CHANGES)
def test_what_changed_stands_in_the_mapping_itself(ours: str, theirs: str, expected: str) -> None:
    result = merged(ours, BASE, theirs)
    assert [conflict.name for conflict in result.conflicts] == []
    assert body(result) == expected


KEPT = [
    row(TAKES.replace("*u", "{B: 3}"), BASE.replace("B: 1", "B: 2"), "P.B", id="another-value"),
    row(TAKES, "P:\n  A: 1\n  L: [a]\n", "P.B", id="goes-but-comes"),
    row(TAKES + "  B: 1\n", "P:\n  A: 1\n  L: [a]\n", "P.B", id="would-come-again"),
]


@pytest.mark.parametrize(("ours", "theirs", "path"), KEPT)
def test_what_comes_by_a_merge_key_is_a_conflict_of_its_own(
    ours: str, theirs: str, path: str
) -> None:
    result = merged(ours, BASE, theirs)
    said = [(conflict.name, conflict.why) for conflict in result.conflicts]
    assert said == [(f"Resources.R.{path}", "it comes by a merge key (<<)")]
    assert body(result) == ours


HEIR = "  S:\n    P:\n      <<: *p\n      A: 9\n"


def test_what_others_take_changes_where_they_say_it_themselves() -> None:
    result = merged(GIVES, BASE, BASE.replace("A: 1", "A: 2"), HEIR)
    assert not result.conflicts
    assert body(result, HEIR) == GIVES.replace("A: 1", "A: 2")


GIVEN = [
    row(BASE.replace("B: 1", "B: 2"), HEIR, ["P.B"], id="changes"),
    row(BASE + "  N: 1\n", HEIR, ["P.N"], id="comes"),
    row("P:\n  A: 1\n  L: [a]\n", HEIR, ["P.B"], id="goes"),
    row(BASE.replace("A: 1", "A: 2"), HEIR + "  T: {<<: [*p]}\n", ["P.A"], id="one-of-two"),
    row(BASE.replace("A: 1", "A: 2"), HEIR + "  T: *p\n", ["P"], id="as-a-whole"),
]


@pytest.mark.parametrize(("theirs", "heir", "paths"), GIVEN)
def test_what_others_take_stays(theirs: str, heir: str, paths: list[str]) -> None:
    result = merged(GIVES, BASE, theirs, heir)
    said = [(conflict.name, conflict.why) for conflict in result.conflicts]
    assert said == [(f"Resources.R.{path}", "it is anchored, and used elsewhere") for path in paths]
    assert body(result, heir) == GIVES


def test_a_quoted_merge_key_is_a_key() -> None:
    result = merged("P: {'<<': 1, A: 1}\n", "P: {A: 1}\n", "P: {A: 2}\n")
    assert body(result) == "P: {'<<': 1, A: 2}\n"
