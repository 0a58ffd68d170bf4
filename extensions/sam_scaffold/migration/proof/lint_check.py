"""Compares what cfn-lint, our rules and SAM's translator say before and after a change."""

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
"""Words of a message that a move changes: paths, and lines in files."""


@dataclass(frozen=True)
class New:
    """Something that is wrong with a template since a change.

    Attributes:
        function: The logical id of the resource, empty where there is none.
        what: The template, the rule and its message.
    """

    function: str
    what: str


def new_findings(before: Path, after: Path) -> tuple[New, ...]:
    """Return what is wrong with the SAM templates of a copy and was not in another one.

    Positions, paths and the resource do not tell two findings apart, as a change moves them.

    Args:
        before: The copy as the repository is.
        after: The copy with the change.

    Raises:
        ScaffoldError: The configuration of cfn-lint is none.
    """
    known, found = _findings(before), _findings(after)
    for key in (_exact, _key):
        known, found = _left(known, found, key), _left(found, known, key)
    return tuple(New(one.resource, f"{one.file}: {one.rule.id} {one.message}") for one in found)


def _left(
    some: Sequence[Finding], others: Iterable[Finding], key: Callable[[Finding], Hashable]
) -> list[Finding]:
    """Return the findings that others do not have as well."""
    counted = Counter(map(key, others))
    left = []
    for one in some:
        if counted[key(one)]:
            counted[key(one)] -= 1
        else:
            left.append(one)
    return left


def _exact(one: Finding) -> tuple[str, str, str, str]:
    return one.file, str(one.rule.id), one.resource, _PATH.sub("", one.message)


def _key(one: Finding) -> tuple[str, str, str]:
    """Return what tells a finding from others; one about a shared folder names one function."""
    message = one.message.replace(one.resource, "") if one.resource else one.message
    return one.file, str(one.rule.id), _PATH.sub("", message)


def _findings(copy: Path) -> Sequence[Finding]:
    from ...checking.linting import Linter  # noqa: PLC0415
    from ...checking.pipeline import check  # noqa: PLC0415

    with inside(copy):
        files = templates_of(RepositoryView(Path()))
        return check(files, Linter()).findings if files else ()
