"""The debt of every command: one clear line, or nothing wrong."""

from __future__ import annotations

from repositories import Done

BROKEN = ("Traceback", "should not have happened")


class WrongError(AssertionError):
    """A command did something else than it ought to."""


def check(fact: object, what: str) -> None:
    """Hold that something is so."""
    if not fact:
        raise WrongError(what)


def check_refusal(done: Done) -> None:
    """Hold that a command ended with one line that says why."""
    errors = [line for line in done.err.splitlines() if not line.startswith("warning: ")]
    check(done.code in (1, 2), f"it ended with {done.code}")
    check(len(errors) == 1, f"{len(errors)} lines of error: {done.err!r}")
    check(errors[0].startswith("error: ") and len(errors[0]) > len("error: "), done.err)
    check(not any(word in done.err for word in BROKEN), done.err)


def check_success(done: Done) -> None:
    """Hold that a command ended well, and said so."""
    check(not any(word in done.err for word in (*BROKEN, "error: ")), done.err)
