"""Comparison of lint findings before and after a change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...checking.working_directory import inside
from ...sam.model.template_files import templates_of
from ...transaction.repository_view import RepositoryView

if TYPE_CHECKING:
    from ...checking.finding import Finding

_PATH = re.compile(r"[\w.-]*[/\\][\w./\\-]*(?::\d+)*|\b[\w-]+\.py(?::\d+)*|:\d+")
"""Parts of a message that a move changes: paths, and lines in files."""


@dataclass(frozen=True)
class New:
    """New finding in a template after a change.

    Attributes:
        function: The logical id of the resource; empty without one.
        what: The template, the rule and its message.
    """

    function: str
    what: str


def new_findings(before: Path, after: Path) -> tuple[New, ...]:
    """Return the findings in the SAM templates of a copy that another copy does not have.

    Positions, paths and the resource are ignored, as a change moves them.

    Args:
        before: The unchanged copy.
        after: The copy with the change.

    Raises:
        ScaffoldError: The configuration of cfn-lint is invalid.
    """
    known, found = _findings(before), _findings(after)
    for key in (_exact, _key):
        known, found = _left(known, found, key), _left(found, known, key)
    return tuple(
        New(finding.resource, f"{finding.file}: {finding.rule.id} {finding.message}")
        for finding in found
    )


def _left(
    some: Sequence[Finding], others: Iterable[Finding], key: Callable[[Finding], Hashable]
) -> list[Finding]:
    """Return the findings without a match among others."""
    counted = Counter(map(key, others))
    left = []
    for finding in some:
        if counted[key(finding)]:
            counted[key(finding)] -= 1
        else:
            left.append(finding)
    return left


def _exact(finding: Finding) -> tuple[str, str, str, str]:
    return finding.file, str(finding.rule.id), finding.resource, _PATH.sub("", finding.message)


def _key(finding: Finding) -> tuple[str, str, str]:
    """Return a key without the resource, as findings on a shared folder name any function."""
    message = finding.message.replace(finding.resource, "") if finding.resource else finding.message
    return finding.file, str(finding.rule.id), _PATH.sub("", message)


def _findings(copy: Path) -> Sequence[Finding]:
    from ...checking.linting import Linter  # noqa: PLC0415
    from ...checking.pipeline import check  # noqa: PLC0415

    with inside(copy):
        files = templates_of(RepositoryView(Path()))
        return check(files, Linter()).findings if files else ()
