"""``sam-scaffold check --fix``: what rules can mend safely, in the templates' own text."""

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
"""How often what is left is looked at again: a mend may be in another's way."""


@dataclass(frozen=True)
class Fixed:
    """What was mended, and what is left.

    Attributes:
        findings: What is gone, as it was found.
        left: What there is to say of the templates now.
    """

    findings: tuple[Finding, ...]
    left: Checked


def apply_fixes(root: Path, templates: Iterable[str], linter: Linter) -> Fixed:
    """Check templates and mend what can be; each time all that is found, or nothing.

    Args:
        root: The repository's root, which is the current folder.
        templates: Paths of the templates from there.
        linter: cfn-lint with all rules.

    Raises:
        ScaffoldError: A template cannot be written, or another command does not end.
    """
    named = list(templates)
    locks = [root / name for name in named]
    tried: list[Finding] = []
    with journal.locked(locks):
        left = check(named, linter)
        for _ in range(_ROUNDS):
            wishes = {_wish(one) for one in tried}
            changes, mended = _mends(one for one in left.findings if _wish(one) not in wishes)
            if not changes:
                break
            journal.commit({root / file: data for file, data in changes.items()}, locks, root)
            tried += mended
            left = check(named, linter)
    still = {_key(one) for one in left.findings}
    last = {_key(one): one for one in tried}  # one that was mended twice asked for more then
    return Fixed(tuple(one for key, one in last.items() if key not in still), left)


def _key(finding: Finding) -> tuple[str, ...]:
    """What a finding stays known by when lines move."""
    return finding.file, finding.rule.id, *map(str, finding.path)


def _mends(findings: Iterable[Finding]) -> tuple[dict[str, bytes], list[Finding]]:
    """The bytes of the mended templates by path, and what is mended in them.

    Args:
        findings: Findings, sorted by template.
    """
    changes: dict[str, bytes] = {}
    mended: list[Finding] = []
    for file, group in groupby(findings, lambda one: one.file):
        document = _document(file)
        proposals = [] if document is None else list(_proposals(document, group))
        if document is not None and proposals:
            after, proposals = _applied(document, proposals)
            changes[file] = after.encode()
            mended += [one.finding for one in proposals]
    return changes, mended


def _document(file: str) -> Document | None:
    """A template, None where it cannot be read or parsed, or which of two is meant is not clear."""
    try:
        document = Document.parse(file, files.read_for_change(Path(file)))
    except ScaffoldError:
        return None
    return None if has_repeats(document) else document


def _wish(finding: Finding) -> tuple[str, ...]:
    """The same with its words: what was mended can ask for more afterwards."""
    return *_key(finding), finding.message


@dataclass(frozen=True)
class _Proposal:
    """A finding, and how it is mended."""

    finding: Finding
    splices: list[Splice]


def _proposals(document: Document, findings: Iterable[Finding]) -> Iterator[_Proposal]:
    """The mends that are in nobody's way, in the order of the findings."""
    taken: list[Splice] = []
    for finding in findings:
        splices = _splices(document, finding)
        if splices and not any(_touch(one, other) for one in splices for other in taken):
            taken += splices
            yield _Proposal(finding, splices)


def _splices(document: Document, finding: Finding) -> list[Splice]:
    rule = finding.rule
    try:
        return rule.fix(document, finding.path) if isinstance(rule, Rule) else []
    except ScaffoldError:  # a section that stands twice, for example
        return []


def _touch(one: Splice, other: Splice) -> bool:
    return one.start <= other.end and other.start <= one.end


def _applied(document: Document, proposals: list[_Proposal]) -> tuple[Document, list[_Proposal]]:
    """The document with all mends, or with those that are safe if some are not."""
    try:
        return document.apply(_all(proposals)), proposals
    except ScaffoldError:
        safe = [one for one in proposals if _is_safe(document, one)]
        return document.apply(_all(safe)), safe


def _all(proposals: Iterable[_Proposal]) -> list[Splice]:
    return [splice for one in proposals for splice in one.splices]


def _is_safe(document: Document, proposal: _Proposal) -> bool:
    try:
        document.apply(proposal.splices)
    except ScaffoldError:
        return False
    return True
