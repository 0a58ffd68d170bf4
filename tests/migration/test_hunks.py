"""Edits of a text, which are undone wherever they have moved, or refused with the reason."""

from __future__ import annotations

from random import Random

import pytest
from migrations import edited, text

from sam_scaffold.migration.record.hunks import HunkError, joined, reversal_of, reverted, split

TEMPLATE = b"""\
Resources:
  One:
    Properties:
      CodeUri: ./
      Handler: one.handler
      Layers:
        - !Ref Own
  Two:
    Properties:
      CodeUri: ./
      Handler: two.handler
      Layers:
        - !Ref Own
  Three:
    Properties:
      CodeUri: ./
      Handler: three.handler
      Layers:
        - !Ref Own
"""


def migrated(name: str, data: bytes = TEMPLATE) -> bytes:
    """Give one function a folder and a layer."""
    top, mark, rest = data.partition(f"  {name}:\n".encode())
    rest = rest.replace(b"CodeUri: ./", f"CodeUri: functions/{name.lower()}/".encode(), 1)
    rest = rest.replace(b"- !Ref Own\n", b"- !Ref Own\n        - !Ref Shared\n", 1)
    return top + mark + rest


@pytest.mark.parametrize("seed", range(400))
def test_edits_are_taken_back(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    before = text(random)
    after = random.choice([edited(random, before), text(random), b"", before])
    assert joined(split(after)) == after
    assert reverted(after, reversal_of(before, after)) == before


@pytest.mark.parametrize("seed", range(200))
def test_lines_that_were_added_elsewhere_stay(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    old = [f"line {random.randrange(12)}\n" for _ in range(30)]
    new, theirs, both = list(old), list(old), list(old)
    at = random.randrange(4, 22)
    ours = [f"ours {seed}\n"]
    foreign = [f"theirs {number}\n" for number in range(random.randrange(1, 6))]
    place = random.choice([0, at - 3, at + 4, 29])
    new[at : at + 2] = ours
    theirs[place:place] = foreign
    moved = at + len(foreign) * (place <= at)
    both[place:place] = foreign
    both[moved : moved + 2] = ours
    way = reversal_of("".join(old).encode(), "".join(new).encode())
    assert reverted("".join(both).encode(), way) == "".join(theirs).encode()


@pytest.mark.parametrize("name", ["One", "Two", "Three"])
def test_place_is_known_among_others_that_are_alike(name: str) -> None:
    """Functions that were migrated by hand since look the same."""
    after = migrated(name)
    way = reversal_of(TEMPLATE, after)
    for other in {"One", "Two", "Three"} - {name}:
        assert reverted(migrated(other, after), way) == migrated(other)
    longer = b"# new\n" * 12 + after
    assert reverted(longer, way) == b"# new\n" * 12 + TEMPLATE


def test_lines_around_may_change() -> None:
    after = migrated("Two")
    now = after.replace(b"      Handler: two.handler\n", b"      Handler: two.other\n      X: 1\n")
    expected = TEMPLATE.replace(
        b"      Handler: two.handler\n", b"      Handler: two.other\n      X: 1\n"
    )
    assert reverted(now, reversal_of(TEMPLATE, after)) == expected


@pytest.mark.parametrize("others", [(), ("One",), ("Three",), ("One", "Three")])
def test_changed_line_is_named_and_that_of_another_function_is_not_taken(
    others: tuple[str, ...],
) -> None:
    after = migrated("Two")
    way = reversal_of(TEMPLATE, after)
    now = after
    for other in others:
        now = migrated(other, now)
    top, mark, rest = now.partition(b"  Two:\n")
    now = top + mark + rest.replace(b"!Ref Shared", b"!Ref Mine", 1)
    with pytest.raises(HunkError) as found:
        reverted(now, way)
    assert now.splitlines()[found.value.line - 1] == b"        - !Ref Mine"


def test_line_ends_count() -> None:
    before, after = b"\xef\xbb\xbfa\r\nb\r\nc", b"\xef\xbb\xbfa\r\nB\r\nc"
    way = reversal_of(before, after)
    assert reverted(after, way) == before
    with pytest.raises(HunkError):
        reverted(after.replace(b"\r", b""), way)


def test_lines_that_only_went_come_back_between_the_same_ones() -> None:
    before, after = b"a\nb\nc\nd\n", b"a\nd\n"
    way = reversal_of(before, after)
    assert reverted(b"x\na\nd\ny\n", way) == b"x\na\nb\nc\nd\ny\n"
    with pytest.raises(HunkError):
        reverted(b"d\n", way)
