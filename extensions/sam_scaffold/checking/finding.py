"""One thing that there is to say of a template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cfnlint.rules import CloudFormationLintRule, Match, RuleMatch

from ..sam.model.source_map import Path, Span

SEVERITIES = ("error", "warning", "informational")
"""How bad a finding is, the worst first, in cfn-lint's words."""


@dataclass(frozen=True)
class Finding:
    """A finding of any rule, cfn-lint's or ours.

    Attributes:
        rule: The rule; its id is ``"E9101"`` for example.
        message: What is wrong, in one line.
        file: The template's path from the repository's root, with slashes.
        span: Where it is.
        path: What it is about, as keys and indexes in the template.
    """

    rule: CloudFormationLintRule
    message: str
    file: str
    span: Span
    path: Path

    @classmethod
    def of(cls, match: Match, file: str) -> Finding:
        """What cfn-lint found in the template as it is written."""
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
        """The logical id of the resource that it is about, empty where there is none."""
        return resource_of(self.path)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """What findings are sorted by."""
        return self.file, self.span.line, self.span.column, self.rule.id, self.message

    def match(self, file: str) -> Match:
        """It as cfn-lint's formatters take it, under another path of its file."""
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
    """What a match is about; its path is empty where the template cannot be read."""
    return tuple(getattr(match, "path", ()))


def resource_of(path: Path) -> str:
    """The logical id of the resource that a path leads into, empty where it leads elsewhere."""
    return str(path[1]) if len(path) > 1 and path[0] == "Resources" else ""


def one_line(message: str) -> str:
    """A message without its line breaks, and without what a terminal would obey."""
    return printable(" ".join(str(message).split()))


def printable(text: str) -> str:
    """Return a text of a template or a file's name as a terminal, a log and XML can hold it."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, those that turn the direction of writing, and what is none."""
