"""``sam-scaffold check --fix``: the safe fixes of rules, applied to the text of templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ..document import Document, Splice, has_repeats
from ..errors import ScaffoldError
from ..rules._rule import Rule
from ..transaction import files, journal
from .finding import Finding
from .linting import Linter
from .pipeline import Checked, check

_ROUNDS = 5
"""The most rounds of fixes: a fix that overlaps with another one is applied in the next round."""


@dataclass(frozen=True)
class Fixed:
    """The result of `apply_fixes`.

    Attributes:
        findings: The findings that were fixed.
        remaining: The findings of the fixed templates.
    """

    findings: tuple[Finding, ...]
    remaining: Checked


def apply_fixes(root: Path, templates: Iterable[str], linter: Linter) -> Fixed:
    """Check templates, and apply all fixes in rounds, each of which is written as a whole.

    Args:
        root: The repository's root, which is the current folder.
        templates: Paths of the templates, relative to the root.
        linter: cfn-lint with all rules.

    Raises:
        ScaffoldError: A template cannot be written, or another command holds the lock.
    """
    named = list(templates)
    locks = [root / name for name in named]
    tried: list[Finding] = []
    with journal.locked(locks):
        remaining = check(named, linter)
        for _ in range(_ROUNDS):
            attempts = {_attempt(finding) for finding in tried}
            changes, fixed = _fixes(
                finding for finding in remaining.findings if _attempt(finding) not in attempts
            )
            if not changes:
                break
            journal.commit({root / file: data for file, data in changes.items()}, locks, root)
            tried += fixed
            remaining = check(named, linter)
    still = {_key(finding) for finding in remaining.findings}
    last = {_key(finding): finding for finding in tried}  # of a finding fixed in several rounds
    return Fixed(tuple(finding for key, finding in last.items() if key not in still), remaining)


def _key(finding: Finding) -> tuple[str, ...]:
    """Return the identity of a finding, which stays the same when lines move."""
    return finding.file, finding.rule.id, *map(str, finding.path)


def _fixes(findings: Iterable[Finding]) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the bytes of the fixed templates by path, and the findings that were fixed.

    Args:
        findings: Findings, sorted by template.
    """
    changes: dict[str, bytes] = {}
    fixed: list[Finding] = []
    for file, group in groupby(findings, lambda finding: finding.file):
        document = _document(file)
        proposals = [] if document is None else list(_proposals(document, group))
        if document is not None and proposals:
            after, proposals = _applied(document, proposals)
            changes[file] = after.encode()
            fixed += [proposal.finding for proposal in proposals]
    return changes, fixed


def _document(file: str) -> Document | None:
    """Return a template, None if it cannot be read or parsed, or has a key twice."""
    try:
        document = Document.parse(file, files.read_for_change(Path(file)))
    except ScaffoldError:
        return None
    return None if has_repeats(document) else document


def _attempt(finding: Finding) -> tuple[str, ...]:
    """Return the identity of a fix: after one fix, a finding may need another, as its text says."""
    return *_key(finding), finding.message


@dataclass(frozen=True)
class _Proposal:
    """A finding, and the splices that fix it."""

    finding: Finding
    splices: list[Splice]


def _proposals(document: Document, findings: Iterable[Finding]) -> Iterator[_Proposal]:
    """Yield the fixes that do not overlap, in the order of the findings."""
    taken: list[Splice] = []
    for finding in findings:
        splices = _splices(document, finding)
        if splices and not any(_touch(splice, other) for splice in splices for other in taken):
            taken += splices
            yield _Proposal(finding, splices)


def _splices(document: Document, finding: Finding) -> list[Splice]:
    rule = finding.rule
    try:
        return rule.fix(document, finding.path) if isinstance(rule, Rule) else []
    except ScaffoldError:  # the template has a section twice, for example
        return []


def _touch(splice: Splice, other: Splice) -> bool:
    return splice.start <= other.end and other.start <= splice.end


def _applied(document: Document, proposals: list[_Proposal]) -> tuple[Document, list[_Proposal]]:
    """Return the document with all fixes, or only with the valid ones if that is refused."""
    try:
        return document.apply(_all(proposals)), proposals
    except ScaffoldError:
        safe = [proposal for proposal in proposals if _is_safe(document, proposal)]
        return document.apply(_all(safe)), safe


def _all(proposals: Iterable[_Proposal]) -> list[Splice]:
    return [splice for proposal in proposals for splice in proposal.splices]


def _is_safe(document: Document, proposal: _Proposal) -> bool:
    try:
        document.apply(proposal.splices)
    except ScaffoldError:
        return False
    return True
