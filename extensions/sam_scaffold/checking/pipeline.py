"""Check SAM templates: as they are written, by SAM's translator, and what it makes of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cfnlint.rules import Match

from ..application.application import Application, facts_of
from ..rules.translates import Translates
from ..sam.model.intrinsics import mapping_of, to_data
from ..sam.model.source_map import Path, SourceMap, Span
from ..sam.model.template import Template
from ..sam.translation.translation import quoted, translation_of
from .cfnlint_patches import computed_once
from .failed_alternatives import settled
from .finding import SEVERITIES, Finding, one_line, path_of, resource_of
from .generated_references import is_generated_reference
from .linting import Linter, LintJob
from .origin_map import Trace
from .single_statements import is_single_statement
from .untranslated_resources import untranslated

_LOG = logging.getLogger("sam_scaffold")

_CIRCLE = "E3004"
"""Found once for each resource of a circle, which SAM makes of few in the source."""

_UNREAD = "E0000"
"""That cfn-lint cannot read a template; then no rule looks at it."""

_REPEATED = "Duplicate found"
"""How it says that a key stands twice."""


@dataclass(frozen=True)
class Checked:
    """What there is to say of some templates.

    Attributes:
        findings: All findings, each once, sorted.
        files: The templates that were looked at.
        rules: All rules that were there by id, as cfn-lint's formatters take them.
    """

    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    rules: Any


def check(files: Iterable[str], linter: Linter) -> Checked:
    """Check some templates.

    Args:
        files: Their paths from the current folder, with slashes.
        linter: cfn-lint with all rules.

    Raises:
        ScaffoldError: The configuration of cfn-lint is none.
    """
    jobs = [job for job in map(linter.job, files) if job is not None]
    with computed_once():
        found = [finding for job in jobs for finding in _template(job)]
    shown = {finding.order: finding for finding in found}
    for finding in shown.values():
        linter.rules.used_rules.setdefault(finding.rule.id, finding.rule)
    return Checked(
        tuple(shown[order] for order in sorted(shown)),
        tuple(job.file for job in jobs),
        linter.rules,
    )


def _template(job: LintJob) -> list[Finding]:
    """What there is to say of one template."""
    source = [Finding.of(match, job.file) for match in settled(job.source())]
    facts = facts_of(job.file)
    if facts is None:
        return source
    unread = [one for one in source if one.rule.id == _UNREAD]
    if not all(one.message.startswith(_REPEATED) for one in unread):
        return source
    if unread:
        source = list(_as_read(job, facts))
    source = [
        one
        for one in source
        if not (is_single_statement(one) or is_generated_reference(one, facts.template))
    ]
    return [*unread, *_without_repeats(source), *_output(job, facts, source)]


def _as_read(job: LintJob, facts: Application) -> Iterator[Finding]:
    """What our rules say of a template with a key twice, which is built and deployed."""
    places = SourceMap(facts.template.document)
    for match in job.as_read(facts):
        path = path_of(match)
        if not _is_suppressed(job, facts.template, resource_of(path), match.rule.id):
            message = one_line(match.message)
            yield Finding(match.rule, message, job.file, places.of(path), path)


def _without_repeats(source: list[Finding]) -> Iterator[Finding]:
    """The findings of the source without what both cfn-lint and SAM's translator say."""
    for finding in source:
        if finding.rule.id != Translates.id or not _is_said(finding, source):
            yield finding


def _is_said(refused: Finding, source: list[Finding]) -> bool:
    """Whether another error of the resource is about a property that the translator names."""
    names = {step for name in quoted(refused.message) for step in name.split(".")}
    return any(
        names.intersection((*map(str, other.path), *quoted(other.message)))
        for other in source
        if other.rule.id != Translates.id
        and other.severity == "error"
        and other.resource == refused.resource
    )


def _output(job: LintJob, facts: Application, source: list[Finding]) -> Iterator[Finding]:
    """What there is to say of what SAM makes of a template, at what it was made of."""
    translation = translation_of(facts.template, job.region, facts.folder)
    if translation.template is None:
        if translation.problem:
            _LOG.warning("%s is checked as it is written only: %s.", job.file, translation.problem)
        return
    said = _Said(source)
    trace = Trace(facts.template, translation)
    circles: set[Path] = set()
    written = mapping_of(to_data(facts.template.document.root)).get("Resources")
    checked = untranslated(written, translation.template.get("Resources"))
    for match in job.output(translation.template, checked):
        finding = _traced(job, trace, match)
        if finding is None or said.covers(match, finding):
            continue
        if finding.rule.id == _CIRCLE:
            if finding.path in circles:
                continue
            circles.add(finding.path)
        yield finding


def _traced(job: LintJob, trace: Trace, match: Match) -> Finding | None:
    """What was found in what SAM made; None where nobody wrote that, or it is suppressed."""
    made = path_of(match)
    traced = trace.of(made)
    if match.rule.severity != "error" and not traced.is_whole:
        return None
    name = resource_of(traced.path)
    if _is_suppressed(job, trace.template, name, match.rule.id):
        return None
    message = one_line(match.message) + _about(trace, made)
    return Finding(match.rule, message, job.file, trace.span(traced.path), traced.path)


def _is_suppressed(job: LintJob, template: Template, name: str, rule: str) -> bool:
    """Whether a resource's Metadata tells cfn-lint to ignore a rule."""
    found: Any = template.metadata_of(name) if name in template.resources else None
    for key in ("cfn-lint", "config", "ignore_checks"):
        found = found.get(key) if isinstance(found, dict) else None
    return isinstance(found, list) and rule in found and not job.is_mandatory(rule)


def _about(trace: Trace, made: Path) -> str:
    """That a finding is about a resource that nobody wrote."""
    name = resource_of(made)
    written = trace.template.resources.get(name, "")
    resources = (trace.translation.template or {}).get("Resources", {})
    kind = resources.get(name, {}).get("Type", "")
    if not name or kind == written:
        return ""
    which = kind if written else f"{kind} {name}"
    return f" (in what SAM makes of it: {which})"


class _Said:
    """What was said of a template already."""

    def __init__(self, source: Iterable[Finding]) -> None:
        self._messages = {one.message for one in source}
        self._resources = {(one.rule.id, one.resource) for one in source if one.resource}
        self._worst: dict[Span, int] = {}
        for one in source:
            worst = self._worst.get(one.span, len(SEVERITIES))
            self._worst[one.span] = min(worst, SEVERITIES.index(one.severity))

    def covers(self, match: Match, finding: Finding) -> bool:
        """Whether that was said: of that resource, in these words, or as bad at that place.

        Args:
            match: What was found in the translated template.
            finding: The same, in the source.
        """
        made = resource_of(path_of(match))
        worst = self._worst.get(finding.span, len(SEVERITIES))
        return (
            one_line(match.message) in self._messages
            or not self._resources.isdisjoint(
                {(finding.rule.id, finding.resource), (finding.rule.id, made)}
            )
            or (bool(finding.path) and worst <= SEVERITIES.index(finding.severity))
        )
