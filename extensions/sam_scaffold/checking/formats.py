"""Output formats for findings."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import quote

import click
from cfnlint.formatters import JsonFormatter, JUnitFormatter, SARIFFormatter

from .finding import SEVERITIES, Finding, printable
from .pipeline import Checked

_COLOURS = dict(zip(SEVERITIES, ("red", "yellow", "blue"), strict=True))
_COMMANDS = dict(zip(SEVERITIES, ("error", "warning", "notice"), strict=True))
"""GitHub's workflow commands:
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

Named = Callable[[str], str]
"""A function from a template's path, relative to the repository's root, to the printed path."""


def text(checked: Checked, named: Named) -> str:
    """Return a line for each finding, with colours, and a line with their number."""
    return "\n".join([*(_line(finding, named) for finding in checked.findings), _count(checked)])


def _line(finding: Finding, named: Named) -> str:
    span = finding.span
    place = click.style(f"{printable(named(finding.file))}:{span.line}:{span.column}:", bold=True)
    rule = click.style(finding.rule.id, fg=_COLOURS[finding.severity])
    return f"{place} {rule} {finding.message}"


def _count(checked: Checked) -> str:
    counts = Counter(finding.severity for finding in checked.findings)
    names = dict(zip(SEVERITIES, ("error", "warning", "note"), strict=True))
    found = [
        _plural(counts[severity], names[severity]) for severity in SEVERITIES if counts[severity]
    ]
    return f"{', '.join(found) or 'nothing found'} in {_plural(len(checked.files), 'template')}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def github(checked: Checked, named: Named) -> str:
    """Return GitHub's workflow commands, which it shows at the lines of a pull request."""
    lines = (_command(finding, named) for finding in checked.findings)
    return "\n".join([*lines, _count(checked)])


def _command(finding: Finding, named: Named) -> str:
    properties = {
        "file": named(finding.file),
        "line": finding.span.line,
        "col": finding.span.column,
        "endLine": finding.span.end_line,
        "endColumn": finding.span.end_column,
        "title": finding.rule.id,
    }
    stated = ",".join(f"{key}={_escaped(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {stated}::{_escaped_data(finding.message)}"


def _escaped_data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(value: str) -> str:
    return _escaped_data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(checked: Checked, named: Named) -> str:
    """Return SARIF, whose paths are percent-encoded: section 3.4.3 of its specification.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
    """
    matches = [finding.match(_address(named(finding.file))) for finding in checked.findings]
    return str(SARIFFormatter().print_matches(matches, checked.rules, config=None))


def _address(path: str) -> str:
    """Return a path as a relative reference of a URI, which also encodes bytes outside UTF-8."""
    return quote(os.fsencode(path), safe="/")


def junit(checked: Checked, named: Named) -> str:
    """Return JUnit's XML, which cannot contain control characters, even as references.

    https://www.w3.org/TR/xml/#charsets
    """
    matches = [finding.match(printable(named(finding.file))) for finding in checked.findings]
    return str(JUnitFormatter().print_matches(matches, checked.rules, config=None))


def json(checked: Checked, named: Named) -> str:
    """Return cfn-lint's JSON, in ASCII."""
    matches = [finding.match(named(finding.file)) for finding in checked.findings]
    return str(JsonFormatter().print_matches(matches, checked.rules, config=None))


Format = Callable[[Checked, Named], str]
FORMATS: dict[str, Format] = {
    "text": text,
    "json": json,
    "sarif": sarif,
    "junit": junit,
    "github": github,
}
"""The functions that format findings, by the name of the format."""


def is_failure(findings: Sequence[Finding], *, strict: bool) -> bool:
    """Return whether the command fails because of its findings.

    Args:
        findings: The findings.
        strict: Whether it fails on warnings, too.
    """
    failing = SEVERITIES[: 2 if strict else 1]
    return any(finding.severity in failing for finding in findings)
