"""Refusals of functions whose imports cannot be determined."""

from __future__ import annotations

from ...dependencies.importing.failed_import import Reason
from ...errors import ScaffoldError
from .analysis import Analysis, Wishes
from .candidates import Candidate
from .reading import Reading


def check_readable(candidate: Candidate, analysis: Analysis, wishes: Wishes) -> None:
    """Refuse a function whose needs are not fully known.

    Args:
        candidate: The function.
        analysis: What the functions of its code folder need.
        wishes: The user's decisions, such as further files that it needs.

    Raises:
        ScaffoldError: Its handler does not exist, a module cannot be parsed, an import already
            fails, or its imports or data cannot be determined.
    """
    reading, name = analysis.before[candidate.key], candidate.logical_id
    _check_handler(candidate, reading, analysis)
    _check_followed(candidate, reading, wishes)
    for path, real in reading.outside:
        raise ScaffoldError(
            f"{name} needs {path}, which leads out of the repository, to {real}; copy the "
            "file there."
        )
    if problem := analysis.split.problems.get(candidate.key):
        raise ScaffoldError(f"{name}: {problem}")


def _check_handler(candidate: Candidate, reading: Reading, analysis: Analysis) -> None:
    """Refuse a function that already fails, or whose imports are unknown.

    A file of another function that cannot be parsed hides code that the two share.

    Raises:
        ScaffoldError: It is refused.
    """
    name, shown = candidate.logical_id, candidate.facts.shown
    others = [each for each in analysis.before.values() if each is not reading]
    for bad in (bad for each in (reading, *others) for bad in each.closure.unparsable):
        raise ScaffoldError(
            f"{name}: {shown(bad.file)}:{bad.line} cannot be parsed ({bad.message}), so its "
            "imports are unknown; fix it, or run sam-scaffold with the function's Python."
        )
    if not reading.closure.modules:
        raise ScaffoldError(
            f"{name}: there is no module for its Handler {candidate.function.handler} in "
            f"{candidate.code}; fix one of the two."
        )
    if reading.lacks:
        raise ScaffoldError(f"{name} is already broken: {reading.lacks}; fix one of the two.")


def _check_followed(candidate: Candidate, reading: Reading, wishes: Wishes) -> None:
    """Refuse a function whose imports already fail, or cannot be determined statically.

    Raises:
        ScaffoldError: One does.
    """
    name, shown = candidate.logical_id, candidate.facts.shown
    missing = (failed for failed in reading.closure.missing if failed.reason is not Reason.NOWHERE)
    for failed in missing:
        raise ScaffoldError(
            f"{name} is already broken: {shown(failed.file)}:{failed.line} imports {failed.name}, "
            f"and {failed.reason.value}; fix that first."
        )
    for unfollowed in sorted(reading.closure.unfollowed, key=lambda use: not use.scans):
        where = f"{shown(unfollowed.file)}:{unfollowed.line}"
        if unfollowed.scans:
            raise ScaffoldError(
                f"{name}: {where} imports what it finds in folders ({unfollowed.text}), so "
                "its set of modules is not fixed; name them in the code first."
            )
        if not wishes.included:
            raise ScaffoldError(
                f"{name}: {where} cannot be followed ({unfollowed.text}: {unfollowed.why}); name "
                f"what it needs with --include PATH, or {shown(unfollowed.file)} itself if "
                "it needs nothing else."
            )
