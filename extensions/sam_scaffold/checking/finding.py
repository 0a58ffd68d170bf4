"""A finding in a template, with its position."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cfnlint.rules import CloudFormationLintRule, Match, RuleMatch

from ..sam.model.source_map import Path, Span

SEVERITIES = ("error", "warning", "informational")
"""cfn-lint's severities, the highest first."""


@dataclass(frozen=True)
class Finding:
    """A finding of any rule, cfn-lint's or ours.

    Attributes:
        rule: The rule; its id is ``"E9101"`` for example.
        message: The problem, in one line.
        file: The template's path, relative to the repository's root, with slashes.
        span: Its position.
        path: The part of the template that it is about, as keys and indexes.
    """

    rule: CloudFormationLintRule
    message: str
    file: str
    span: Span
    path: Path

    @classmethod
    def of(cls, match: Match, file: str) -> Finding:
        """Create the finding for a match of cfn-lint in the source template."""
        span = Span(
            match.linenumber, match.columnnumber, match.linenumberend, match.columnnumberend
        )
        return cls(match.rule, one_line(match.message), file, span, path_of(match))

    @property
    def severity(self) -> str:
        """One of `SEVERITIES`."""
        return str(self.rule.severity)

    @property
    def resource(self) -> str:
        """The logical id of the resource that it is about, empty if it is about none."""
        return resource_of(self.path)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The key by which findings are sorted."""
        return self.file, self.span.line, self.span.column, self.rule.id, self.message

    def match(self, file: str) -> Match:
        """Return the match for cfn-lint's formatters, with another path of the file."""
        return Match.create(
            message=self.message,
            filename=file,
            rule=self.rule,
            linenumber=self.span.line,
            columnnumber=self.span.column,
            linenumberend=self.span.end_line,
            columnnumberend=self.span.end_column,
            rulematch_obj=RuleMatch(list(self.path), self.message),
        )


def path_of(match: Match) -> Path:
    """Return the path of a match, which is empty if the template cannot be read."""
    return tuple(getattr(match, "path", ()))


def resource_of(path: Path) -> str:
    """Return the logical id of the resource that contains a path, empty if none does."""
    return str(path[1]) if len(path) > 1 and path[0] == "Resources" else ""


def one_line(message: str) -> str:
    """Return a message without line breaks, and with control characters escaped."""
    return printable(" ".join(str(message).split()))


def printable(text: str) -> str:
    """Escape characters that a terminal would interpret, or that XML does not allow."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, those that change the direction of writing, and non-characters."""
