"""What all rules of ours are: cfn-lint rules that see more than the template's text."""

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
    """One thing that a rule has to say.

    Attributes:
        path: Where, as keys and indexes: ``("Resources", "OrderRouterFunction",
            "Properties", "CodeUri")``. What is not in the template stands where the
            longest part of the path does that is.
        message: What is wrong and the way out, in one line.
    """

    path: Path
    message: str


class Rule(CloudFormationLintRule):  # type: ignore[misc] # it is untyped
    """A rule: its `findings`, and what cfn-lint asks of a rule.

    A rule is a module here, with its page in docs/reference/rules/ and its tests; nothing
    else has to know of it.

    Attributes:
        id: ``E9103``: what cfn-lint leaves to others are the ids from 9000; the letter
            says how bad it is, the second digit which group it belongs to.
        shortdesc: What is wrong, in a few words.
        description: Why that matters, in a sentence.
        tags: The groups that cfn-lint lists it in.
    """

    id = ""
    shortdesc = ""
    description = ""
    source_url = ""
    tags: list[str] = []

    def match(self, cfn: Template) -> list[RuleMatch]:
        """Return what cfn-lint calls, once a template."""
        self._region = str(cfn.regions[0])
        facts = _facts(cfn)
        if facts is None:
            return []
        try:
            return [
                RuleMatch(list(finding.path), finding.message) for finding in self.findings(facts)
            ]
        except OSError:  # a folder or file that is not ours to read: nothing is known of it
            return []

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Everything that the rule has to say of a template."""
        raise NotImplementedError

    def fix(self, document: Document, path: Path) -> list[Splice]:  # noqa: ARG002
        """Return what to change in the template so that a finding is gone.

        Args:
            document: The template.
            path: The path of the finding.

        Returns:
            Nothing where that is not safe.
        """
        return []


_KNOWN: WeakKeyDictionary[Template, Application | None] = WeakKeyDictionary()


def _facts(cfn: Template) -> Application | None:
    """Return the facts of a template, which all rules share."""
    if cfn not in _KNOWN:
        _KNOWN[cfn] = facts_of(cfn.filename)
    return _KNOWN[cfn]
