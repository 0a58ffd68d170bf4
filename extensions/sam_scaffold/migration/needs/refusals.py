"""Reasons why a function's code cannot be taken apart, by what it imports."""

from __future__ import annotations

from ...dependencies.importing.failed_import import Reason
from ...errors import ScaffoldError
from .analysis import Analysis, Wishes
from .candidates import Candidate
from .reading import Reading


def check_readable(candidate: Candidate, analysis: Analysis, wishes: Wishes) -> None:
    """Refuse a function of which is not known all that it needs.

    Args:
        candidate: The function.
        analysis: What the functions of its code folder need.
        wishes: What people say that it needs besides.

    Raises:
        ScaffoldError: Its handler is not there, a module is not Python, an import fails as it
            is, or it cannot be told what is imported or read.
    """
    reading, name = analysis.before[candidate.key], candidate.logical_id
    _check_handler(candidate, reading, analysis)
    _check_followed(candidate, reading, wishes)
    for path, real in reading.outside:
        raise ScaffoldError(
            f"{name} needs {path}, which leads out of the repository, to {real}; put the file "
            "itself there."
        )
    if problem := analysis.split.problems.get(candidate.key):
        raise ScaffoldError(f"{name}: {problem}")


def _check_handler(candidate: Candidate, reading: Reading, analysis: Analysis) -> None:
    """Refuse a function that fails as it is, and one of which the imports are not known.

    A file of another function that cannot be parsed hides which code the two share.

    Raises:
        ScaffoldError: It is one.
    """
    name, shown = candidate.logical_id, candidate.facts.shown
    others = [one for one in analysis.before.values() if one is not reading]
    for bad in (bad for one in (reading, *others) for bad in one.closure.unparsable):
        raise ScaffoldError(
            f"{name}: {shown(bad.file)}:{bad.line} cannot be parsed ({bad.message}), so that its "
            "imports are not known; mend it, or run sam-scaffold with the function's Python."
        )
    if not reading.closure.modules:
        raise ScaffoldError(
            f"{name}: there is no module for its Handler {candidate.function.handler} in "
            f"{candidate.code}; mend one of the two."
        )
    if reading.lacks:
        raise ScaffoldError(f"{name} is broken as it is: {reading.lacks}; mend one of the two.")


def _check_followed(candidate: Candidate, reading: Reading, wishes: Wishes) -> None:
    """Refuse a function whose imports fail as they are, or cannot be told from the text.

    Raises:
        ScaffoldError: One is so.
    """
    name, shown = candidate.logical_id, candidate.facts.shown
    missing = (one for one in reading.closure.missing if one.reason is not Reason.NOWHERE)
    for one in missing:
        raise ScaffoldError(
            f"{name} is broken as it is: {shown(one.file)}:{one.line} imports {one.name}, and "
            f"{one.reason.value}; mend that first."
        )
    for unfollowed in sorted(reading.closure.unfollowed, key=lambda one: not one.scans):
        where = f"{shown(unfollowed.file)}:{unfollowed.line}"
        if unfollowed.scans:
            raise ScaffoldError(
                f"{name}: {where} imports what it finds in folders ({unfollowed.text}), so that "
                "its code has no fixed set of modules; name them in the text first."
            )
        if not wishes.included:
            raise ScaffoldError(
                f"{name}: {where} cannot be followed ({unfollowed.text}: {unfollowed.why}); name "
                f"what it needs with --include PATH, or {shown(unfollowed.file)} itself if that "
                "is all."
            )
