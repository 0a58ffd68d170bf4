"""Base of our rules: cfn-lint rules that know more than the template's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from ..application.application import Application, facts_of
from ..document import Document, Splice

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class RuleFinding:
    """A match of a rule.

    Attributes:
        path: The location, as keys and indexes: ``("Resources", "OrderRouterFunction",
            "Properties", "CodeUri")``. If it is not in the template, the finding is shown at
            the longest part of the path that is.
        message: The problem and the way out, in one line.
    """

    path: Path
    message: str


class Rule(CloudFormationLintRule):  # type: ignore[misc] # untyped
    """A rule: its `findings`, and the interface that cfn-lint requires.

    A rule is a module of this package, with its page in docs/reference/rules/ and its tests;
    no other code refers to it.

    Attributes:
        id: ``E9103``: cfn-lint reserves the ids from 9000 for others. The letter is the
            severity, the second digit the group.
        shortdesc: The problem, in a few words.
        description: Its consequence, in a sentence.
        tags: The groups in which cfn-lint lists it.
    """

    id = ""
    shortdesc = ""
    description = ""
    source_url = ""
    tags: list[str] = []

    def match(self, cfn: Template) -> list[RuleMatch]:
        """Return the matches of a template; cfn-lint calls this once for each."""
        self._region = str(cfn.regions[0])
        facts = _facts(cfn)
        if facts is None:
            return []
        try:
            return [
                RuleMatch(list(finding.path), finding.message) for finding in self.findings(facts)
            ]
        except OSError:  # a folder or file without read permission
            return []

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield the findings of a template."""
        raise NotImplementedError

    def fix(self, document: Document, path: Path) -> list[Splice]:  # noqa: ARG002
        """Return the changes of the template that fix a finding.

        Args:
            document: The template.
            path: The path of the finding.

        Returns:
            Nothing if there is no safe fix.
        """
        return []


_KNOWN: WeakKeyDictionary[Template, Application | None] = WeakKeyDictionary()


def _facts(cfn: Template) -> Application | None:
    """Return the application of a template, which all rules share."""
    if cfn not in _KNOWN:
        _KNOWN[cfn] = facts_of(cfn.filename)
    return _KNOWN[cfn]
