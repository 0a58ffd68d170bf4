"""A policy statement without a list around it, which SAM accepts and cfn-lint does not."""

from __future__ import annotations

from .finding import Finding

_RULE = "E3012"
_PLACE = ("ResourcePolicy", "CustomStatements")


def is_single_statement(finding: Finding) -> bool:
    """Return whether a finding is about a single statement of an API's resource policy.

    SAM's translator puts it into a list (measured, translator 1.115). The API of AWS
    ParallelCluster is deployed this way.

    Args:
        finding: A finding of cfn-lint in the source template.
    """
    return (
        finding.rule.id == _RULE
        and finding.path[-2:] == _PLACE
        and finding.message.startswith("{")
        and finding.message.endswith(" is not of type 'array'")
    )
