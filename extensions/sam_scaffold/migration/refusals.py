"""Reasons why a function's code cannot be taken apart, by what it imports."""

from __future__ import annotations

from ..dependencies.missing import Reason
from ..errors import ScaffoldError
from .analysis import Analysis, Wishes
from .candidates import Candidate


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
    closure = analysis.before[candidate.key].closure
    name, shown = candidate.logical_id, candidate.facts.shown
    if not closure.modules:
        raise ScaffoldError(
            f"{name}: there is no module for its Handler {candidate.function.handler} in "
            f"{candidate.code}; mend one of the two."
        )
    if lacks := analysis.before[candidate.key].lacks:
        raise ScaffoldError(f"{name} is broken as it is: {lacks}; mend one of the two.")
    for other in (closure, *(one.closure for one in analysis.before.values())):
        for bad in other.unparsable:
            raise ScaffoldError(
                f"{name}: {shown(bad.file)}:{bad.line} cannot be parsed ({bad.message}), so what "
                "it imports is not known; mend it, or run sam-scaffold with the function's Python."
            )
    for missing in (one for one in closure.missing if one.reason is not Reason.NOWHERE):
        raise ScaffoldError(
            f"{name} is broken as it is: {shown(missing.file)}:{missing.line} imports "
            f"{missing.name}, and {missing.reason.value}; mend that first."
        )
    for one in closure.unfollowed:
        where = f"{shown(one.file)}:{one.line}"
        if one.scans:
            raise ScaffoldError(
                f"{name}: {where} imports what it finds in folders ({one.text}), so that its code "
                "has no fixed set of modules; name them in the text first."
            )
        if not wishes.included:
            raise ScaffoldError(
                f"{name}: {where} cannot be followed ({one.text}: {one.why}); name what it needs "
                f"with --include PATH, or {shown(one.file)} itself if that is all."
            )
    for path, real in analysis.before[candidate.key].outside:
        raise ScaffoldError(
            f"{name} needs {path}, which leads out of the repository, to {real}; put the file "
            "itself there."
        )
    if problem := analysis.split.problems.get(candidate.key):
        raise ScaffoldError(f"{name}: {problem}")
