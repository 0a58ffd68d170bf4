"""Random changes of a text, by its lines and by its characters."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .texts import BROKEN, MARKED, TYPED


def changed(random: Random, text: str) -> str:
    """The text with one to three random changes."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        text = random.choice(_CHANGES)(random, text)
    return text


def _line(change: Callable[[Random, list[str], int], None]) -> Callable[[Random, str], str]:
    def changed(random: Random, text: str) -> str:
        lines = text.split("\n")
        change(random, lines, random.randrange(len(lines)))
        return "\n".join(lines)

    return changed


def _twice(_random: Random, lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def _gone(_random: Random, lines: list[str], at: int) -> None:
    del lines[at]


def _swapped(random: Random, lines: list[str], at: int) -> None:
    other = random.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _moved(random: Random, lines: list[str], at: int) -> None:
    by = random.choice((" ", "  ", "\t", ""))
    lines[at] = by + lines[at] if by else lines[at].removeprefix(" ")


def _commented(random: Random, lines: list[str], at: int) -> None:
    lines[at] += random.choice((" # a comment", "#", " #", "\t# a", "  "))


def _between(random: Random, lines: list[str], at: int) -> None:
    indent = " " * random.choice((0, 0, 2, 4))
    lines.insert(at, indent + random.choice(("", "# a", "---", "...", "%A", "A: 1", "- 1", "&a")))


def _valued(random: Random, lines: list[str], at: int) -> None:
    key, colon, _ = lines[at].partition(": ")
    lines[at] = f"{key}{colon}{random.choice((*TYPED[:25], *MARKED))}"


def _odd_character(random: Random, text: str) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(_ODD) + text[at:]


def _cut(random: Random, text: str) -> str:
    at = random.randint(0, len(text))
    return text[:at] + text[at + random.randint(1, 12) :]


def _ended(random: Random, text: str) -> str:
    return text[: random.randint(0, len(text))]


_ODD: tuple[str, ...] = (*BROKEN, *"{}[]:,&*!|>'\"%@`#?-\t \n")

_CHANGES: tuple[Callable[[Random, str], str], ...] = (
    *map(_line, (_twice, _gone, _swapped, _moved, _commented, _between, _valued)),
    _odd_character,
    _cut,
    _ended,
)
