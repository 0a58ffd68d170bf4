"""The check of SAM templates: the source, SAM's translation of it, and the translated template."""

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
from .failed_alternatives import without_failed_alternatives
from .finding import SEVERITIES, Finding, one_line, path_of, resource_of
from .generated_references import is_generated_reference
from .linting import Linter, LintJob
from .origin_map import OriginMap
from .single_statements import is_single_statement
from .untranslated_resources import untranslated

_LOG = logging.getLogger("sam_scaffold")

_CYCLE = "E3004"
"""The rule on circular dependencies, which reports each generated resource of a cycle."""

_UNREAD = "E0000"
"""The rule that reports a template that cfn-lint cannot read; no other rule is run on it."""

_REPEATED = "Duplicate found"
"""The beginning of its message on a key that occurs twice."""


@dataclass(frozen=True)
class Checked:
    """The findings of some templates.

    Attributes:
        findings: All findings, without duplicates, sorted.
        files: The templates that were checked.
        rules: All rules by id, for cfn-lint's formatters.
    """

    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    rules: Any


def check(files: Iterable[str], linter: Linter) -> Checked:
    """Check some templates.

    Args:
        files: Their paths, relative to the current folder, with slashes.
        linter: cfn-lint with all rules.

    Raises:
        ScaffoldError: The configuration of cfn-lint is not valid.
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
    """Return the findings of a template."""
    matches = without_failed_alternatives(job.source())
    source = [Finding.of(match, job.file) for match in matches]
    facts = facts_of(job.file)
    if facts is None:
        return source
    unread = [finding for finding in source if finding.rule.id == _UNREAD]
    if not all(finding.message.startswith(_REPEATED) for finding in unread):
        return source
    if unread:
        source = list(_as_read(job, facts))
    source = [
        finding
        for finding in source
        if not (is_single_statement(finding) or is_generated_reference(finding, facts.template))
    ]
    return [*unread, *_without_repeats(source), *_output(job, facts, source)]


def _as_read(job: LintJob, facts: Application) -> Iterator[Finding]:
    """Yield the findings of our rules in a template with duplicate keys, which SAM accepts."""
    places = SourceMap(facts.template.document)
    for match in job.as_read(facts):
        path = path_of(match)
        if not _is_suppressed(job, facts.template, resource_of(path), match.rule.id):
            message = one_line(match.message)
            yield Finding(match.rule, message, job.file, places.of(path), path)


def _without_repeats(source: list[Finding]) -> Iterator[Finding]:
    """Yield the findings except errors of SAM's translator that cfn-lint reports, too."""
    for finding in source:
        if finding.rule.id != Translates.id or not _is_reported(finding, source):
            yield finding


def _is_reported(refused: Finding, source: list[Finding]) -> bool:
    """Return whether an error of another rule is about a property that the translator names."""
    names = {step for name in quoted(refused.message) for step in name.split(".")}
    return any(
        names.intersection((*map(str, other.path), *quoted(other.message)))
        for other in source
        if other.rule.id != Translates.id
        and other.severity == "error"
        and other.resource == refused.resource
    )


def _output(job: LintJob, facts: Application, source: list[Finding]) -> Iterator[Finding]:
    """Yield the findings in the translated template, at their origins in the source."""
    translation = translation_of(facts.template, job.region, facts.folder)
    if translation.template is None:
        if translation.problem:
            _LOG.warning(
                "%s: only the source is checked, not its translation: %s.",
                job.file, translation.problem,
            )  # fmt: skip
        return
    reported = _Reported(source)
    origins = OriginMap(facts.template, translation)
    cycles: set[Path] = set()
    stated = mapping_of(to_data(facts.template.document.root)).get("Resources")
    checked = untranslated(stated, translation.template.get("Resources"))
    for match in job.output(translation.template, checked):
        finding = _at_origin(job, origins, match)
        if finding is None or reported.covers(match, finding):
            continue
        if finding.rule.id == _CYCLE:
            if finding.path in cycles:
                continue
            cycles.add(finding.path)
        yield finding


def _at_origin(job: LintJob, origins: OriginMap, match: Match) -> Finding | None:
    """Return the finding at the origin of a match in the translated template.

    Returns:
        None if it is suppressed, or is not an error and the user did not write the value.
    """
    translated = path_of(match)
    origin = origins.of(translated)
    if match.rule.severity != "error" and not origin.is_complete:
        return None
    name = resource_of(origin.path)
    if _is_suppressed(job, origins.template, name, match.rule.id):
        return None
    message = one_line(match.message) + _generated_resource(origins, translated)
    return Finding(match.rule, message, job.file, origins.span(origin.path), origin.path)


def _is_suppressed(job: LintJob, template: Template, name: str, rule: str) -> bool:
    """Return whether a resource's Metadata tells cfn-lint to ignore a rule."""
    found: Any = template.metadata_of(name) if name in template.resources else None
    for key in ("cfn-lint", "config", "ignore_checks"):
        found = found.get(key) if isinstance(found, dict) else None
    return isinstance(found, list) and rule in found and not job.is_mandatory(rule)


def _generated_resource(origins: OriginMap, path: Path) -> str:
    """Return a note on the generated resource that a finding is about, empty if there is none."""
    name = resource_of(path)
    written = origins.template.resources.get(name, "")
    resources = (origins.translation.template or {}).get("Resources", {})
    kind = resources.get(name, {}).get("Type", "")
    if not name or kind == written:
        return ""
    which = kind if written else f"{kind} {name}"
    return f" (in the {which} that SAM generates)"


class _Reported:
    """The findings that were already reported for the source."""

    def __init__(self, source: Iterable[Finding]) -> None:
        self._messages = {finding.message for finding in source}
        self._resources = {
            (finding.rule.id, finding.resource) for finding in source if finding.resource
        }
        self._worst: dict[Span, int] = {}
        for finding in source:
            worst = self._worst.get(finding.span, len(SEVERITIES))
            self._worst[finding.span] = min(worst, SEVERITIES.index(finding.severity))

    def covers(self, match: Match, finding: Finding) -> bool:
        """Return whether the source has a finding that makes this one redundant.

        It has the same message, or the same rule and resource, or it is at least as severe and
        at the same position.

        Args:
            match: The match in the translated template.
            finding: The finding at its origin.
        """
        generated = resource_of(path_of(match))
        worst = self._worst.get(finding.span, len(SEVERITIES))
        return (
            one_line(match.message) in self._messages
            or not self._resources.isdisjoint(
                {(finding.rule.id, finding.resource), (finding.rule.id, generated)}
            )
            or (bool(finding.path) and worst <= SEVERITIES.index(finding.severity))
        )
