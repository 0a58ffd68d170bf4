"""A policy statement that stands alone where cfn-lint wants a list."""

from __future__ import annotations

from .finding import Finding

_RULE = "E3012"
_PLACE = ("ResourcePolicy", "CustomStatements")


def is_single_statement(finding: Finding) -> bool:
    """Tell whether a finding is about one statement of an API's resource policy without a list.

    SAM's translator makes a list of it (measured, translator 1.115; AWS ParallelCluster's own API
    is deployed so).

    Args:
        finding: What cfn-lint found in the template as it is written.
    """
    return (
        finding.rule.id == _RULE
        and finding.path[-2:] == _PLACE
        and finding.message.startswith("{")
        and finding.message.endswith(" is not of type 'array'")
    )
