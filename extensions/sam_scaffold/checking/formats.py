"""How findings are printed."""

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
"""The path of a template as it is printed, by its path from the repository's root."""


def text(checked: Checked, named: Named) -> str:
    """A line a finding, and one that counts them; colours go where there is no terminal."""
    return "\n".join([*(_line(one, named) for one in checked.findings), _count(checked)])


def _line(finding: Finding, named: Named) -> str:
    span = finding.span
    place = click.style(f"{printable(named(finding.file))}:{span.line}:{span.column}:", bold=True)
    rule = click.style(finding.rule.id, fg=_COLOURS[finding.severity])
    return f"{place} {rule} {finding.message}"


def _count(checked: Checked) -> str:
    counts = Counter(one.severity for one in checked.findings)
    names = dict(zip(SEVERITIES, ("error", "warning", "note"), strict=True))
    found = [_plural(counts[one], names[one]) for one in SEVERITIES if counts[one]]
    return f"{', '.join(found) or 'nothing found'} in {_plural(len(checked.files), 'template')}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def github(checked: Checked, named: Named) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    lines = (_command(one, named) for one in checked.findings)
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
    """SARIF, whose addresses are percent-encoded: section 3.4.3 of its specification.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
    """
    matches = [one.match(_address(named(one.file))) for one in checked.findings]
    return str(SARIFFormatter().print_matches(matches, checked.rules, config=None))


def _address(path: str) -> str:
    """A path as a relative reference of a URI; bytes that are not UTF-8 stay what they are."""
    return quote(os.fsencode(path), safe="/")


def junit(checked: Checked, named: Named) -> str:
    """JUnit's XML, which cannot hold control characters, however they are written.

    https://www.w3.org/TR/xml/#charsets
    """
    matches = [one.match(printable(named(one.file))) for one in checked.findings]
    return str(JUnitFormatter().print_matches(matches, checked.rules, config=None))


def json(checked: Checked, named: Named) -> str:
    """cfn-lint's own JSON, in ASCII."""
    matches = [one.match(named(one.file)) for one in checked.findings]
    return str(JsonFormatter().print_matches(matches, checked.rules, config=None))


Format = Callable[[Checked, Named], str]
FORMATS: dict[str, Format] = {
    "text": text,
    "json": json,
    "sarif": sarif,
    "junit": junit,
    "github": github,
}
"""What writes the findings, by the name of the format."""


def is_failure(findings: Sequence[Finding], *, strict: bool) -> bool:
    """Whether findings are bad enough to fail.

    Args:
        findings: The findings.
        strict: Whether warnings are.
    """
    bad = SEVERITIES[: 2 if strict else 1]
    return any(one.severity in bad for one in findings)
